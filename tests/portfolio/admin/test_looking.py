"""Staff who may only look: every page opens, and a file of the vault is words, never a link."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse

from portfolio.models import CaptionTrack, Chapter
from tests.factories import (
    AgreementFactory,
    FilmFactory,
    PersonReleaseFactory,
    PhotoFactory,
    TestimonyFactory,
)

pytestmark = pytest.mark.django_db


def paper():
    return ContentFile(b"%PDF-1.7 %%EOF", name="contratto.pdf")


def film():
    row = FilmFactory(external_url="", source="x/source.mp4", poster="x/poster.jpg")
    CaptionTrack.objects.create(film=row, language="it", file="x/captions-it.vtt")
    return row


ROWS = {
    "photo": PhotoFactory,
    "film": film,
    "agreement": lambda: AgreementFactory(document=paper()),
    "release": lambda: PersonReleaseFactory(document=paper()),
    "voice": lambda: TestimonyFactory(release_document=paper()),
    "production": lambda: AgreementFactory(document=paper()).production,
    "member": lambda: PersonReleaseFactory(document=paper()).member,
}


@pytest.fixture
def looker(client):
    user = get_user_model().objects.create_user("looker", password="a good long password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("make", ROWS.values(), ids=ROWS)
def test_who_may_only_look_sees_the_page_without_a_link_to_the_file(looker, make, storages):
    row = make()
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    answer = looker.get(address)
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "papers/" not in body
    assert "/original.jpg" not in body
    assert ("PDF, 14" in body) or row._meta.model_name in {"photo", "film"}


def test_who_may_only_look_at_a_film_reads_its_chapters(looker):
    row = film()
    Chapter.objects.create(film=row, starts_at_seconds=83, title_it="Ciak <uno>", title_en="The slate")
    body = looker.get(reverse("admin:portfolio_film_change", args=[row.pk])).content.decode()
    assert ("1:23 Ciak &lt;uno&gt;" in body, "1:23 The slate" in body) == (True, True)
