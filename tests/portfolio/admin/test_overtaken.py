"""A form that was open while somebody else changed the rights writes over nothing that it did not show."""

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.forms import inlineformset_factory, modelform_factory
from django.test import Client
from django.urls import reverse

from portfolio.actions.record import FACTS, facts_of
from portfolio.admin.facts import OpenedPage
from portfolio.admin.people_rights import AgreementForm
from portfolio.forms import FactForm
from portfolio.models import (
    Agreement,
    Film,
    FilmTrack,
    PersonRelease,
    Photo,
    Production,
    Release,
    RightsEntry,
)
from portfolio.screening.actions import holders
from portfolio.screening.models import Holder
from tests.factories import (
    CrewMemberFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ReleaseFactory,
    TestimonyFactory,
    public_portrait,
)
from tests.factories.screening import private_film

pytestmark = pytest.mark.django_db

LEGAL = "legal@faro.example"
STOPPED_ON = datetime(2026, 11, 27, 15, 33, tzinfo=ZoneInfo("Europe/Rome"))
STOPPED = (
    "Il titolare dei diritti ha fermato le proiezioni private il 27 novembre 2026, 15:33, dopo che avevi "
    "aperto questa pagina: ora il contratto dice «no»."
)


@pytest.fixture
def agreement():
    """One that allows private screenings without asking, and names who may stop them."""
    film = private_film()
    Agreement.objects.filter(production=film.production).update(decision_email=LEGAL)
    return Agreement.objects.get(production=film.production)


@pytest.fixture
def stop(agreement):
    """The holder stops private screenings on their own page."""
    holder = Holder.objects.create(email=LEGAL, language="it")

    def act():
        with time_machine.travel(STOPPED_ON):
            holders.stop_private(holder, agreement)

    return act


@pytest.fixture
def bea(db):
    """A second editor's browser."""
    user = get_user_model().objects.create_superuser("bea", first_name="Bea", last_name="Neri")
    client = Client()
    client.force_login(user)
    return client


class Own:
    """An agreement's own page."""

    prefix = ""

    def address(self, agreement):
        return reverse("admin:portfolio_agreement_change", args=[agreement.pk])

    def form(self, page):
        return page.context["adminform"].form


class OfProduction:
    """The agreement's row on its production's page."""

    prefix = "agreement-0-"

    def address(self, agreement):
        return reverse("admin:portfolio_production_change", args=[agreement.production_id])

    def form(self, page):
        sets = (each.formset for each in page.context["inline_admin_formsets"])
        return next(each for each in sets if each.prefix == "agreement").forms[0]


@pytest.fixture(params=[Own(), OfProduction()], ids=["own page", "production’s page"])
def place(request):
    return request.param


@pytest.fixture
def opened(desk, filled, place, agreement):
    """Opens the form; gives what sends it as it stands, with other words in some fields."""

    def open_it(browser=desk):
        data = filled(browser.get(place.address(agreement)))

        def send(page=None, **changes):
            typed = {place.prefix + name: value for name, value in changes.items()}
            return browser.post(place.address(agreement), (filled(page) if page else data) | typed)

        return send

    return open_it


def private():
    return Agreement.objects.get().private


def is_shown(place, page, name):
    """What the field of the answered page says."""
    return place.form(page)[name].value()


def test_a_form_that_was_open_while_the_holder_stopped_does_not_allow_it_again(opened, stop, place):
    send = opened()
    stop()
    page = send(valid_until_0="2030-01-01", valid_until_1="00:00")
    assert page.status_code == 200
    assert private() == "no"


def test_the_refusal_says_what_the_holder_did_and_when_and_what_to_do(opened, stop, place):
    send = opened()
    stop()
    page = send(credit_line="Foto di Ada")
    (sentence,) = place.form(page).errors["private"]
    assert sentence.startswith(STOPPED)
    assert sentence.endswith("cambialo se serve e salva di nuovo.")
    assert place.form(page).errors.keys() == {"private"}


