"""A photograph that everybody sees, developed and copied out."""

import pytest

from portfolio.actions import intake


@pytest.fixture
def shown(upload, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload(), people="none", is_published=True)
    photo.refresh_from_db()
    return photo
