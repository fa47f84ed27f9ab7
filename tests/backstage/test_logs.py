"""The log keeps no secret of a mailed link."""

import logging

import pytest

from backstage.logs import WithoutSecrets

SECRET = "hyq9qw8WMWWvwJ5L-jz2FOSPd7MD5MP_UdfgdDyD-mU"


@pytest.mark.parametrize("address", [f"/it/proiezioni/entra/{SECRET}/", f"/en/screenings/confirm/{SECRET}"])
def test_a_refused_link_is_logged_without_its_secret(address):
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (address,), None)
    assert WithoutSecrets().filter(line)
    assert SECRET not in line.getMessage()
    assert line.getMessage().startswith("Gone: /")


def test_other_lines_stay_as_they_are():
    address = f"/screening/kc5z36v7xz/{'a' * 32}/720-0a1b2c3d4e5f6071.mp4"
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (address,), None)
    WithoutSecrets().filter(line)
    assert line.getMessage() == f"Not Found: {address}"
