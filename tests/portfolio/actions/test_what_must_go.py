"""What is hidden leaves no copy behind, however old the row is that somebody holds in hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from portfolio.actions import clearance, publication, rendering, sweeping
from portfolio.models import Agreement, PersonRelease, Photo, Production, RightsEntry
from portfolio.models.visibility import visibility
from portfolio.renditions.storages import public, vault
from tests.factories import (
    AgreementFactory,
    CrewMemberFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    manifest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def developed(storages):
    """Puts the files of a work into the vault, and out where it is public."""

    def act(work):
        for name in publication.files_of(work):
            path = storages / "vault" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"copy")
        publication.settle(work)
        return work

    return act


@pytest.fixture
def production():
    return ProductionFactory(is_open=True)


@pytest.fixture
def photo(production, developed):
    return developed(PhotoFactory(production=production, is_public=True, renditions=manifest(320)))


def copies(storages, work):
    return sorted(path.name for path in (storages / "public" / work.asset).glob("*"))


def anew(photo, developed):
    """What the worker does meanwhile: other files, under other names."""
    made = {"ladder": [{"width": 640, "height": 800, "jpeg": "640-ffff.jpg"}]}
    row = Photo.objects.get(pk=photo.pk)
    row.renditions = made
    row.save(update_fields=["renditions"])
    return developed(row)


@pytest.mark.parametrize("hide", [publication.unpublish, clearance.withdraw, publication.discard])
def test_files_that_were_made_after_the_row_was_read_go_too(photo, developed, storages, hide, commit):
    anew(photo, developed)
    with commit():
        hide(photo)
        assert copies(storages, photo) == []
    assert copies(storages, photo) == []


def test_an_agreement_that_closes_takes_back_what_was_made_meanwhile(photo, developed, storages, commit):
    anew(photo, developed)
    agreement = Agreement.objects.get()
    agreement.public = "no"
    with commit():
        clearance.keep_fact(agreement)
    assert copies(storages, photo) == []


def test_what_is_copied_out_is_what_the_row_names_now(photo, developed, storages, commit):
    publication.unpublish(photo)
    anew(photo, developed)
    with commit():
        publication.publish(photo)
    assert copies(storages, photo) == ["640-ffff.jpg"]


def test_a_file_that_the_vault_has_lost_keeps_nothing_else_back(photo, developed, storages, commit, caplog):
    Agreement.objects.update(public="no")
    publication.settle(photo)
    others = [
        developed(PhotoFactory(production=photo.production, is_public=True, renditions=manifest(320)))
        for _each in range(2)
    ]
    vault().delete(publication.files_of(photo)[0])
    agreement, after = Agreement.objects.get(), []
    agreement.public = "yes"
    with commit():
        clearance.keep_fact(agreement)
        publication.transaction.on_commit(lambda: after.append("mail"))
    assert [len(copies(storages, each)) for each in (photo, *others)] == [2, 3, 3]
    assert after == ["mail"]
    assert "has lost" in caplog.text


def test_many_are_copied_out_by_the_worker(production, developed, storages, commit, monkeypatch):
    Agreement.objects.update(public="no")
    photos = [
        developed(PhotoFactory(production=production, is_public=True, renditions=manifest(320)))
        for _each in range(publication.AT_ONCE + 1)
    ]
    asked = []
    monkeypatch.setattr(publication, "settle_job", asked.append)
    agreement = Agreement.objects.get()
    agreement.public = "yes"
    with commit():
        clearance.keep_fact(agreement)
    assert asked == [[("photo", each.pk) for each in photos]]
    assert not any(copies(storages, each) for each in photos)


def test_the_workers_part_copies_them_out(photo, storages):
    public().delete(publication.files_of(photo)[0])
    publication.settle_job.call_local([("photo", photo.pk)])
    assert len(copies(storages, photo)) == 3


def test_a_photograph_with_terms_of_its_own_takes_no_place_from_the_others(
    photo, developed, storages, commit
):
    Agreement.objects.update(max_photos=1)
    other = PhotoFactory(production=photo.production, is_public=True, is_published=False, order=0)
    AgreementFactory(production=None, photo=other)
    Photo.objects.filter(pk=photo.pk).update(order=5)
    with commit():
        publication.publish(other)
    assert visibility(photo) == "public"
    assert len(copies(storages, photo)) == 3


def test_losing_its_own_terms_it_takes_its_place_and_the_last_one_goes(photo, developed, storages, commit):
    Agreement.objects.update(max_photos=1)
    other = PhotoFactory(production=photo.production, is_public=True, order=0, renditions={})
    own = AgreementFactory(production=None, photo=other)
    Photo.objects.filter(pk=photo.pk).update(order=5)
    with commit():
        clearance.drop_fact(own)
    assert copies(storages, photo) == []


def test_whatever_has_the_bytes_of_a_photograph_that_is_struck_out_goes_with_it(photo, storages, developed):
    Photo.objects.update(sha256="a" * 64)
    twin = PhotoFactory(
        is_public=True, production=photo.production, sha256="a" * 64, renditions=manifest(320)
    )
    other = PhotoFactory(is_public=True, production=photo.production, sha256="b" * 64)
    developed(twin)
    photo.refresh_from_db()
    clearance.strike_out(photo)
    assert copies(storages, photo) == copies(storages, twin) == []
    assert set(Photo.objects.filter(killed_at=None)) == {other}


def test_photographs_without_a_hash_are_no_twins(photo):
    other = PhotoFactory(is_public=True, sha256="")
    clearance.strike_out(photo)
    other.refresh_from_db()
    assert other.killed_at is None


@pytest.mark.parametrize("save", ["save_said", "save_brought"])
def test_a_form_that_was_loaded_before_takes_no_decision_back(photo, save):
    loaded = Photo.objects.get(pk=photo.pk)
    clearance.strike_out(photo)
    publication.unpublish(Photo.objects.get(pk=photo.pk))
    loaded.caption_it = "Nuova"
    getattr(loaded, save)()
    now = Photo.objects.get(pk=photo.pk)
    assert (now.is_published, now.killed_at is None, now.caption_it) == (False, False, "Nuova")
    assert (loaded.is_published, loaded.killed_at) == (False, now.killed_at)


def test_a_production_that_is_made_secret_serves_no_file_of_before(
    photo, storages, client, commit, monkeypatch
):
    name = publication.files_of(photo)[0].partition("/")[2]
    monkeypatch.setattr(rendering, "render_job", lambda *job: None)  # the worker is busy
    production = photo.production
    production.is_confidential, production.alias_it, production.alias_slug_it = True, "Comodo", "comodo"
    with commit():
        clearance.keep_production(production)
    assert copies(storages, photo) == []
    assert client.get(f"/media/{photo.asset}/{name}").status_code == 404
    assert Photo.objects.get().state == "pending"


# What goes with its parent.


def paper(storages):
    return [path.name for path in (storages / "vault" / "papers").rglob("*")]


def signed():
    return ContentFile(b"%PDF-1.4 %%EOF", name="x.pdf")


def deleted():
    lines = RightsEntry.objects.filter(fact="deleted").order_by("pk")
    return [(line.subject.split(":")[0], line.evidence_sha256) for line in lines]


def test_a_production_that_goes_leaves_a_line_of_its_agreement_and_no_paper(storages, commit):
    production = Production.objects.create(title_it="Vuota", slug_it="vuota")
    agreement = Agreement(production=production, own_initiative=True, document=signed())
    clearance.keep_fact(agreement)
    ReleaseFactory(production=production)
    with commit():
        clearance.drop_production(production)
    assert deleted() == [("agreement", agreement.document_sha256), ("release", ""), ("production", "")]
    assert paper(storages) == []


def test_a_photograph_that_goes_leaves_lines_of_its_own_terms_and_no_paper(photo, storages, commit):
    agreement = Agreement(photo=photo, own_initiative=True, document=signed())
    release = PersonRelease(member=CrewMemberFactory(), photo=photo, signed_on=date(2020, 1, 1))
    release.document = signed()
    for fact in (agreement, release):
        clearance.keep_fact(fact)
    with commit():
        clearance.drop_work(photo)
    kinds = [kind for kind, _hash in deleted()]
    assert kinds == ["agreement", "personrelease", "photo"]
    assert paper(storages) == []


def test_an_old_paper_of_no_row_is_swept_and_one_of_a_row_stays(storages, monkeypatch):
    kept = PersonReleaseFactory(document=signed())
    (storages / "vault" / "papers" / "lost.pdf").write_bytes(b"%PDF")
    monkeypatch.setattr(sweeping, "PATIENCE", timedelta(0))
    sweeping.sweep_vault()
    assert paper(storages) == [kept.document.name.rpartition("/")[2]]


# What the clock opens.


@pytest.fixture
def opened(photo, storages):
    """A photograph whose embargo ended some minutes ago, and that nobody has asked for since."""

    def act(minutes):
        for path in (storages / "public" / photo.asset).glob("*"):
            path.unlink()
        Agreement.objects.update(public_from=timezone.now() - timedelta(minutes=minutes))
        return photo

    return act


def test_what_the_clock_opened_is_copied_out_within_minutes(opened, storages):
    photo = opened(minutes=2)
    sweeping.open_up.call_local()
    assert len(copies(storages, photo)) == 3


def test_the_proof_waits_for_what_was_opened_this_moment(opened):
    opened(minutes=2)
    call_command("check_visibility", verbosity=0)


def test_the_proof_fails_where_nobody_copied_it_out_in_time(opened):
    opened(minutes=40)
    with pytest.raises(CommandError, match="3 missing"):
        call_command("check_visibility", verbosity=0)


def test_files_follow_the_name_that_was_revealed(photo, monkeypatch):
    asked = []
    monkeypatch.setattr(rendering, "follow", lambda photos: asked.append(list(photos)))
    moment = timezone.now() - timedelta(minutes=3)
    Production.objects.update(is_confidential=True, revealed_at=moment, alias_it="C", alias_slug_it="c")
    sweeping.open_up.call_local()
    Production.objects.update(revealed_at=datetime(2020, 1, 1, tzinfo=UTC))
    sweeping.open_up.call_local()
    assert asked == [[photo]]
