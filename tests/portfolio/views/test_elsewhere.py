"""Whose player a film elsewhere needs, told by its link alone."""

import pytest
from django.utils.translation import override

from portfolio.views.elsewhere import elsewhere

NOCOOKIE = "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&rel=0&hl=it"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://youtube.com/watch?list=PL1&v=abcdefghijk&t=3s",
        "https://m.youtube.com/watch?v=abcdefghijk",
        "https://youtu.be/abcdefghijk?si=xyz",
        "https://www.youtube.com/shorts/abcdefghijk",
        "https://www.youtube.com/live/abcdefghijk?feature=share",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
    ],
)
def test_youtube_is_loaded_from_its_address_without_cookies(address):
    with override("it"):
        found = elsewhere(address)
    assert (found.service, found.player) == ("YouTube", NOCOOKIE)


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1"),
        (
            "https://vimeo.com/123456789/0a1b2c3d4e",
            "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1&h=0a1b2c3d4e",
        ),
        (
            "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e",
            "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1&h=0a1b2c3d4e",
        ),
        (
            "https://vimeo.com/channels/staffpicks/123456789",
            "https://player.vimeo.com/video/123456789?autoplay=1&dnt=1",
        ),
    ],
)
def test_vimeo_is_asked_not_to_track(address, player):
    found = elsewhere(address)
    assert (found.service, found.player) == ("Vimeo", player)


@pytest.mark.parametrize(
    ("address", "service"),
    [
        ("https://www.youtube.com/@studio", "YouTube"),
        ('https://www.youtube.com/watch?v=abc"><script>', "YouTube"),
        ("https://youtu.be/abcdefghijk/../x", "YouTube"),
        ("https://vimeo.com/studio", "Vimeo"),
        ("https://vimeo.com/123456789/0a1b2c3d4e&x=1", "Vimeo"),
        ("https://www.example.org/watch?v=abcdefghijk", "example.org"),
        ("https://youtube.com.example.org/watch?v=abcdefghijk", "youtube.com.example.org"),
        ("https://example.org/youtube.com/embed/abcdefghijk", "example.org"),
    ],
)
def test_a_link_that_names_no_film_of_theirs_stays_a_link(address, service):
    found = elsewhere(address)
    assert (found.service, found.player, found.address) == (service, "", address)


def test_a_film_without_a_link_plays_nowhere_else():
    assert elsewhere("") is None
