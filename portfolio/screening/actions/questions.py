"""Asking back: a question by mail to whoever asks, before they are answered; and that the answer came."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portfolio import emails
from portfolio.actions.record import record
from portfolio.screening.actions import letters, posting
from portfolio.screening.actions.deciding import NotToBeDecided
from portfolio.screening.models import AccessRequest, Question


class NothingAsked(Exception):
    """A question without words."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("Write the question: it is what they will read.")


class NowhereToAnswer(Exception):
    """The studio has no mailbox to which the answer could come."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "The studio has no e-mail address to which they could answer: write one into the site’s profile."
        )


@transaction.atomic
def ask_back(asked: AccessRequest, text: str, *, by: Any, at: datetime | None = None) -> Question:
    """Keeps a question with the request, and mails it; an answer to that mail comes to the studio.

    From then on the request waits for the asker, until it is decided or `note_answer` is called.

    Refuses with `NotToBeDecided` what does not wait, with `NothingAsked` and with `NowhereToAnswer`.
    """
    if not text.strip():
        raise NothingAsked
    if not emails.studio():
        raise NowhereToAnswer
    if not AccessRequest.objects.waiting().filter(pk=asked.pk).exists():
        raise NotToBeDecided
    question = Question.objects.create(
        request=asked, text=text.strip(), asked_at=at or timezone.now(), asked_by=by
    )
    record(asked, "asked_back", by=by)
    posting.post(letters.asked_back, question.pk)
    return question


@transaction.atomic
def note_answer(asked: AccessRequest, *, by: Any, at: datetime | None = None) -> None:
    """Notes that the asker has answered what they were asked: the request waits for the studio again.

    The words came to the studio's mailbox and stay there. Twice is once.
    """
    unanswered = Question.objects.unanswered().filter(request=asked)
    if unanswered.update(answered_at=at or timezone.now()):
        record(asked, "answered_back", by=by)
