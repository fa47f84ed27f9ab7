"""What a name and an address may be: neither is a link, hides a sign, or is read as somebody else's."""

import pytest
from django.core.exceptions import ValidationError

from portfolio.screening.admin.answers import InviteForm
from portfolio.screening.forms import AddressForm, AskForm, plain_name


@pytest.mark.parametrize(
    "typed",
    [
        "Claim your prize at evil.example/prize now",
        "Ada http://evil.example",
        "WWW.evil.example",
        "evil.example?prize",
        "evil.example:8080/x",
        "evil．example/prize",
        "Ada\u202eirreF",
        "Ada\u200bFerri",
        "Ada\u0085Ferri",
        "Ada\u00adFerri",
        "Ada\nFerri",
        "Ada\u2028Ferri",
    ],
)
def test_a_link_or_a_sign_that_hides_or_turns_is_no_name(typed):
    with pytest.raises(ValidationError):
        plain_name(typed)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Ferri",
        "D’Àuria, S.p.A.",
        "Faro Film S.r.l./GmbH",
        "Booking.com",
        "A.B.C. / Altrove",
        "Il faro? No!",
        "می‌خواهم",
        "ශ්‍රී",
        "O'Neill-Łoś & Søn",
    ],
)
def test_a_name_of_whatever_spelling_is_one(name):
    plain_name(name)


def said_to(address):
    form = AddressForm({"email": address})
    return [] if form.is_valid() else form.errors["email"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("root@localhost", "non arriva posta"),
        ("root@[127.0.0.1]", "non arriva posta"),
        ("7@erased.invalid", "non arriva posta"),
        ("a@straße.example", "xn--"),
        ("a@STRAẞE.example", "xn--"),
        ("a@φάρος.example", "xn--"),
        (f"a@{'.'.join(['ü' * 40] * 6)}.example", "troppo lungo"),
    ],
)
def test_an_address_that_no_mail_reaches_or_that_is_another_s_is_refused_in_words(address, words):
    assert words in " ".join(said_to(address))


@pytest.mark.parametrize("form", [AddressForm, AskForm, InviteForm])
def test_no_browser_spells_an_address_anew_before_it_is_sent(form):
    line = form.base_fields["email"].widget.render("email", None)
    assert ('type="text"' in line, 'inputmode="email"' in line) == (True, True)


@pytest.mark.parametrize(
    "address",
    ["ada@faro.example", "ada@xn--strae-oqa.example", "ada@caffè.example", "ada+io@mail.faro.example"],
)
def test_an_address_that_mail_reaches_is_taken(address):
    assert said_to(address) == []