def test_the_refused_form_shows_what_stands_and_keeps_what_else_was_typed(opened, stop, place):
    send = opened()
    stop()
    page = send(credit_line="Foto di Ada", public_from_0="2031-01-01", public_from_1="10:00")
    assert is_shown(place, page, "private") == "no"
    assert is_shown(place, page, "credit_line") == "Foto di Ada"
    assert is_shown(place, page, "public_from") == ["2031-01-01", "10:00"]
    chosen = re.findall(r'<option value="(\w+)" selected', str(place.form(page)["private"]))
    assert chosen == ["no"]


def test_saved_again_it_keeps_the_holders_word_and_what_was_typed(opened, stop, place):
    send = opened()
    stop()
    page = send(credit_line="Foto di Ada")
    assert send(page).status_code == 302
    agreement = Agreement.objects.get()
    assert (agreement.private, agreement.credit_line) == ("no", "Foto di Ada")


def test_who_allows_it_again_after_the_refusal_does_so_by_their_own_word(opened, stop, editor):
    send = opened()
    stop()
    assert send(send(), private="yes").status_code == 302
    assert private() == "yes"
    entry = RightsEntry.objects.filter(fact="private").first()
    assert (entry.before, entry.after, entry.by, entry.on_behalf_of) == ("no", "yes", editor, "")


def test_a_refused_form_is_refused_again_where_it_is_overtaken_once_more(opened, stop, bea, place):
    send, other = opened(), opened(bea)
    stop()
    refused = send(credit_line="Foto di Ada")
    other(other(), private="each_time")
    page = send(refused, private="yes")
    (sentence,) = place.form(page).errors["private"]
    assert sentence.startswith("Bea Neri ha cambiato questo campo")
    assert private() == "each_time"


@pytest.mark.parametrize(
    ("name", "theirs", "mine"),
    [
        ("private", {"private": "no"}, {"private": "each_time"}),
        ("public", {"public": "yes"}, {"public": "no"}),
        ("decision_email", {"decision_email": "a@faro.example"}, {"decision_email": "b@faro.example"}),
        (
            "valid_until",
            {"valid_until_0": "2030-01-01", "valid_until_1": "00:00"},
            {"valid_until_0": "2031-01-01", "valid_until_1": "00:00"},
        ),
        (
            "public_from",
            {"public_from_0": "2030-01-01", "public_from_1": "00:00"},
            {"public_from_0": "2031-01-01", "public_from_1": "00:00"},
        ),
        ("clause_it", {"clause_it": "Una riga.\r\nDue righe."}, {"clause_it": "Altro."}),
        ("credit_line", {"credit_line": "Foto di Bea"}, {"credit_line": "Foto di Ada"}),
        ("press", {"press": "on"}, {}),
        ("signed_on", {"signed_on": "2024-01-01"}, {"signed_on": "2024-01-02"}),
    ],
)
def test_what_another_editor_changed_meanwhile_is_not_written_over(
    opened, bea, place, agreement, name, theirs, mine
):
    send, other = opened(), opened(bea)
    assert other(**theirs).status_code == 302
    standing = getattr(Agreement.objects.get(), name)
    page = send(**mine, max_photos="7")
    (sentence,) = place.form(page).errors[name]
    assert sentence.startswith("Bea Neri ha cambiato questo campo")
    assert (getattr(Agreement.objects.get(), name), Agreement.objects.get().max_photos) == (standing, None)
    assert send(page).status_code == 302
    assert (getattr(Agreement.objects.get(), name), Agreement.objects.get().max_photos) == (standing, 7)


def test_the_reason_of_a_withdrawal_stays_with_it(opened, bea, place):
    send, other = opened(), opened(bea)
    ended = {"withdrawn_at_0": "2026-01-01", "withdrawn_at_1": "00:00", "withdrawn_by": "holder"}
    other(**ended, withdrawn_reason="Per lettera")
    page = send()
    assert send(page).status_code == 302
    assert Agreement.objects.get().withdrawn_reason == "Per lettera"
    assert Agreement.objects.get().withdrawn_at is not None


