"""Voices on the desk: what the speaker signed goes through the action."""

import pytest
from django.urls import reverse

from portfolio.models import RightsEntry, Testimony
from tests.factories import TestimonyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def voice():
    return TestimonyFactory()


def facts(voice):
    return list(
        RightsEntry.objects.filter(subject=f"testimony:{voice.pk}").values_list("fact", "by__username")
    )


def test_a_release_withdrawn_on_the_desk_is_in_the_log(desk, filled, voice):
    change = reverse("admin:portfolio_testimony_change", args=[voice.pk])
    revoked = {"release_revoked_at_0": "2024-05-01", "release_revoked_at_1": "12:00"}
    answer = desk.post(change, filled(desk.get(change)) | revoked)
    assert answer.status_code == 302
    assert facts(voice) == [("release_revoked_at", "editor")]
    assert not Testimony.objects.public().exists()


def test_a_voice_deleted_on_the_desk_is_in_the_log(desk, voice):
    desk.post(reverse("admin:portfolio_testimony_delete", args=[voice.pk]), {"post": "yes"})
    assert facts(voice) == [("deleted", "editor")]


def test_voices_deleted_together_are_in_the_log(desk, voice):
    data = {"action": "delete_selected", "_selected_action": [voice.pk], "post": "yes"}
    desk.post(reverse("admin:portfolio_testimony_changelist"), data)
    assert facts(voice) == [("deleted", "editor")]


def test_a_voice_without_speaker_is_refused_for_that_alone(desk, filled, db):
    add = reverse("admin:portfolio_testimony_add")
    page = desk.post(add, filled(desk.get(add)) | {"quote_it": "Il buio è mio."})
    assert list(page.context["adminform"].form.errors) == ["member"]
