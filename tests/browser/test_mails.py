"""A mail on a phone: no address in it is wider than the screen."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.portfolio.test_mail_texts import MAILS, words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("visitors")]

LONG = "https://an-association-with-a-long-name.example/it/proiezioni/decisioni/link/" + "aB3dE6gH9" * 5


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_no_wider_than_a_phone(page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    said = words(much=True) | dict.fromkeys(("home", "desk", "link", "door", "address"), LONG)
    with translation.override("it"):
        page.set_content(render_to_string(f"emails/{name}/body.html", said))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