def test_two_who_say_the_same_are_both_right(opened, bea):
    send, other = opened(), opened(bea)
    other(private="no")
    assert send(private="no", credit_line="Foto di Ada").status_code == 302
    assert Agreement.objects.get().credit_line == "Foto di Ada"


def test_a_form_that_nobody_overtook_is_saved(opened):
    send = opened()
    assert send(private="each_time", clause_it="Una riga.\nDue righe.").status_code == 302
    assert private() == "each_time"


def test_a_form_that_does_not_say_what_it_was_opened_with_changes_no_right(opened, place):
    send = opened()
    page = send(private="no", opened="")
    assert "private" in place.form(page).errors
    assert private() == "yes"


def test_what_moved_without_a_line_in_the_log_is_refused_all_the_same(opened, place):
    send = opened()
    Agreement.objects.update(private="no")
    page = send()
    assert place.form(page).errors["private"][0].startswith("Questo campo è cambiato dopo che avevi aperto")
    assert private() == "no"


def test_who_may_only_look_is_sent_nothing_of_it(client, agreement, place):
    user = get_user_model().objects.create_user("guarda", is_staff=True)
    may_look = Permission.objects.filter(codename__in=["view_agreement", "view_production"])
    user.user_permissions.set(may_look)
    client.force_login(user)
    page = client.get(place.address(agreement))
    assert page.status_code == 200
    assert "opened" not in page.content.decode()


@pytest.mark.parametrize("place_name", ["personrelease", "crewmember"])
def test_a_withdrawn_consent_is_not_taken_back_by_a_form_that_was_open(desk, filled, place_name):
    release = PersonReleaseFactory()
    subject = release if place_name == "personrelease" else release.member
    room = "portfolio" if place_name == "personrelease" else "crew"
    address = reverse(f"admin:{room}_{place_name}_change", args=[subject.pk])
    data = filled(desk.get(address))
    own = reverse("admin:portfolio_personrelease_change", args=[release.pk])
    revoked = {"revoked_at_0": "2026-01-01", "revoked_at_1": "00:00"}
    assert desk.post(own, filled(desk.get(own)) | revoked).status_code == 302
    assert desk.post(address, data).status_code == 200
    assert PersonRelease.objects.get().revoked_at is not None


def test_a_row_on_its_productions_page_is_compared_with_what_stands_when_it_is_saved(agreement, stop):
    """A form set asks its rows what changed before it has them read anew."""
    rows = inlineformset_factory(Production, Agreement, form=AgreementForm, fields=["private"], extra=0)
    data = {
        "agreement-TOTAL_FORMS": 1,
        "agreement-INITIAL_FORMS": 1,
        "agreement-0-id": agreement.pk,
        "agreement-0-private": "yes",
        "agreement-0-opened": json.dumps(facts_of(agreement)),
    }
    sent = rows(data, instance=agreement.production)
    assert not sent.forms[0].has_changed()
    stop()
    assert not sent.is_valid()
    assert "private" in sent.forms[0].errors


def test_a_row_that_was_deleted_meanwhile_is_refused_in_a_sentence(agreement):
    form_of = modelform_factory(Agreement, form=AgreementForm, fields=["private"])
    form = form_of({"private": "yes"}, instance=Agreement.objects.get())
    Agreement.objects.all().delete()
    assert not form.is_valid()
    assert "Qualcuno ha cancellato questa voce" in str(form.non_field_errors())


def test_an_address_that_stands_does_not_keep_the_rest_from_being_saved(opened):
    Agreement.objects.update(decision_email="legal@[127.0.0.1]")
    assert opened()(private="no").status_code == 302
    assert private() == "no"


def facts_on_the_desk():
    """Every form of the desk in which a fact is typed: of a page, or of rows on another's."""
    for model_admin in admin.site._registry.values():
        for room in (model_admin, *(each(model_admin.model, admin.site) for each in model_admin.inlines)):
            if room.model in FACTS:
                yield pytest.param(room, id=type(room).__name__)


