"""Addresses are asked in Italian unless a test writes them in English itself."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _italian():
    """Whatever language an earlier request left behind."""
    with translation.override("it"):
        yield
