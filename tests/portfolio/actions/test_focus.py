"""A focal point that moves has the crops made anew, and nothing else."""

import pytest
from django.contrib.admin.sites import site

from portfolio.actions import clearance, developing, intake, publication, rendering
from portfolio.admin.photos import PhotoAdmin
from portfolio.models import Photo, SiteProfile
from tests.factories import AgreementFactory, CrewMemberFactory


@pytest.fixture
def photo(upload, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = intake.accept_photo(upload())
    made.refresh_from_db()
    return made


def kept(storages, photo):
    return {path.name for path in (storages / "vault" / photo.asset).iterdir()} - {"original.jpg"}


def moved(photo, django_capture_on_commit_callbacks, **focus):
    Photo.objects.filter(pk=photo.pk).update(**focus)
    photo.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True) as asked:
        rendering.follow([photo])
    photo.refresh_from_db()
    return asked


@pytest.mark.django_db
def test_the_ladder_stays_and_the_crops_change(storages, photo, django_capture_on_commit_callbacks):
    before = photo.renditions
    moved(photo, django_capture_on_commit_callbacks, focus_y=1.0)
    assert photo.state == Photo.State.READY
    assert photo.renditions["ladder"] == before["ladder"]
    assert photo.renditions["focus"] == [0.5, 1.0]
    names = {name.partition("/")[2] for name in publication.files_of(photo)}
    assert kept(storages, photo) == names


@pytest.mark.django_db
def test_nothing_is_asked_of_the_worker_where_nothing_moved(photo, django_capture_on_commit_callbacks):
    assert moved(photo, django_capture_on_commit_callbacks) == []


@pytest.mark.django_db
def test_crops_are_taken_back_with_the_rest(storages, photo):
    names = publication.files_of(photo)
    assert any("/4x5-" in name for name in names)
    publication._copy_out(photo)
    publication.take_back(photo)
    assert list((storages / "public").rglob("*.*")) == []
    publication.discard(photo)


@pytest.mark.django_db
def test_another_credit_line_has_all_files_made_anew(storages, photo, django_capture_on_commit_callbacks):
    before = kept(storages, photo)
    moved(photo, django_capture_on_commit_callbacks, credit_line="Elio Fuoricampo")
    after = kept(storages, photo)
    assert before.isdisjoint(after)
    assert all(b"Elio Fuoricampo" in (storages / "vault" / photo.asset / name).read_bytes() for name in after)


@pytest.mark.django_db
def test_words_that_come_while_it_is_developed_have_it_developed_again(
    upload, monkeypatch, django_capture_on_commit_callbacks
):
    develop = rendering.develop

    def interrupted(order, *told):
        made = develop(order)
        if not Photo.objects.filter(alt_it="Un volto").exists():
            Photo.objects.update(alt_it="Un volto")
        return made

    monkeypatch.setattr(rendering, "develop", interrupted)
    photo = intake.accept_photo(upload())
    with django_capture_on_commit_callbacks(execute=True):
        rendering.render(photo)
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY
    assert developing.picture_order(photo).is_met_by(photo.renditions)


@pytest.mark.django_db
def test_a_form_that_was_open_meanwhile_does_not_undo_what_was_made(upload):
    intake.accept_photo(upload())
    opened = Photo.objects.get()
    rendering.render(Photo.objects.get())
    opened.caption_it = "Al banco"
    opened.save_said()
    kept = Photo.objects.get()
    assert (kept.state, kept.caption_it) == (Photo.State.READY, "Al banco")
    assert kept.renditions["ladder"]


@pytest.mark.django_db
def test_an_original_that_is_lost_is_said_so(storages, upload):
    photo = intake.accept_photo(upload())
    (storages / "vault" / photo.original.name).unlink()
    rendering.render(photo)
    assert photo.state == Photo.State.FAILED
    assert photo.trouble == "original:lost"


@pytest.mark.django_db
def test_another_line_of_the_agreement_gets_into_the_files(upload, django_capture_on_commit_callbacks):
    agreement = AgreementFactory()
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload(), production=agreement.production)
    photo.refresh_from_db()
    before = publication.files_of(photo)
    agreement.credit_line = "Ph. Elio Fuoricampo"
    with django_capture_on_commit_callbacks(execute=True):
        clearance.keep_fact(agreement)
    photo.refresh_from_db()
    assert set(before).isdisjoint(publication.files_of(photo))


@pytest.mark.django_db
def test_whoever_took_it_stands_in_the_files_and_not_the_owner_of_the_site(upload):
    member = CrewMemberFactory()
    SiteProfile.objects.create(name_it="Studio", owner=member)
    own = intake.accept_photo(upload())
    other = intake.accept_photo(upload(), creator="Anna Prova")
    said = [developing.picture_order(photo).words["artist"] for photo in (own, other)]
    assert said == [member.name, "Anna Prova"]


@pytest.mark.django_db
def test_what_failed_is_developed_once_more_when_it_is_asked(
    desk, upload, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload())
    Photo.objects.update(state="failed", trouble="original:too_slow")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/admin/portfolio/photo/{photo.pk}/develop/")
    assert Photo.objects.get().state == Photo.State.READY


@pytest.mark.django_db
def test_the_list_does_not_call_seen_what_failed(desk, upload):
    intake.accept_photo(upload(), people="none", is_published=True)
    Photo.objects.update(state="failed", trouble="original:damaged")
    (row,) = desk.get("/admin/portfolio/photo/").context["cl"].result_list
    assert row.is_seen
    assert PhotoAdmin(Photo, site).seen(row)[0] is None


@pytest.mark.django_db
def test_a_photograph_that_no_language_describes_lacks_both(upload):
    photo = intake.accept_photo(upload())
    assert PhotoAdmin(Photo, site).languages_lacking(photo) == ["it", "en"]