@pytest.mark.parametrize("room", [*facts_on_the_desk()])
def test_every_form_of_facts_knows_with_what_it_was_opened(room):
    assert issubclass(room.form, FactForm)
    assert isinstance(room, OpenedPage)


def test_a_licence_that_was_shortened_meanwhile_is_not_made_longer_again(desk, filled):
    film = private_film()
    FilmTrack.objects.create(film=film, title="Marcia", licence="granted", until="2030-01-01T00:00Z")
    address = reverse("admin:portfolio_film_change", args=[film.pk])
    stale = filled(desk.get(address))
    shortened = {"tracks-0-until_0": "2026-01-01", "tracks-0-until_1": "00:00"}
    assert desk.post(address, filled(desk.get(address)) | shortened).status_code == 302
    assert desk.post(address, stale).status_code == 200
    assert FilmTrack.objects.get().until.year == 2025  # midnight in Rome


def test_who_was_put_into_a_picture_meanwhile_is_not_taken_out_of_it(desk, filled):
    photo, other = public_portrait(), CrewMemberFactory()
    address = reverse("admin:portfolio_photo_change", args=[photo.pk])
    stale = filled(desk.get(address))
    PersonReleaseFactory(member=other)
    now = filled(desk.get(address)) | {"appearances-0-member": other.pk}
    assert desk.post(address, now).status_code == 302
    assert desk.post(address, stale).status_code == 200
    assert photo.appearances.get().member == other


def test_a_voice_that_took_its_release_back_is_not_given_it_again(desk, filled):
    voice = TestimonyFactory()
    address = reverse("admin:portfolio_testimony_change", args=[voice.pk])
    stale = filled(desk.get(address))
    revoked = {"release_revoked_at_0": "2026-01-01", "release_revoked_at_1": "00:00"}
    answer = desk.post(address, filled(desk.get(address)) | revoked)
    assert answer.status_code == 302, answer.context["errors"]
    assert desk.post(address, stale).status_code == 200
    voice.refresh_from_db()
    assert voice.release_revoked_at is not None


SUSPENDED = {
    "suspended_at_0": "2026-01-01",
    "suspended_at_1": "00:00",
    "suspended_by": "person",
    "suspended_reason": "Chiesto per lettera",
}


def photo():
    return PhotoFactory(is_public=True)


def film():
    return private_film()


def production():
    return ReleaseFactory().production


@pytest.mark.parametrize(
    ("make", "changes", "read"),
    [
        (photo, SUSPENDED, lambda: Photo.objects.values("suspended_at", "suspended_by", "suspended_reason")),
        (film, SUSPENDED, lambda: Film.objects.values("suspended_at", "suspended_by", "suspended_reason")),
        (photo, {"people": "unknown"}, lambda: Photo.objects.values("people")),
        (photo, {"is_published": ""}, lambda: Photo.objects.values("is_published")),
        (production, {"releases-0-status": "postponed"}, lambda: Release.objects.values("status")),
        (
            production,
            {"is_confidential": "on", "alias_it": "Il molo", "alias_en": "The pier"},
            lambda: Production.objects.values("is_confidential", "alias_it"),
        ),
    ],
    ids=["photo suspended", "film suspended", "people", "taken from the site", "postponed", "confidential"],
)
def test_what_hides_a_work_is_not_undone_by_a_form_that_was_open(desk, filled, make, changes, read):
    thing = make()
    address = reverse(f"admin:portfolio_{thing._meta.model_name}_change", args=[thing.pk])
    stale = filled(desk.get(address))
    answer = desk.post(address, filled(desk.get(address)) | changes)
    assert answer.status_code == 302, answer.context["errors"]
    hidden = list(read())
    page = desk.post(address, stale)
    assert (page.status_code, list(read())) == (200, hidden)
    assert desk.post(address, filled(page)).status_code == 302
    assert list(read()) == hidden
