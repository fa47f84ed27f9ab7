"""Mails: a folder of templates each, in the reader's language, as text and as HTML.

They are sent by the worker, after the commit: never in a request, and never for what was rolled back.
"""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from portfolio.models import SiteProfile

logger = logging.getLogger(__name__)

# From here on an answer of a mail server is its last word (RFC 5321, 4.2.1).
FOR_GOOD = 500


class NoStudio(Exception):
    """The studio has no address: there is nobody to whom a mail for it could go."""


def address(path: str) -> str:
    """The whole address of a page of ours. The host comes from the settings, never from a request."""
    return f"{settings.SITE_URL}{path}"


def studio() -> list[str]:
    """The studio's address; where it has none, those of the active superusers."""
    own = SiteProfile.current().contact_email
    staff = get_user_model().objects.filter(is_active=True, is_superuser=True).exclude(email="")
    return [own] if own else list(staff.values_list("email", flat=True))


def send(name: str, *, to: list[str], language: str, answer_to: str = "", **context: Any) -> None:
    """Sends the mail `templates/emails/<name>/` to each of `to`, in `language`.

    Raises `NoStudio` where there is nobody; and what the mail server says where nobody got it, so that it is
    tried again: of several answers one that leaves hope. Where somebody did it does not, for they would get
    it twice. Answers go to `answer_to`, else to the studio's own address, where it has one.
    """
    if not to:
        raise NoStudio
    with translation.override(language):
        site = SiteProfile.current()
        answer_to = answer_to or site.contact_email
        words = {**context, "site": site, "home": address(f"/{language}/"), "language": language}
        subject, text, html = (
            render_to_string(f"emails/{name}/{part}", words)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    refusals = []
    for recipient in to:
        mail = EmailMultiAlternatives(
            # A subject is one line, whatever a name in it holds.
            subject=" ".join(subject.split()),
            body=text.strip() + "\n",
            to=[recipient],
            reply_to=[answer_to] if answer_to else [],
            # Out-of-office robots and mailing lists leave such mails alone.
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(html.strip() + "\n", "text/html")
        refusals += _sent(mail)
    if refusals and len(refusals) == len(to):
        raise min(refusals, key=is_refusal)


def is_refusal(problem: Exception) -> bool:
    """Whether the mail server has refused the address for good (5xx): no later try would fare better."""
    answers = problem.recipients.values() if isinstance(problem, SMTPRecipientsRefused) else ()
    return bool(answers) and all(code >= FOR_GOOD for code, _words in answers)


def _sent(mail: EmailMultiAlternatives) -> list[Exception]:
    """Sends it; gives what stood against that, and writes it down."""
    try:
        mail.send()
    except (SMTPException, OSError) as problem:
        logger.warning("A mail was not sent: %s", in_short(problem))
        return [problem]
    return []


def in_short(problem: Exception) -> str:
    """Of what kind a failure is, with the mail server's codes; its words name the address."""
    codes: list[int] = []
    if isinstance(problem, SMTPResponseException):
        codes = [problem.smtp_code]
    elif isinstance(problem, SMTPRecipientsRefused):
        codes = sorted({code for code, _words in problem.recipients.values()})
    return " ".join([type(problem).__name__, *map(str, codes)])
