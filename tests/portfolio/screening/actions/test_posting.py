"""The outbox: what is written with the deed is sent once it is done, by one worker, and not lost."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from portfolio import emails
from portfolio.models import MailToken, SiteProfile
from portfolio.screening.actions import (
    asking,
    deciding,
    erasing,
    forgetting,
    holders,
    letters,
    posting,
    questions,
    watching,
)
from portfolio.screening.actions.asking import Person, Wish
from portfolio.screening.evidence import own_data
from portfolio.screening.models import AccessRequest, Contact, Grant, Letter
from tests.factories.screening import AccessRequestFactory, GrantFactory

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NO_SUCH_MAILBOX = SMTPRecipientsRefused({"ada@faro.example": (550, b"5.1.1 No such user")})
COME_AGAIN = SMTPRecipientsRefused({"ada@faro.example": (450, b"4.2.0 Greylisted")})


@pytest.fixture(autouse=True)
def studio():
    SiteProfile.objects.create(name_it="Lo studio", name_en="The studio", contact_email="studio@example.org")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def invitation(grant, now):
    """The letter of an invitation, written and not sent yet: nobody told a worker of it."""
    posting.post(letters.invited, grant.pk)
    Letter.objects.update(written_at=now, due_at=now)
    return Letter.objects.get()


@pytest.fixture
def server(monkeypatch):
    """A mail server: `answers` is what it says to the next mails, the last for good; empty takes all."""
    willing = EmailMultiAlternatives.send

    class Server:
        answers = []

    def send(message):
        answer = Server.answers[0] if Server.answers else None
        del Server.answers[: len(Server.answers) > 1]
        if answer:
            raise answer
        return willing(message)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    return Server


def sent_to():
    return [message.to[0] for message in mail.outbox]


# Written with the deed.


def test_a_letter_is_sent_at_once_after_the_commit_and_leaves_no_row(grant, commit):
    with commit():
        posting.post(letters.invited, grant.pk)
        assert (Letter.objects.count(), mail.outbox) == (1, [])
    assert (Letter.objects.count(), sent_to()) == (0, ["ada@faro.example"])


def test_what_is_rolled_back_leaves_no_letter(guest, film, editor):
    person = Person("Ada", "Faro Film", "ada@faro.example", "it")
    with transaction.atomic():
        deciding.invite(person, [film], last_day=timezone.localdate(), by=editor)
        assert Letter.objects.count() == 1
        transaction.set_rollback(True)
    posting.send_due()
    assert (Letter.objects.count(), Grant.objects.count(), mail.outbox) == (0, 0, [])


def test_a_letter_of_which_no_worker_was_told_goes_with_the_next_minute(invitation):
    posting.take_up.call_local()
    assert (Letter.objects.count(), sent_to()) == (0, ["ada@faro.example"])


def test_a_queue_that_is_away_fails_nobody_and_the_letter_goes_later(grant, commit, monkeypatch):
    def away(pk):
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(posting, "deliver", away)
        with commit():
            posting.post(letters.invited, grant.pk)
    assert mail.outbox == []
    posting.send_due()
    assert sent_to() == ["ada@faro.example"]


def test_a_letter_with_nothing_to_say_any_more_goes_unsent(invitation, grant, editor):
    deciding.revoke(grant, by=editor)
    posting.send_due()
    assert (Letter.objects.count(), mail.outbox) == (0, [])


def test_no_link_and_no_code_is_ever_in_a_row(server, stranger, commit):
    server.answers = [ConnectionRefusedError()]
    with commit():
        asking.ask(Person("Ada", "Faro Film", "ada@faro.example", "it"), Wish())
        watching.ask_for_code(stranger.email, "a-browser")
    asked, code = Letter.objects.all()
    assert asked.about == {"request_pk": AccessRequest.objects.get().pk}
    assert asked.request == AccessRequest.objects.get()
    assert MailToken.objects.count() == 0
    assert code.about == {"address": stranger.email, "browser": "a-browser"}


# Held by one worker.


def test_of_two_workers_one_sends_it(invitation, now, monkeypatch):
    """The second comes while the first talks with the mail server."""
    tries = []

    def meanwhile(**about):
        tries.append(posting.send(invitation.pk, at=now))
        emails.send("erased", to=["ada@faro.example"], language="it")

    monkeypatch.setitem(posting.KINDS, "invited", posting.Kind(meanwhile, DAY))
    posting.send(invitation.pk, at=now)
    assert (tries, sent_to()) == ([True], ["ada@faro.example"])


def test_of_two_that_read_it_at_the_same_moment_one_takes_it(invitation, now, monkeypatch):
    """The second takes it between the reading and the UPDATE of the first."""
    second = []

    def meanwhile(tries):
        patch.undo()
        second.append(posting._take(invitation.pk, now))
        return MINUTE

    with monkeypatch.context() as patch:
        patch.setattr(posting, "held_for", meanwhile)
        assert posting._take(invitation.pk, now) is None
    assert second == [invitation]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time, in memory for one thread")
def test_of_eight_workers_at_once_one_takes_it(now):
    invitation = Letter.objects.create(name="invited", about={"grant_pk": 0}, due_at=now)
    gate = threading.Barrier(8)

    def take(_worker):
        gate.wait()
        try:
            return posting._take(invitation.pk, now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_what_a_killed_worker_held_is_another_s_once_its_time_is_over(invitation, now, settings):
    posting._take(invitation.pk, now)
    lease = timedelta(seconds=settings.MAIL_LEASE)
    posting.send_due(at=now + lease - timedelta(seconds=1))
    assert mail.outbox == []
    posting.send_due(at=now + lease)
    assert (Letter.objects.count(), sent_to()) == (0, ["ada@faro.example"])


def test_a_worker_has_a_letter_for_longer_than_the_mail_server_is_waited_for(settings):
    assert settings.MAIL_LEASE > 10 * settings.EMAIL_TIMEOUT


def test_who_held_it_too_long_and_failed_takes_it_from_nobody(invitation, now, settings, monkeypatch):
    late = now + timedelta(seconds=settings.MAIL_LEASE)

    def slow(**about):
        posting._take(invitation.pk, late)
        raise NO_SUCH_MAILBOX

    monkeypatch.setitem(posting.KINDS, "invited", posting.Kind(slow, DAY))
    posting.send(invitation.pk, at=now)
    invitation.refresh_from_db()
    assert (invitation.given_up_at, invitation.tries, invitation.due_at > late) == (None, 2, True)


def test_a_letter_over_which_every_worker_dies_is_given_up_in_the_end(invitation, now):
    moment, taken = now, 0
    while posting._take(invitation.pk, moment):
        taken += 1
        invitation.refresh_from_db()
        moment = invitation.due_at
        if moment > now + posting.FOR_DAYS:
            break
    posting.send_due(at=moment)
    invitation.refresh_from_db()
    assert taken < 100
    assert (invitation.trouble, invitation.given_up_at) == ("late", moment)


def test_a_letter_that_this_version_does_not_know_waits(invitation):
    Letter.objects.update(name="of_tomorrow")
    posting.send_due()
    assert (Letter.objects.waiting().count(), mail.outbox) == (1, [])


# Tried again.


def tried_at(invitation, until):
    """The minutes after its writing at which a letter is tried, up to `until`."""
    begun, found = invitation.written_at, []
    while invitation.given_up_at is None and invitation.due_at <= begun + until:
        moment = invitation.due_at
        posting.send_due(at=moment)
        found.append((moment - begun) / MINUTE)
        invitation.refresh_from_db()
    return found


def test_it_is_tried_five_times_in_a_quarter_of_an_hour_then_by_the_hour(invitation, server):
    server.answers = [ConnectionRefusedError()]
    assert tried_at(invitation, 2 * HOUR + 15 * MINUTE) == [0, 1, 3, 7, 15, 75, 135]
    assert invitation.trouble == "away"


def test_after_three_days_it_is_given_up(invitation, now, monkeypatch):
    def fails(**about):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setitem(posting.KINDS, "invited", posting.Kind(fails, posting.FOR_DAYS))
        tried_at(invitation, 4 * DAY)
    assert (invitation.trouble, Letter.objects.waiting().count()) == ("away", 0)
    assert now + 3 * DAY - HOUR < invitation.given_up_at <= now + 3 * DAY
    posting.send_due(at=now + 10 * DAY)
    assert mail.outbox == []


def test_it_goes_out_once_the_mail_server_is_back(invitation, server, now):
    server.answers = [ConnectionRefusedError(), COME_AGAIN, None]
    for later in (timedelta(0), MINUTE, 3 * MINUTE, 5 * MINUTE):
        posting.send_due(at=now + later)
    assert (Letter.objects.count(), sent_to()) == (0, ["ada@faro.example"])


def test_an_address_that_is_refused_for_good_is_given_up_at_once(invitation, server):
    server.answers = [NO_SUCH_MAILBOX]
    posting.send_due()
    invitation.refresh_from_db()
    assert (invitation.trouble, invitation.tries, invitation.given_up_at is not None) == ("refused", 1, True)


@pytest.mark.parametrize(
    ("problem", "is_final"),
    [
        (NO_SUCH_MAILBOX, True),
        (COME_AGAIN, False),
        (SMTPRecipientsRefused({}), False),
        (SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
    ],
)
def test_a_mailbox_that_is_not_there_is_told_from_a_server_that_is_not(problem, is_final):
    assert emails.is_refusal(problem) is is_final


def test_of_two_readers_one_that_may_still_be_reached_keeps_the_letter_alive(server):
    server.answers = [NO_SUCH_MAILBOX, ConnectionRefusedError()]
    with pytest.raises(ConnectionRefusedError):
        emails.send("erased", to=["ada@faro.example", "bea@faro.example"], language="it")


def test_a_server_that_is_away_is_asked_once_a_round_and_not_by_every_letter(server, guest, film, now):
    for _time in range(3):
        posting.post(letters.invited, GrantFactory(films=[film], request__contact=guest).pk)
    server.answers = [TimeoutError()]
    posting.send_due()
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_an_address_that_is_refused_holds_no_other_letter_up(server, guest, film):
    for _time in range(2):
        posting.post(letters.invited, GrantFactory(films=[film], request__contact=guest).pk)
    server.answers = [NO_SUCH_MAILBOX, None]
    posting.send_due()
    assert (Letter.objects.waiting().count(), Letter.objects.given_up().count(), len(mail.outbox)) == (
        0,
        1,
        1,
    )


@pytest.fixture
def unwritable(monkeypatch):
    """The reminders of invitations cannot be written."""

    def write(**about):
        raise LookupError(f"template of {about['grant_pk']}")

    monkeypatch.setitem(posting.KINDS, "ends_soon", posting.Kind(write, posting.FOR_DAYS))
    return letters.ends_soon


def test_a_letter_that_cannot_be_written_holds_no_other_up_and_is_told(unwritable, guest, film):
    for write in (unwritable, letters.invited, unwritable, letters.invited):
        posting.post(write, GrantFactory(films=[film], request__contact=guest).pk)
    with pytest.raises(LookupError):
        posting.send_due()
    assert len(mail.outbox) == 2
    assert [(each.name, each.trouble, each.tries) for each in Letter.objects.all()] == [
        ("ends_soon", "failed", 1)
    ] * 2


def test_a_letter_that_cannot_be_written_is_given_up_in_the_end_for_that_reason(unwritable, grant, now):
    posting.post(unwritable, grant.pk)
    letter = Letter.objects.get()
    while letter.given_up_at is None and letter.due_at < now + 4 * DAY:
        with suppress(LookupError):
            posting.send_due(at=letter.due_at)
        letter.refresh_from_db()
    assert (letter.trouble, letter.given_up_at < now + 4 * DAY) == ("failed", True)


def test_a_worker_that_is_told_to_stop_takes_no_further_letter(guest, film, monkeypatch):
    def stop(**about):
        raise KeyboardInterrupt

    monkeypatch.setitem(posting.KINDS, "ends_soon", posting.Kind(stop, DAY))
    for write in (letters.ends_soon, letters.invited):
        posting.post(write, GrantFactory(films=[film], request__contact=guest).pk)
    with pytest.raises(KeyboardInterrupt):
        posting.send_due()
    assert mail.outbox == []
    assert list(Letter.objects.values_list("trouble", "tries")) == [("", 1), ("", 0)]


def test_a_letter_that_can_be_written_again_goes_out(unwritable, grant, now, monkeypatch):
    posting.post(unwritable, grant.pk)
    with suppress(LookupError):
        posting.send_due()
    monkeypatch.setitem(posting.KINDS, "ends_soon", posting.Kind(letters.ends_soon, posting.FOR_DAYS))
    posting.send_due(at=now + HOUR)
    assert (Letter.objects.count(), sent_to()) == (0, ["ada@faro.example"])


def test_a_code_is_given_up_when_nobody_sits_before_its_page_any_more(server, guest, commit):
    server.answers = [ConnectionRefusedError()]
    with commit():
        watching.ask_for_code(guest.email, "a-browser")
    code = Letter.objects.get()
    assert tried_at(code, DAY)[-1] < 10
    assert code.trouble == "away"


def test_a_code_that_no_worker_took_in_time_is_not_mailed(guest, now):
    watching.ask_for_code(guest.email, "a-browser")
    posting.send_due(at=now + HOUR)
    assert (mail.outbox, Letter.objects.get().trouble) == ([], "late")


def test_the_link_to_confirm_is_still_mailed_after_hours(now):
    asking.ask(Person("Ada", "Faro Film", "ada@faro.example", "it"), Wish())
    posting.send_due(at=now + 5 * HOUR)
    assert sent_to() == ["ada@faro.example"]


def test_every_letter_of_the_screenings_is_in_the_outbox():
    assert set(posting.KINDS) == {
        "holder_stop_receipt",
        "holder_stopped",
        *("confirm_address", "sign_in", "request_waits", "invited", "hurried", "ends_soon", "declined"),
        *("asked_back", "erasure_waits", "erased", "holder_asked", "holder_code", "holder_receipt"),
        *("holder_answered", "holder_withdrew"),
    }


# Given up, and what becomes of it.


@pytest.mark.parametrize("write", [letters.request_waits, letters.asked_back])
def test_where_the_studio_has_no_address_its_mail_is_given_up_for_that_reason_and_can_be_sent_later(
    write, guest, editor, commit
):
    asked = AccessRequestFactory(contact=guest)
    about = asked if write is letters.request_waits else questions.ask_back(asked, "Chi?", by=editor)
    Letter.objects.all().delete()
    SiteProfile.objects.update(contact_email="")
    get_user_model().objects.update(email="")
    with commit():
        posting.post(write, about.pk)
    assert (Letter.objects.given_up().get().trouble, mail.outbox) == ("nowhere", [])
    SiteProfile.objects.update(contact_email="studio@example.org")
    with commit():
        posting.send_again(asked)
    assert (Letter.objects.count(), len(mail.outbox)) == (0, 1)


@pytest.fixture
def given_up(invitation, server):
    server.answers = [NO_SUCH_MAILBOX]
    posting.send_due()
    server.answers = []
    return Letter.objects.given_up().get()


def test_what_was_given_up_can_be_sent_again(given_up, grant, commit):
    with commit():
        posting.send_again(grant.request)
    assert (Letter.objects.count(), sent_to()) == (0, ["ada@faro.example"])


def test_sent_again_it_says_what_is_so_by_then(given_up, grant, editor, commit):
    deciding.revoke(grant, by=editor)
    with commit():
        posting.send_again(grant.request)
    assert (Letter.objects.count(), mail.outbox) == (0, [])


def test_what_is_left_at_that_is_forgotten_and_what_waits_is_not(given_up, grant):
    posting.post(letters.invited, grant.pk)
    posting.let_go(grant.request)
    assert (Letter.objects.given_up().count(), Letter.objects.waiting().count()) == (0, 1)


def test_after_thirty_days_it_is_forgotten(given_up, now):
    forgetting.forget(at=now + 29 * DAY)
    assert Letter.objects.count() == 1
    forgetting.forget(at=now + 31 * DAY)
    assert Letter.objects.count() == 0


def test_it_goes_with_the_request_of_which_it_told(server, editor, commit):
    server.answers = [NO_SUCH_MAILBOX]
    with commit():
        asked = asking.ask(Person("Ada", "Faro Film", "ada@faro.example", "it"), Wish())
    assert Letter.objects.given_up().count() == 1
    erasing.delete_request(asked, by=editor)
    assert Letter.objects.count() == 0


def test_with_an_erased_contact_go_the_letters_to_them(given_up, grant, guest, editor):
    watching.ask_for_code(guest.email, "a-browser")
    posting.post(letters.hurried, grant.pk)
    erasing.ask_for_erasure(guest)
    Contact.objects.update(erasure_asked_at=None)  # so that no last mail is written
    deciding.revoke(grant, by=editor)
    erasing.erase(guest, by=editor)
    assert Letter.objects.count() == 0


def test_another_contact_s_letters_stay(stranger, guest, film, editor):
    posting.post(letters.invited, GrantFactory(films=[film], request__contact=stranger).pk)
    watching.ask_for_code(stranger.email, "a-browser")
    erasing.erase(guest, by=editor)
    assert Letter.objects.count() == 2


def test_what_a_holder_said_is_still_told_when_who_asked_was_erased(grant, guest, editor):
    posting.post(letters.holder_receipt, 1, grant.request_id)
    deciding.revoke(grant, by=editor)
    erasing.erase(guest, by=editor)
    assert Letter.objects.get().name == "holder_receipt"


def test_the_last_mail_keeps_no_address_once_it_failed(guest, editor, server, commit):
    with commit():
        erasing.ask_for_erasure(guest)
    server.answers = [NO_SUCH_MAILBOX]
    with commit():
        erasing.erase(guest, by=editor)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("ask", [watching.ask_for_code, holders.ask_for_code])
def test_an_address_that_somebody_typed_is_not_kept_where_nobody_has_it(ask, now):
    ask("nobody@nowhere.example", "a-browser")
    posting.send_due(at=now + HOUR)
    assert (Letter.objects.count(), mail.outbox) == (0, [])


def test_the_last_mail_is_tried_again_like_any_other(guest, editor, server, commit, now):
    server.answers = [ConnectionRefusedError()]
    with commit():
        erasing.ask_for_erasure(guest)
        erasing.erase(guest, by=editor)
    server.answers = []
    mail.outbox.clear()
    posting.send_due(at=now + HOUR)
    assert sent_to() == ["ada@faro.example"]


def test_what_a_contact_reads_of_themselves_has_no_letters(given_up, guest):
    assert "refused" not in json.dumps(own_data.of(guest))


def test_a_row_calls_nobody_by_name(given_up):
    assert "ada" not in str(given_up).lower()


def test_the_operator_reads_what_waits_and_what_did_not_arrive_and_no_address(given_up):
    watching.ask_for_code("bea@altrove.example", "a-browser")
    said = StringIO()
    call_command("waiting_mails", stdout=said)
    words = said.getvalue()
    assert ("sign_in" in words, "invited" in words) == (True, True)
    assert "@" not in words


def test_a_deleted_request_takes_its_waiting_letters_along(editor):
    asked = AccessRequestFactory(contact=None, name="X", company="Y", email="x@y.example", language="it")
    posting.post(letters.confirm_address, asked.pk)
    erasing.delete_request(asked, by=editor)
    posting.send_due()
    assert mail.outbox == []
