"""Asking: nothing is believed until the address is proven."""

import re

import pytest
from django.core import mail
from django.utils import translation

from portfolio import tokens
from portfolio.models import RightsEntry, SiteProfile
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import asking, letters
from portfolio.screening.actions.asking import Person, Wish
from portfolio.screening.models import AccessRequest, Contact
from tests.factories.screening import ContactFactory, private_film

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def studio():
    SiteProfile.objects.create(name_it="Studio", contact_email="studio@example.org")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def person(**more):
    return Person(
        **{"name": "Ada", "company": "Faro Film", "email": "Ada@Faro.example", "language": "en", **more}
    )


@pytest.fixture
def asked(commit):
    with commit():
        return asking.ask(person(), Wish(production="Il faro"))


def link():
    return re.search(r"http\S+/confirm/(\S+)/", mail.outbox[0].body)[1]


def code():
    return re.search(r"^(\d{6})$", mail.outbox[0].body, re.MULTILINE)[1]


def test_the_asker_is_mailed_in_their_language(asked):
    assert [(sent.to, "Hello," in sent.body) for sent in mail.outbox] == [(["ada@faro.example"], True)]


@pytest.mark.parametrize("language", ["it", "en"])
def test_nothing_that_was_typed_goes_to_an_address_that_nobody_has_proven(commit, language):
    typed = {"name": "Vinci subito", "company": "Premi", "role": "Ladro", "language": language}
    with commit():
        asking.ask(person(**typed), Wish(production="Il colpo", reason="Clicca qui"))
    (sent,) = mail.outbox
    said = f"{sent.subject} {sent.body} {sent.alternatives[0].content}"
    words = ("Vinci", "Premi", "Ladro", "Il colpo", "Clicca")
    assert [word for word in words if word in said] == []


def test_nobody_is_mailed_for_what_was_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        asking.ask(person(), Wish())
    assert mail.outbox == []


def test_a_stranger_makes_no_contact(asked):
    assert (Contact.objects.count(), asked.state) == (0, "unconfirmed")


def test_a_stranger_changes_no_contact(commit):
    ContactFactory(email="ada@faro.example", name="Ada Vera", company="Vera Film")
    with commit():
        asking.ask(person(company="Falsa Film"), Wish())
    asking.verify_email(link())
    assert Contact.objects.values_list("name", "company").get() == ("Ada Vera", "Vera Film")


def test_the_link_makes_the_contact_and_tells_the_studio(asked, commit):
    with commit():
        confirmed = asking.verify_email(link())
    assert (confirmed.contact.email, confirmed.state) == ("ada@faro.example", "waiting")
    assert mail.outbox[-1].to == ["studio@example.org"]


def test_the_code_does_the_same(asked):
    assert asking.verify_email_by_code(asked, code()).contact.email_verified_at is not None


def test_a_code_of_another_request_confirms_nothing(asked, commit):
    with commit():
        other = asking.ask(person(email="bea@faro.example"), Wish())
    with pytest.raises(tokens.TokenRefused):
        asking.verify_email_by_code(other, code())
    assert AccessRequest.objects.confirmed().count() == 0


def test_a_contact_who_asks_again_needs_no_mail_and_the_studio_is_told(commit):
    with commit():
        asked = asking.ask_as(ContactFactory(), Wish(production="Il faro"))
    assert (asked.state, [sent.to for sent in mail.outbox]) == ("waiting", [["studio@example.org"]])


def test_somebody_who_is_blocked_is_not_mailed(commit):
    ContactFactory(email="ada@faro.example", blocked_at="2026-01-01T00:00Z")
    with commit():
        asking.ask(person(), Wish())
    assert mail.outbox == []


def test_a_mailbox_is_not_flooded(commit):
    for number in range(5):
        with commit():
            asking.ask(person(email=f"ada+{number}@faro.example"), Wish())
    assert len(mail.outbox) == 3


def test_what_was_withdrawn_waits_no_longer(asked):
    asking.verify_email(link())
    asking.withdraw(asked)
    assert AccessRequest.objects.waiting().count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Faro.Example ", "ada@faro.example"),
        ("ada@fàro.example", "ada@xn--fro-9ka.example"),
        ("ada@\u0430pple.example", "ada@xn--pple-43d.example"),  # a Cyrillic a
    ],
)
def test_an_address_has_one_spelling_and_look_alikes_show(typed, kept):
    assert canonical(typed) == kept


def test_the_studio_answers_the_asker_and_not_itself(commit):
    with commit():
        asking.ask_as(ContactFactory(email="ada@faro.example"), Wish())
    assert mail.outbox[0].reply_to == ["ada@faro.example"]


def test_the_studio_is_not_bothered_by_somebody_whom_it_blocked(asked, commit):
    secret = link()
    ContactFactory(email="ada@faro.example", blocked_at="2026-01-01T00:00Z")
    mail.outbox.clear()
    with commit():
        asking.verify_email(secret)
    assert (mail.outbox, AccessRequest.objects.waiting().count()) == ([], 0)


def test_a_mail_server_that_is_away_costs_nobody_their_mails(asked, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    mail.outbox.clear()
    with monkeypatch.context() as away:
        away.setattr("portfolio.emails.send", refuse)
        for _try in range(5):
            with pytest.raises(ConnectionRefusedError):
                letters.confirm_address(asked.pk)
    letters.confirm_address(asked.pk)
    assert [sent.to for sent in mail.outbox] == [["ada@faro.example"]]


def test_the_studio_reads_what_is_wanted_by_name(commit):
    film = private_film()
    with commit():
        asking.ask_as(ContactFactory(), Wish(films=[film]))
    with translation.override("it"):
        assert f": {film}\n" in mail.outbox[0].body


def test_the_asker_reads_it_without_the_titles_of_sealed_films():
    asked = asking.ask_as(ContactFactory(), Wish(films=[private_film(), private_film()], advice=True))
    with translation.override("en"):
        assert asked.wish_untitled == "2 sealed films, wants to be advised"


@pytest.mark.parametrize("alias", ["ada+set@faro.example", "Ada+2@Faro.example"])
def test_somebody_who_is_blocked_is_not_mailed_under_an_alias_either(commit, alias):
    ContactFactory(email="ada@faro.example", blocked_at="2026-01-01T00:00Z")
    with commit():
        asking.ask(person(email=alias), Wish())
    assert mail.outbox == []


def test_an_alias_that_is_confirmed_after_the_block_is_shut_out_with_its_mailbox(commit):
    with commit():
        asked = asking.ask(Person("Ada", "Faro Film", "ada+io@faro.example", "it"), Wish())
    ContactFactory(email="ada@faro.example", blocked_at="2026-01-01T00:00Z")
    asking.verify_email_by_code(asked, code())
    assert not Contact.objects.welcome().exists()
    assert RightsEntry.objects.get().fact == "blocked"
