"""Signed papers on the desk, and facts that contradict each other: a sentence each, and nothing half-kept."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.models import Agreement, PersonRelease
from tests.factories import (
    AgreementFactory,
    CrewMemberFactory,
    OrganizationFactory,
    PersonReleaseFactory,
    ProductionFactory,
    TestimonyFactory,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n"
NEITHER = "Questo file non è né un PDF né un’immagine. Scansiona o fotografa il foglio e scegli quello."
REFUSED = {
    "words": (b"Buongiorno", NEITHER),
    "a program": (b"\x7fELF" + bytes(5000), NEITHER),
    "a page": (b"<html><script>alert(1)</script></html>", NEITHER),
    "words that speak of a PDF": (b"x" * 2000 + PDF, NEITHER),
    "a PDF that breaks off": (PDF[:-6] + bytes(3000), "Questo PDF si interrompe prima della fine"),
    "a playlist": (b"#EXTM3U\nhttp://127.0.0.1/x", NEITHER),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", NEITHER),
}
# The page of a row with a paper, and the field in which it is brought.
PAGES = {
    "agreement": ("document", AgreementFactory, ""),
    "release": ("document", PersonReleaseFactory, ""),
    "voice": ("release_document", TestimonyFactory, ""),
    "agreement of a production": ("document", AgreementFactory, "agreement-0-"),
    "release of a member": ("document", PersonReleaseFactory, "releases-0-"),
}


@pytest.fixture(params=PAGES)
def paper(request, desk, filled):
    """Brings a paper on one of the pages that take one; gives the answer and the row as it is kept."""
    field, factory, prefix = PAGES[request.param]
    row = factory()
    page = {"agreement-0-": "production", "releases-0-": "member"}.get(prefix)
    owner = getattr(row, page) if page else row
    address = reverse(f"admin:{owner._meta.app_label}_{owner._meta.model_name}_change", args=[owner.pk])

    def bring(content, name="contratto.pdf", **more):
        upload = SimpleUploadedFile(name, content, "application/pdf")
        typed = {f"{prefix}{key}": value for key, value in more.items()}
        answer = desk.post(address, filled(desk.get(address)) | {f"{prefix}{field}": upload} | typed)
        row.refresh_from_db()
        return answer, getattr(row, field), getattr(row, f"{field}_sha256")

    return bring


def in_the_vault(storages):
    return [path for path in (storages / "vault").rglob("*") if path.is_file()]


def test_a_pdf_is_kept_with_its_hash_under_a_name_of_ours(paper, storages):
    answer, kept, digest = paper(PDF, "Contratto Rossi & C. " + "lungo" * 60 + ".PDF.exe")
    assert answer.status_code == 302
    assert kept.name.startswith("papers/")
    assert kept.name.endswith(".pdf")
    assert "Rossi" not in kept.name
    assert digest == hashlib.sha256(PDF).hexdigest()
    assert [path.read_bytes() for path in in_the_vault(storages)] == [PDF]


def test_a_photographed_paper_is_kept_as_what_it_is(paper, jpeg):
    answer, kept, digest = paper(jpeg(80, 100), "foglio.pdf")
    assert answer.status_code == 302
    assert kept.name.endswith(".jpg")
    assert digest == hashlib.sha256(jpeg(80, 100)).hexdigest()


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_neither_is_refused_in_a_sentence_and_nothing_stays(paper, storages, content, sentence):
    answer, kept, digest = paper(content)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert (bool(kept), digest, in_the_vault(storages)) == (False, "", [])


def test_a_paper_that_is_too_heavy_is_refused(paper, settings):
    settings.PAPER_MAX_BYTES = 50
    answer, kept, _digest = paper(PDF)
    assert "Questo documento è troppo pesante" in answer.content.decode()
    assert not kept


def test_an_empty_paper_is_refused(paper):
    answer, kept, _digest = paper(b"")
    assert answer.status_code == 200
    assert not kept


def test_what_was_typed_beside_a_refused_paper_is_not_lost(desk, filled):
    release = PersonReleaseFactory()
    address = reverse("admin:portfolio_personrelease_change", args=[release.pk])
    upload = SimpleUploadedFile("x.pdf", b"niente", "application/pdf")
    typed = {"note": "Firmata sul set", "signed_by_guardian": "Ada Bianchi", "document": upload}
    body = desk.post(address, filled(desk.get(address)) | typed).content.decode()
    assert 'value="Firmata sul set"' in body
    assert 'value="Ada Bianchi"' in body
    assert PersonRelease.objects.get().note == ""


CONTRADICTIONS = {
    "no holder": ({"own_initiative": ""}, "Indica il titolare dei diritti e l’e-mail di chi decide"),
    "a holder without an address": (
        {"own_initiative": "", "rights_holder": "HOLDER"},
        "Indica il titolare dei diritti e l’e-mail di chi decide",
    ),
    "ends before its embargo": (
        {
            "public_from_0": "01/03/2030",
            "public_from_1": "00:00",
            "valid_until_0": "01/02/2030",
            "valid_until_1": "00:00",
        },
        "Scade prima che finisca il suo embargo",
    ),
    "withdrawn by nobody": (
        {"withdrawn_at_0": "01/03/2020", "withdrawn_at_1": "00:00"},
        "Indica sia quando è stato revocato",
    ),
    "a required line that is empty": (
        {"credit_required": "on"},
        "Scrivi il credito fotografico obbligatorio",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_an_agreement_that_contradicts_itself_is_refused_in_a_sentence(desk, filled, changes, sentence):
    holder = OrganizationFactory()
    agreement = AgreementFactory(production=ProductionFactory())
    address = reverse("admin:portfolio_agreement_change", args=[agreement.pk])
    data = {name: holder.pk if value == "HOLDER" else value for name, value in changes.items()}
    data.pop("own_initiative", None)
    sent = filled(desk.get(address))
    if "own_initiative" in changes:
        sent.pop("own_initiative")
    answer = desk.post(address, sent | data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Agreement.objects.get().own_initiative


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"revoked_at_0": "31/12/2019", "revoked_at_1": "10:00"}, "ritirata prima della firma"),
        ({"valid_until_0": "31/12/2019", "valid_until_1": "10:00"}, "Finisce prima della firma"),
        ({"signed_on": "31/02/2020"}, "data valida"),
        ({"signed_on": ""}, "obbligatorio"),
    ],
)
def test_a_release_that_contradicts_itself_is_refused_in_a_sentence(desk, filled, changes, sentence):
    release = PersonReleaseFactory(member=CrewMemberFactory())
    address = reverse("admin:portfolio_personrelease_change", args=[release.pk])
    answer = desk.post(address, filled(desk.get(address)) | changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    release.refresh_from_db()
    assert release.revoked_at is None


def test_a_release_signed_after_it_was_revoked_is_refused(desk, filled):
    release = PersonReleaseFactory(revoked_at="2021-01-01T10:00Z")
    address = reverse("admin:portfolio_personrelease_change", args=[release.pk])
    answer = desk.post(address, filled(desk.get(address)) | {"signed_on": "02/01/2021"})
    assert "ritirata prima della firma" in answer.content.decode()
    assert PersonRelease.objects.get().signed_on.year == 2020
