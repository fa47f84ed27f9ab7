"""Erasing a contact: what goes, what stays without a name, and when it is refused."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portfolio import tokens
from portfolio.models import Agreement, MailToken, RightsEntry
from portfolio.screening.actions import asking, deciding, erasing, holders, letters, questions, watching
from portfolio.screening.actions.asking import Person, Wish
from portfolio.screening.actions.holders import Answer
from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    Holder,
    HolderDecision,
    Letter,
    Question,
    Viewing,
)
from tests.factories import SiteProfileFactory
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    ContactFactory,
    GrantFactory,
    HolderDecisionFactory,
    private_film,
)
from tests.portfolio.screening.conftest import mailed_code

pytestmark = pytest.mark.django_db

PERSON = ("Ada Ferri", "Faro Film", "ada@faro.example", "Direttrice", "Il faro segreto", "per la notte")


@pytest.fixture
def known():
    SiteProfileFactory(contact_email="studio@studio.example")
    return ContactFactory(name=PERSON[0], company=PERSON[1], email=PERSON[2], role=PERSON[3])


def over(contact, film):
    """A grant of theirs that has ended, with something watched."""
    now = timezone.now()
    grant = GrantFactory(
        films=[film],
        request__contact=contact,
        request__role=PERSON[3],
        request__production=PERSON[4],
        request__reason=PERSON[5],
        valid_from=now - timedelta(days=9),
        valid_until=now - timedelta(days=2),
    )
    viewing = Viewing.objects.create(grant=grant, browser="a" * 64)
    Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], length=9)
    return grant


def all_that_is_kept():
    """Every value of every row of ours, and of what the desk notes by itself, as text."""
    models = [*apps.get_app_config("screening").get_models(), RightsEntry, MailToken, LogEntry]
    return "\n".join(str(row) for model in models for row in model._default_manager.values())


def asked_by_them(film, commit):
    """A request of theirs, confirmed by the code that was mailed."""
    name, company, email, role, production, reason = PERSON
    person = Person(name, company, email, "it", role)
    with commit():
        asked = asking.ask(person, Wish(films=[film], production=production, reason=reason))
    return asking.verify_email_by_code(asked, mailed_code())


def talked_about(asked, film, editor, commit):
    """What the studio and the rights holder said about a request; gives the invitation."""
    with commit():
        questions.ask_back(asked, f"{PERSON[0]}, quante persone guardano?", by=editor)
        holders.ask(asked, [film], by=editor, languages={"legal@holder.example": "it"})
        said = Answer(says_yes=True, note=f"va bene per {PERSON[0]}")
        holders.answer(Holder.objects.get(), asked, {film.pk: said})
        return deciding.approve(asked, [film], last_day=timezone.localdate(), by=editor)


def all_that_happens(film, desk, editor, commit):
    """Somebody who did all there is to do, by the doors that there are; their invitation was taken back."""
    SiteProfileFactory(contact_email="studio@studio.example")
    grant = talked_about(asked_by_them(film, commit), film, editor, commit)
    contact = grant.request.contact
    with commit():
        watching.ask_for_code(PERSON[2], "a-browser")
    watching.sign_in_by_code(PERSON[2], "a-browser", mailed_code())
    Delivery.objects.create(
        viewing=Viewing.objects.create(grant=grant, browser="a" * 64), film=film, path=VIDEO["mp4"], length=9
    )
    typed = {"name": PERSON[0], "company": PERSON[1], "role": PERSON[3], "language": "en"}
    desk.post(reverse("admin:screening_contact_change", args=[contact.pk]), typed)
    deciding.revoke(grant, by=editor)
    return Contact.objects.get()


def told(kept):
    """What of a person can be read in it."""
    return [fact for fact in (*PERSON, tokens.mailbox(PERSON[2])) if fact in kept]


def test_nothing_that_says_who_they_were_is_left_anywhere(desk, editor, commit):
    film = private_film(Agreement.Private.EACH_TIME)
    contact = all_that_happens(film, desk, editor, commit)
    with commit():
        refused = asking.ask_as(contact, Wish(films=[film], reason=PERSON[5]))
        deciding.decline(refused, f"Cara {PERSON[0]}, no.", by=editor)
    assert told(all_that_is_kept()) == [*PERSON, tokens.mailbox(PERSON[2])]
    assert LogEntry.objects.get().object_repr == f"{PERSON[0]}, {PERSON[1]}"
    erasing.erase(contact, by=editor)
    assert told(all_that_is_kept()) == []
    assert (Viewing.objects.count(), HolderDecision.objects.get().answer) == (1, "yes")
    assert not Question.objects.exists()


def test_what_the_holder_noted_is_not_in_the_log_which_is_never_erased(desk, editor, commit):
    all_that_happens(private_film(Agreement.Private.EACH_TIME), desk, editor, commit)
    assert HolderDecision.objects.get().note == f"va bene per {PERSON[0]}"
    assert RightsEntry.objects.get(fact="said_yes").reason == ""


def test_the_links_and_codes_of_another_contact_whose_number_begins_alike_stay(known, editor):
    other = f"{known.pk}0"
    for pk in (known.pk, other):
        tokens.issue(MailToken.Purpose.SIGN_IN, letters.contact_subject(pk, "b"), to=f"{pk}@y.example")
    erasing.erase(known, by=editor)
    assert MailToken.objects.get().subject == f"contact:{other}:b"


def test_what_a_holder_allowed_stays_of_an_erased_contact(known, film, editor):
    grant = over(known, film)
    erasing.erase(known, by=editor)
    grant.refresh_from_db()
    assert Delivery.objects.count() == 1
    assert (str(grant.request), str(grant.request.contact)) == (
        "un contatto cancellato",
        "un contatto cancellato",
    )


def test_of_what_was_ours_alone_nothing_watched_stays(known, film, editor):
    over(known, film)
    Agreement.objects.update(own_initiative=True, rights_holder=None, decision_email="")
    erasing.erase(known, by=editor)
    assert (Viewing.objects.count(), Delivery.objects.count(), Grant.objects.count()) == (0, 0, 1)
    assert RightsEntry.objects.get(fact="viewings_forgotten").before == "1"


def test_a_contact_who_was_never_invited_leaves_no_row(known, editor):
    AccessRequestFactory(contact=known)
    erasing.erase(known, by=editor)
    assert (Contact.objects.count(), AccessRequest.objects.count()) == (0, 0)


@pytest.mark.parametrize("address", [PERSON[2], "ada+io@faro.example"])
def test_what_they_asked_and_never_confirmed_goes_with_its_link_and_its_letter(
    known, editor, commit, address
):
    for is_sent in (True, False):
        asked = asking.ask(
            Person(*PERSON[:2], address, "it"), Wish(production=PERSON[4], reason=PERSON[5]), is_mailed=True
        )
        if is_sent:
            letters.confirm_address(asked.pk)
    assert (Letter.objects.count(), MailToken.objects.count()) == (2, 1)
    erasing.erase(known, by=editor)
    assert (Letter.objects.count(), MailToken.objects.count()) == (0, 0)
    assert told(all_that_is_kept()) == []
    assert address not in all_that_is_kept()


def test_what_somebody_else_asked_and_has_not_confirmed_stays(known, editor):
    theirs = asking.ask(Person("Bea", "Altrove", "bea@faro.example", "it"), Wish())
    erasing.erase(known, by=editor)
    assert (AccessRequest.objects.get(), Letter.objects.get().request) == (theirs, theirs)


def test_another_contact_stays_as_they_are(known, film, editor):
    other = ContactFactory(name="Bea", email="bea@altrove.example")
    kept = over(other, film)
    over(known, film)
    erasing.erase(known, by=editor)
    kept.refresh_from_db()
    assert (str(kept.request), kept.viewings.count()) == ("Bea, Faro Film", 1)
    assert Contact.objects.welcome().get() == other


def test_it_is_refused_while_an_invitation_is_open(known, film, editor):
    grant = GrantFactory(films=[film], request__contact=known)
    with pytest.raises(erasing.StillWatching):
        erasing.erase(known, by=editor)
    known.refresh_from_db()
    assert (known.name, known.erased_at) == (PERSON[0], None)
    deciding.revoke(grant, by=editor)
    erasing.erase(known, by=editor)
    assert Contact.objects.get().erased_at is not None


def test_it_is_refused_to_the_very_last_moment_and_not_after(known, film, editor):
    grant = GrantFactory(films=[film], request__contact=known)
    with pytest.raises(erasing.StillWatching):
        erasing.erase(known, by=editor, at=grant.valid_until - timedelta(microseconds=1))
    erasing.erase(known, by=editor, at=grant.valid_until)


def test_who_is_blocked_is_not_let_in_by_being_erased(known, editor):
    deciding.block(known, by=editor)
    with pytest.raises(erasing.StillBlocked):
        erasing.erase(known, by=editor)
    assert Contact.objects.get().email == PERSON[2]


def test_an_erased_contact_signs_in_no_more_and_may_ask_anew(known, film, editor):
    over(known, film)
    erasing.erase(known, by=editor)
    assert not Contact.objects.welcome().exists()
    assert not Contact.objects.filter(email=PERSON[2]).exists()


def test_the_log_says_that_it_was_done_and_by_whom(known, film, editor):
    over(known, film)
    erasing.erase(known, by=editor)
    line = RightsEntry.objects.get(fact="erased")
    assert (line.subject, line.by) == (f"contact:{known.pk}", editor)


def test_what_the_editor_and_the_holder_wrote_about_them_goes_too(known, film, editor):
    grant = over(known, film)
    Grant.objects.update(
        revoked_at=timezone.now(), revoked_by="editor", revoked_reason="Ada Ferri ha chiesto"
    )
    HolderDecisionFactory(
        request=grant.request,
        film=film,
        answer="yes",
        decided_at=timezone.now(),
        decided_by="Anna Rossi",
        note="va bene per Ada Ferri",
    )
    erasing.erase(known, by=editor)
    assert "Ada Ferri" not in all_that_is_kept()
    assert HolderDecision.objects.get().decided_by == "Anna Rossi"


def test_asking_tells_the_studio_once_and_changes_nothing_else(known, commit):
    for _time in range(2):
        with commit():
            erasing.ask_for_erasure(known)
    known.refresh_from_db()
    assert known.erasure_asked_at is not None
    assert [sent.to for sent in mail.outbox] == [["studio@studio.example"]]
    assert known.name == PERSON[0]


def test_who_wavers_twenty_times_is_told_of_three_times_a_day_and_their_wish_stands(known, commit):
    now = timezone.now()
    for _time in range(20):
        with commit():
            erasing.keep_after_all(known, at=now)
            erasing.ask_for_erasure(known, at=now)
    assert (len(mail.outbox), RightsEntry.objects.count()) == (3, 6)
    assert Contact.objects.waiting_to_be_erased().get() == known
    with commit():
        erasing.keep_after_all(known, at=now + timedelta(days=1))
        erasing.ask_for_erasure(known, at=now + timedelta(days=1))
    assert (len(mail.outbox), RightsEntry.objects.count()) == (4, 8)


def test_who_thinks_better_of_it_is_kept(known):
    erasing.ask_for_erasure(known)
    erasing.keep_after_all(known)
    assert not Contact.objects.waiting_to_be_erased().exists()
    assert list(RightsEntry.objects.order_by("pk").values_list("fact", flat=True)) == [
        "erasure_asked",
        "erasure_taken_back",
    ]


def test_a_reason_that_the_studio_typed_stays_in_the_log_and_the_last_mail_says_so(
    known, film, editor, commit
):
    grant = GrantFactory(films=[film], request__contact=known)
    deciding.revoke(grant, by=editor, reason="Cambio di piani")
    with commit():
        erasing.ask_for_erasure(known)
    with commit():
        erasing.erase(known, by=editor)
    assert Grant.objects.get().revoked_reason == ""
    assert RightsEntry.objects.get(fact="revoked").reason == "Cambio di piani"
    assert "il motivo scritto dallo studio" in " ".join(mail.outbox[-1].body.split())


def test_who_asked_gets_a_last_mail_and_who_did_not_gets_none(known, film, editor, commit):
    other = ContactFactory(email="bea@altrove.example")
    with commit():
        erasing.ask_for_erasure(known)
    mail.outbox.clear()
    with commit():
        erasing.erase(known, by=editor)
        erasing.erase(other)
    assert [sent.to for sent in mail.outbox] == [[PERSON[2]]]


def test_what_the_desk_noted_by_itself_about_another_contact_stays(known, desk, editor):
    other = ContactFactory(name="Bea", email="bea@altrove.example")
    typed = {"name": "Bea Neri", "company": "Altrove", "role": "", "language": "it"}
    desk.post(reverse("admin:screening_contact_change", args=[other.pk]), typed)
    erasing.erase(known, by=editor)
    assert LogEntry.objects.get().object_repr == "Bea Neri, Altrove"


def test_a_deleted_request_leaves_a_line_without_a_name(editor):
    asked = AccessRequestFactory(
        contact=None, name="Spam", company="Spam", email="x@y.example", language="it"
    )
    erasing.delete_request(asked, by=editor)
    line = RightsEntry.objects.get()
    assert (line.subject, line.fact, line.by) == (f"accessrequest:{line.subject[14:]}", "deleted", editor)
    assert "Spam" not in all_that_is_kept()


def test_a_film_of_several_is_enough_for_the_record_to_stay(known, film, editor):
    own = private_film()
    Agreement.objects.filter(production=own.production).update(
        own_initiative=True, rights_holder=None, decision_email=""
    )
    grant = over(known, own)
    grant.items.create(film=film, order=2)
    erasing.erase(known, by=editor)
    assert Viewing.objects.count() == 1
