"""Mails: one reader each, in their language, as text and as HTML."""

import email
from email import policy
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from portfolio import emails
from portfolio.models import SiteProfile
from portfolio.screening.models import AccessRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def studio():
    return SiteProfile.objects.create(
        name_it="Lo studio", name_en="The studio", contact_email="studio@example.org"
    )


def send(language="it", to=("ada@example.org",)):
    emails.send(
        "confirm_address",
        to=list(to),
        language=language,
        link="http://x/",
        code="012345",
        minutes=60,
    )
    return mail.outbox[-1]


@pytest.mark.parametrize(("language", "words"), [("it", "Buongiorno,"), ("en", "Hello,")])
def test_a_mail_is_in_the_readers_language_in_both_its_forms(language, words):
    sent = send(language=language)
    assert words in sent.body
    assert words in sent.alternatives[0].content


def test_answers_go_to_the_studio():
    assert send().reply_to == ["studio@example.org"]


@pytest.fixture
def refused(monkeypatch):
    """Has the mail server refuse these addresses."""
    willing = EmailMultiAlternatives.send

    def refuse(*addresses):
        def act(mail):
            if mail.to[0] in addresses:
                raise SMTPRecipientsRefused({})
            return willing(mail)

        monkeypatch.setattr(EmailMultiAlternatives, "send", act)

    return refuse


@pytest.mark.parametrize("who", ["ada@example.org", "bea@example.org"])
def test_where_one_of_two_is_refused_the_other_gets_it_once(refused, who):
    refused(who)
    readers = ["ada@example.org", "bea@example.org"]
    send(to=readers)
    assert [sent.to[0] for sent in mail.outbox] == [reader for reader in readers if reader != who]


def test_where_nobody_gets_it_the_job_is_told(refused):
    refused("ada@example.org", "bea@example.org")
    with pytest.raises(SMTPRecipientsRefused):
        send(to=["ada@example.org", "bea@example.org"])


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            SMTPRecipientsRefused({"ada@example.org": (550, b"<ada@example.org>: unknown")}),
            "SMTPRecipientsRefused 550",
        ),
        (SMTPDataError(554, b"ada@example.org does not want it"), "SMTPDataError 554"),
        (SMTPSenderRefused(553, b"no", "ada@example.org"), "SMTPSenderRefused 553"),
        (OSError("/outbox/ada@example.org.eml"), "OSError"),
    ],
)
def test_the_log_says_what_the_mail_server_answered_and_to_no_address(monkeypatch, caplog, problem, said):
    def refuse(_mail):
        raise problem

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    with pytest.raises(type(problem)):
        send()
    assert [record.getMessage() for record in caplog.records] == [f"A mail was not sent: {said}"]


def test_two_readers_do_not_see_each_other():
    send(to=["ada@example.org", "bea@example.org"])
    assert [sent.to for sent in mail.outbox] == [["ada@example.org"], ["bea@example.org"]]


def test_a_name_cannot_add_headers():
    name = "Ada\r\nBcc: all@example.org"
    asked = AccessRequest.objects.create(name=name, company="Faro", email="a@example.org")
    emails.send("request_waits", to=["x@example.org"], language="en", asked=asked, desk="http://x/")
    assert "Bcc" not in mail.outbox[-1].message()
    assert "\n" not in mail.outbox[-1].subject


def declined(name):
    asked = AccessRequest(name=name, company="Faro Film", language="it", declined_reason="No.")
    emails.send("declined", to=["ada@example.org"], language="it", asked=asked)
    return mail.outbox[-1]


def test_a_name_cannot_add_markup():
    assert "<script>" not in declined("<script>alert(1)</script>").alternatives[0].content


def test_plain_text_is_not_escaped():
    assert "Ada & l'altra" in declined("Ada & l'altra").body


def test_a_whole_address_has_the_host_of_the_settings(settings):
    settings.SITE_URL = "https://studio.example.org"
    assert emails.address("/it/") == "https://studio.example.org/it/"


def test_mail_as_files_is_read_by_any_mail_program(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.OUTBOX = "backstage.outbox.EmlBackend", tmp_path / "outbox"
    emails.send(
        "confirm_address",
        to=["ada@example.org"],
        language="it",
        link="http://x/",
        code="012345",
        minutes=60,
    )
    [file] = settings.OUTBOX.glob("*")
    read = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.suffix == ".eml"
    assert (read["To"], "012345" in read.get_body(("plain",)).get_content()) == ("ada@example.org", True)
