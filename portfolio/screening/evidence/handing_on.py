"""Evidence that leaves the house: each file is written down in the log, and who took it."""

import hashlib
from datetime import datetime
from typing import Any

from portfolio.actions.record import record
from portfolio.models import Organization
from portfolio.models.rights_entry import name_of
from portfolio.screening.evidence import receipt, sheet
from portfolio.screening.models import Grant


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
