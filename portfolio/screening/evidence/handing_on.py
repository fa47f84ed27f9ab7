"""Evidence that leaves the house: each file is written down in the log, and who took it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from portfolio.actions.record import record
from portfolio.models import Organization
from portfolio.models.rights_entry import name_of
from portfolio.screening.evidence import own_data, receipt, sheet
from portfolio.screening.models import Contact, Grant


def as_sheet(grant: Grant, *, by: Any) -> bytes:
    """A grant's sittings and deliveries as CSV, in the active language."""
    content = sheet.rows_of(grant).encode()
    record(grant, "exported", after="csv", by=by, evidence=hashlib.sha256(content).hexdigest())
    return content


def as_receipt(
    grant: Grant, holder: Organization | None = None, *, by: Any, at: datetime | None = None
) -> bytes:
    """The PDF for `holder`, of their films alone; for the studio, of all, without one."""
    content = receipt.receipt(grant, holder, at=at)
    whose = f"pdf {name_of(holder)}" if holder else "pdf"
    record(grant, "exported", after=whose, by=by, evidence=hashlib.sha256(content).hexdigest())
    return content


def as_own_data(contact: Contact) -> bytes:
    """All that is kept of a contact, as JSON in the active language, for the contact alone."""
    content = json.dumps(own_data.of(contact), ensure_ascii=False, indent=2).encode()
    record(contact, "data_given", reason="to the contact", evidence=hashlib.sha256(content).hexdigest())
    return content
