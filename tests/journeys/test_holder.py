"""From the desk to the holder and back: asked, answered, watched, taken back; by the mails alone."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portfolio.models import Agreement, RightsEntry, SiteProfile
from portfolio.screening.models import Delivery, Grant, HolderDecision
from portfolio.screening.views import visitors
from tests.factories.screening import VIDEO, AccessRequestFactory, ContactFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db

LEGAL = "legal@holder.example"
SAID = {
    "it": {"asked": "Ti chiediamo una decisione", "watched": "guardato da Ada Ferri", "back": "ritirato"},
    "en": {"asked": "A decision is asked of you", "watched": "watched by Ada Ferri", "back": "taken back"},
}


@pytest.fixture
def film(storages):
    made = private_film(Agreement.Private.EACH_TIME)
    folder = storages / "vault" / made.asset
    folder.mkdir(parents=True)
    (folder / VIDEO["mp4"]).write_bytes(b"film")
    (folder / VIDEO["stills"]["name"]).write_bytes(b"stills")
    return made


@pytest.fixture
def asked(film):
    SiteProfile.objects.create(name_it="Lo studio", name_en="The studio", contact_email="studio@example.org")
    made = AccessRequestFactory(contact=ContactFactory(name="Ada Ferri"))
    made.films.add(film)
    return made


class Cast:
    """Who takes part, each with a browser of their own; what waits for the commit is done after each step."""

    def __init__(self, desk, commit, language, asked):
        self.desk, self.commit, self.asked = desk, commit, asked
        self.holder, self.guest = Client(), Client()
        for browser in (self.holder, self.guest):
            browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        with override(language):
            self.page, self.code = reverse("screening:decisions"), reverse("screening:decide_code")

    def post(self, browser, path, sent=()):
        with self.commit():
            return browser.post(path, dict(sent))

    def at_the_desk(self, page, **changed):
        """Fills in a form of the request's as it is offered, and sends it."""
        path = reverse(f"admin:screening_accessrequest_{page}", args=[self.asked.pk])
        form = self.desk.get(path).context["form"]
        values = {name: form[name].value() for name in form.fields}
        languages = {name: changed["language"] for name in values if name.startswith("language_")}
        sent = {name: value for name, value in {**values, **languages}.items() if value}
        assert self.post(self.desk, path, sent).status_code == 302

    def watch(self):
        """Signed in by a code before: sits down, and asks for the film's first bytes."""
        grant, now = Grant.objects.get(), timezone.now().isoformat()
        session, contact = self.guest.session, grant.request.contact
        if visitors.CONTACT not in session:
            session.update({visitors.CONTACT: contact.pk, visitors.SINCE: now, visitors.SEEN: now})
            session.save()
            self.guest.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
            self.guest.post(reverse("screening:sit_down", args=[grant.code]))
        film = grant.items.get().film
        path = reverse("screening_file", args=[grant.code, film.asset, VIDEO["mp4"]])
        answer = self.guest.get(path, headers={"range": "bytes=0-"})
        b"".join(answer.streaming_content) if answer.streaming else None
        return answer.status_code


def letter(to):
    return next(each for each in reversed(mail.outbox) if each.to == [to])


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_holder_is_asked_says_yes_sees_who_watched_and_takes_it_back(
    desk, django_capture_on_commit_callbacks, language, asked, film
):
    cast = Cast(desk, lambda: django_capture_on_commit_callbacks(execute=True), language, asked)
    cast.at_the_desk("ask_holders", language=language)
    assert SAID[language]["asked"] in letter(LEGAL).subject

    link = re.search(r"http://testserver(/\S+/\S{40,}/)", letter(LEGAL).body)[1]
    cast.holder.get(link)
    assert cast.post(cast.holder, link).url == cast.code
    code = re.search(r"^(\d{6})$", letter(LEGAL).body, re.MULTILINE)[1]
    assert cast.post(cast.holder, cast.code, {"code": code}).url == cast.page
    assert film.asset in flat(cast.holder.get(cast.page))

    decision = HolderDecision.objects.get()
    with override(language):
        answer = reverse("screening:decide_answer", args=[asked.pk])
        withdraw = reverse("screening:decide_withdraw", args=[decision.pk])
    cast.post(cast.holder, answer, {f"r{asked.pk}-answer_{decision.pk}": "yes"})
    assert film.title_it in letter("studio@example.org").body

    cast.at_the_desk("approve")
    assert Grant.objects.get().code in letter(asked.email).body
    assert (cast.watch(), cast.watch(), Delivery.objects.count()) == (206, 206, 2)
    assert SAID[language]["watched"] in flat(cast.holder.get(cast.page))

    cast.holder.get(withdraw)
    assert cast.watch() == 206
    cast.post(cast.holder, withdraw)
    assert (cast.watch(), Delivery.objects.count()) == (404, 3)
    assert SAID[language]["back"] in letter(LEGAL).body
    assert asked.name in letter("studio@example.org").subject

    of_the_holder = RightsEntry.objects.exclude(on_behalf_of="").order_by("pk")
    assert list(of_the_holder.values_list("fact", flat=True)) == ["signed_in", "said_yes", "withdrawn"]
    assert Grant.objects.get().revoked_at is None
    assert Grant.objects.get().valid_until > timezone.now() + timedelta(days=1)
