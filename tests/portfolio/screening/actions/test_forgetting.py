"""What is kept of those who watch, and how long."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portfolio import tokens
from portfolio.models import Agreement, MailToken, RightsEntry
from portfolio.screening.actions import forgetting
from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    Holder,
    Viewing,
)
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    ContactFactory,
    GrantFactory,
    HolderDecisionFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = timezone.now()


def asked(days, **fields):
    """A request of so many days ago."""
    row = AccessRequestFactory(**fields)
    AccessRequest.objects.filter(pk=row.pk).update(asked_at=NOW - days * DAY)
    return row


def nobody(days):
    who = {"name": "X", "company": "Y", "email": "x@y.example", "language": "it"}
    return asked(days, contact=None, email_verified_at=None, **who)


def ended(days, film, **fields):
    """A grant that ended so many days ago, and was watched."""
    until = NOW - days * DAY
    grant = GrantFactory(films=[film], valid_from=until - 7 * DAY, valid_until=until, **fields)
    viewing = Viewing.objects.create(grant=grant, browser="a" * 64)
    Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], length=9)
    return grant


def known_for(days, **fields):
    contact = ContactFactory(**fields)
    Contact.objects.filter(pk=contact.pk).update(created_at=NOW - days * DAY)
    return contact


def left(model):
    return list(model._default_manager.order_by("pk"))


def test_what_nobody_confirmed_goes_after_a_month_and_not_before():
    nobody(31)
    kept = nobody(29)
    forgetting.forget(at=NOW)
    assert left(AccessRequest) == [kept]
    line = RightsEntry.objects.get()
    assert (line.subject, line.fact, line.before) == ("unconfirmed", "forgotten", "1")


def test_what_was_declined_goes_a_year_after_the_answer(editor):
    contact = known_for(900)
    answer = {"decided_by": editor, "declined_reason": "No, grazie"}
    asked(800, contact=contact, decided_at=NOW - 366 * DAY, **answer)
    lately = asked(800, contact=contact, decided_at=NOW - 364 * DAY, **answer)
    forgetting.forget(at=NOW)
    assert left(AccessRequest) == [lately]


def test_so_does_what_was_withdrawn_and_what_nobody_answered():
    contact = known_for(10)
    asked(400, contact=contact, withdrawn_at=NOW - 366 * DAY), asked(366, contact=contact)
    waiting = asked(364, contact=contact)
    forgetting.forget(at=NOW)
    assert left(AccessRequest) == [waiting]


def test_sittings_go_a_year_after_the_invitation_ended(film):
    old, recent = ended(366, film), ended(364, film)
    forgetting.forget(at=NOW)
    assert [viewing.grant for viewing in left(Viewing)] == [recent]
    assert Delivery.objects.count() == 1
    assert left(Grant) == [old, recent]
    assert RightsEntry.objects.get().subject == f"grant:{old.pk}"


def test_a_revoked_invitation_ended_when_it_was_revoked(film):
    grant = ended(-5, film)
    Grant.objects.update(revoked_at=NOW - 366 * DAY, revoked_by="editor")
    forgetting.forget(at=NOW)
    assert (left(Viewing), left(Grant)) == ([], [grant])


def test_a_contact_whose_invitations_are_two_years_past_is_erased(film):
    long_ago, lately = known_for(900), known_for(900)
    ended(731, film, request__contact=long_ago)
    ended(729, film, request__contact=lately)
    forgetting.forget(at=NOW)
    assert [contact.erased_at is not None for contact in left(Contact)] == [True, False]


def test_a_contact_with_nothing_at_all_goes_and_a_new_one_stays():
    known_for(731)
    new = known_for(729)
    forgetting.forget(at=NOW)
    assert left(Contact) == [new]


def test_a_contact_who_waits_for_an_answer_stays(film):
    contact = known_for(900)
    ended(800, film, request__contact=contact)
    asked(5, contact=contact)
    forgetting.forget(at=NOW)
    assert Contact.objects.get().erased_at is None


def test_a_blocked_contact_stays_blocked():
    known_for(900, blocked_at=NOW)
    forgetting.forget(at=NOW)
    assert Contact.objects.get().blocked_at is not None


def test_an_open_invitation_is_never_touched(film):
    grant = ended(-5, film, request__contact=known_for(900))
    forgetting.forget(at=NOW)
    assert (Viewing.objects.get().grant, Contact.objects.get().erased_at) == (grant, None)


def mailbox_known_for(days, address):
    holder = Holder.objects.create(email=address, language="it")
    Holder.objects.filter(pk=holder.pk).update(created_at=NOW - days * DAY)
    return holder


def test_a_holders_mailbox_goes_once_it_decides_nothing_and_no_word_of_it_is_kept(film):
    gone, young = mailbox_known_for(731, "ex@holder.example"), mailbox_known_for(729, "new@holder.example")
    Agreement.objects.update(decision_email="Legal@Holder.example")
    named, spoke = mailbox_known_for(900, "legal@holder.example"), mailbox_known_for(900, "y@holder.example")
    grant = ended(-5, film)
    said = {"answer": "yes", "decided_at": NOW, "decided_by": "Anna Rossi"}
    HolderDecisionFactory(request=grant.request, film=film, holder=spoke, **said)
    forgetting.forget(at=NOW)
    assert left(Holder) == [young, named, spoke]
    assert RightsEntry.objects.get(fact="forgotten").subject == f"holder:{gone.pk}"


def test_links_that_ran_out_long_ago_go():
    tokens.issue(MailToken.Purpose.SIGN_IN, "contact:1", to="a@b.example", at=NOW - 40 * DAY)
    tokens.issue(MailToken.Purpose.SIGN_IN, "contact:2", to="a@b.example")
    forgetting.forget(at=NOW)
    assert MailToken.objects.get().subject == "contact:2"


def test_the_settings_say_how_long(settings):
    settings.SCREENING_KEEPS = settings.SCREENING_KEEPS | {"unconfirmed": 3}
    nobody(4)
    forgetting.forget(at=NOW)
    assert not AccessRequest.objects.exists()


def test_twice_is_once(film):
    ended(366, film)
    forgetting.forget(at=NOW)
    forgetting.forget(at=NOW)
    assert RightsEntry.objects.count() == 1


def said(*options):
    out = StringIO()
    call_command("forget_viewers", *options, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_would_go_and_lets_it_stay(film):
    nobody(31), ended(366, film)
    words = said("--dry-run")
    assert "1: richieste mai confermate" in words
    assert "1: inviti di cui vanno via visioni e consegne" in words
    assert "Non è stato cancellato nulla: era una prova." in words
    assert (AccessRequest.objects.count(), Viewing.objects.count(), RightsEntry.objects.count()) == (2, 1, 0)


def test_the_command_does_it(film):
    nobody(31)
    assert "era una prova" not in said()
    assert not AccessRequest.objects.exists()


def test_every_night_sessions_that_are_over_go_too(client):
    session = client.session
    session["screening_address"] = "ada@faro.example"
    session.set_expiry(-1)
    session.save()
    forgetting.forget_at_night.call_local()
    assert not type(session).get_model_class().objects.exists()
