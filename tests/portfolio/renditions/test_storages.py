"""The vault has no addresses."""

import pytest

from portfolio.renditions.storages import public, vault


def test_the_vault_gives_no_address():
    with pytest.raises(ValueError, match="no addresses"):
        vault().url("x/original.jpg")


def test_the_public_storage_does():
    assert public().url("x/320-1.avif") == "/media/x/320-1.avif"
