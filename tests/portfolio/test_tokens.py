"""Links and codes open what they were made for, once, in time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio import tokens
from portfolio.models import MailToken

pytestmark = pytest.mark.django_db

VERIFY, SIGN_IN = MailToken.Purpose.VERIFY, MailToken.Purpose.SIGN_IN
ADA = "ada@example.org"


def issue(**more):
    return tokens.issue(VERIFY, "request:1", to=ADA, **more)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def writes(subject, code):
    """The statements that write, by which a try at a code is refused."""
    refused = suppress(tokens.TokenRefused)
    with CaptureQueriesContext(connection) as asked, refused, tokens.used_by_code(VERIFY, subject, code):
        pass
    return [query["sql"].split()[0] for query in asked if not query["sql"].startswith("SELECT")]


def test_a_try_costs_the_same_whether_there_is_a_code_or_none():
    code = issue().code
    assert writes("request:1", wrong(code)) == writes("request:2", code) == ["UPDATE"]
    assert MailToken.objects.get().tries == 1


def test_a_link_opens_what_it_was_made_for():
    with tokens.used(VERIFY, issue().link) as subject:
        assert subject == "request:1"


def test_looking_at_a_link_does_not_use_it_up():
    secret = issue()
    tokens.subject_of(VERIFY, secret.link)
    with tokens.used(VERIFY, secret.link) as subject:
        assert subject == "request:1"


def test_a_link_opens_only_once():
    secret = issue()
    with tokens.used(VERIFY, secret.link):
        pass
    with pytest.raises(tokens.TokenRefused), tokens.used(VERIFY, secret.link):
        pass


def test_a_link_whose_work_failed_is_as_good_as_before():
    secret = issue()
    with pytest.raises(ZeroDivisionError), tokens.used(VERIFY, secret.link):
        raise ZeroDivisionError
    assert tokens.subject_of(VERIFY, secret.link) == "request:1"


def test_a_link_of_one_purpose_is_worth_nothing_for_another():
    with pytest.raises(tokens.TokenRefused):
        tokens.subject_of(SIGN_IN, issue().link)


def test_a_newer_link_takes_the_place_of_the_older():
    first = issue()
    issue()
    with pytest.raises(tokens.TokenRefused):
        tokens.subject_of(VERIFY, first.link)


def test_a_tampered_link_is_refused():
    link = issue().link
    with pytest.raises(tokens.TokenRefused):
        tokens.subject_of(VERIFY, link[:-1] + ("A" if link[-1] != "A" else "B"))


@pytest.mark.parametrize(
    ("late", "opens"), [(timedelta(minutes=60, microseconds=-1), True), (timedelta(minutes=60), False)]
)
def test_a_link_opens_until_its_hour_is_over_and_not_at_its_end(late, opens):
    now = timezone.now()
    secret = issue(at=now)
    if opens:
        assert tokens.subject_of(VERIFY, secret.link, at=now + late) == "request:1"
    else:
        with pytest.raises(tokens.TokenRefused):
            tokens.subject_of(VERIFY, secret.link, at=now + late)


def test_the_code_opens_as_the_link_does_and_uses_both_up():
    secret = issue()
    with tokens.used_by_code(VERIFY, "request:1", secret.code):
        pass
    with pytest.raises(tokens.TokenRefused):
        tokens.subject_of(VERIFY, secret.link)


def test_a_code_is_worth_nothing_for_somebody_else():
    secret = issue()
    with pytest.raises(tokens.TokenRefused), tokens.used_by_code(VERIFY, "request:2", secret.code):
        pass


def test_the_right_code_opens_after_four_wrong_ones():
    secret = issue()
    for _try in range(4):
        with pytest.raises(tokens.WrongCode), tokens.used_by_code(VERIFY, "request:1", wrong(secret.code)):
            pass
    with tokens.used_by_code(VERIFY, "request:1", secret.code):
        pass


def test_the_right_code_is_refused_after_five_wrong_ones():
    secret = issue()
    for _try in range(5):
        with pytest.raises(tokens.WrongCode), tokens.used_by_code(VERIFY, "request:1", wrong(secret.code)):
            pass
    with pytest.raises(tokens.TooManyTries), tokens.used_by_code(VERIFY, "request:1", secret.code):
        pass


def test_neither_link_nor_code_is_kept():
    secret = issue()
    row = MailToken.objects.values().get()
    assert secret.link not in str(row)
    assert secret.code not in {str(value) for value in row.values()}


def test_a_mailbox_gets_three_mails_an_hour_whatever_they_are_for():
    for number in range(3):
        tokens.issue(VERIFY, f"request:{number}", to=ADA)
    with pytest.raises(tokens.TooManyMails):
        tokens.issue(SIGN_IN, "contact:1", to=ADA)


def test_a_mailbox_gets_five_mails_a_day():
    now = timezone.now()
    for number in range(5):
        tokens.issue(VERIFY, f"request:{number}", to=ADA)
        MailToken.objects.update(created_at=now - timedelta(hours=2))
    with pytest.raises(tokens.TooManyMails):
        tokens.issue(VERIFY, "request:9", to=ADA)


def test_yesterdays_mails_do_not_count():
    for number in range(5):
        tokens.issue(VERIFY, f"request:{number}", to=ADA)
        MailToken.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert tokens.issue(VERIFY, "request:9", to=ADA).code


def test_a_link_that_is_still_good_stays_so_when_the_next_mail_is_one_too_many():
    for number in range(3):
        secret = tokens.issue(VERIFY, f"request:{number}", to=ADA)
    with pytest.raises(tokens.TooManyMails):
        tokens.issue(VERIFY, "request:2", to=ADA)
    assert tokens.subject_of(VERIFY, secret.link) == "request:2"


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("ADA@Example.org ", True),
        ("ada+films@example.org", True),
        ("a.da@example.org", False),
        ("ada@example.com", False),
    ],
)
def test_aliases_of_a_mailbox_are_one_mailbox(address, same):
    assert (tokens.mailbox(address) == tokens.mailbox(ADA)) is same


def test_gmail_has_one_mailbox_however_it_is_dotted():
    assert tokens.mailbox("a.d.a@googlemail.com") == tokens.mailbox("ada@gmail.com")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time, in memory for one thread")
def test_of_twenty_who_use_a_link_at_once_one_gets_in():
    secret = issue()

    def use(_number):
        try:
            with tokens.used(VERIFY, secret.link):
                return True
        except tokens.TokenRefused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(use, range(20))) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time, in memory for one thread")
def test_of_twenty_mails_to_one_mailbox_at_once_three_are_sent():
    def send(number):
        try:
            return bool(tokens.issue(VERIFY, f"request:{number}", to=ADA))
        except tokens.TooManyMails:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(send, range(20))) == 3
