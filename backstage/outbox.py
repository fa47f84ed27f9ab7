"""Mail as files, for a machine without a mail server: one `.eml` each, which any mail program opens."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmlBackend(BaseEmailBackend):
    """Writes each mail into `settings.OUTBOX`, whole or not at all; the newest name sorts last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes what Django gives every backend."""
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.OUTBOX)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        """Under another name first: who watches the folder never reads half a mail."""
        name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
        draft = self.folder / f".{name}"
        draft.write_bytes(message.message().as_bytes())
        draft.rename(self.folder / f"{name}.eml")
