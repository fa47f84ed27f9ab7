"""Moments in a film, as people write them."""

import pytest

from portfolio.models import timecodes


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:23", 83),
        ("0:05", 5),
        (" 12:00 ", 720),
        ("90", 90),
        ("0:05.25", 5.25),
        ("1:02:03", 3723),
        ("75:00", 4500),
    ],
)
def test_a_moment_is_read(text, seconds):
    assert timecodes.read(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "x", "0.11", "90,5", "1:75", "1:60:00", "-1", "1::2", "1:2:3:4", "1:23 h", "1e3", "١"]
)
def test_what_is_no_moment_is_not_guessed(text):
    assert timecodes.read(text) is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (5.5, "0:05.5"),
        (83, "1:23"),
        (59.9996, "1:00"),
        (3723.25, "1:02:03.25"),
        (0.001, "0:00.001"),
    ],
)
def test_a_moment_is_written_as_it_is_read(seconds, text):
    assert timecodes.written(seconds) == text
    assert timecodes.read(text) == pytest.approx(seconds, abs=0.001)
