"""The public storage holds exactly what is public for good."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crew.models import CrewMember
from portfolio.actions import clearance, intake, publication, rendering, resuming
from portfolio.models import (
    Agreement,
    Appearance,
    Film,
    FilmTrack,
    PersonRelease,
    Photo,
    Production,
    Release,
    RightsEntry,
)
from portfolio.renditions.storages import public

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def production():
    made = Production.objects.create(title_it="Il faro", slug_it="il-faro", is_published=True)
    Agreement.objects.create(production=made, own_initiative=True, public="yes")
    return made


@pytest.fixture
def photo(production, upload, commit):
    with commit():
        taken = intake.accept_photo(upload(), production=production, people="none", is_published=True)
    taken.refresh_from_db()
    return taken


def copies(storages):
    return len([path for path in (storages / "public").rglob("*") if path.is_file()])


def test_a_public_photo_is_copied_out_when_it_is_rendered(photo, storages):
    assert copies(storages) == 21


def test_the_original_is_never_copied_out(photo, storages):
    assert list((storages / "public").rglob("original*")) == []


def test_the_copies_of_an_unpublished_photo_are_gone_when_the_action_returns(photo, storages):
    publication.unpublish(photo)
    assert copies(storages) == 0


def test_publishing_again_copies_out_after_the_commit(photo, storages, commit):
    publication.unpublish(photo)
    with commit():
        publication.publish(photo)
        assert copies(storages) == 0
    assert copies(storages) == 21


def test_publishing_is_logged_with_who(photo, editor):
    publication.unpublish(photo, by=editor)
    entry = RightsEntry.objects.get(fact="is_published")
    assert (entry.subject, entry.before, entry.after, entry.by) == (
        f"photo:{photo.pk}",
        "True",
        "False",
        editor,
    )


def test_a_request_between_withdrawal_and_commit_brings_no_copy_back(photo, storages, client, commit):
    with commit():
        publication.unpublish(photo)
        # To everybody else the photo is still public: a page asks for it, and the door copies it out.
        Photo.objects.update(is_published=True)
        name = publication.files_of(photo)[0].partition("/")[2]
        b"".join(client.get(f"/media/{photo.asset}/{name}").streaming_content)
        assert copies(storages) > 0
        Photo.objects.update(is_published=False)
    assert copies(storages) == 0


def test_what_is_hidden_while_it_is_copied_is_taken_back(photo, storages, monkeypatch):
    publication.take_back(photo)
    copy_out = publication._copy_out

    def hide_behind(work):
        copied = copy_out(work)
        Photo.objects.update(is_published=False)
        return copied

    monkeypatch.setattr(publication, "_copy_out", hide_behind)
    publication.settle(photo)
    assert copies(storages) == 0


def test_two_who_copy_at_once_leave_no_file_that_nobody_knows(photo, storages, monkeypatch):
    publication.take_back(photo)
    with monkeypatch.context() as blind:
        blind.setattr(type(public()), "exists", lambda self, name: False)
        publication.settle(photo)
        publication.settle(photo)
    assert copies(storages) == 21
    publication.take_back(photo)
    assert copies(storages) == 0


def test_a_rendition_that_a_killed_job_left_half_is_made_whole(photo, storages):
    file = storages / "vault" / publication.files_of(photo)[0]
    whole = file.read_bytes()
    file.write_bytes(whole[:10])
    rendering.render(photo)
    assert file.read_bytes() == whole


def test_a_replaced_picture_is_public_no_longer(photo, storages, upload, jpeg, commit):
    before = {path.name for path in (storages / "public").rglob("*.*")}
    new = upload(jpeg(colour="#102030"))
    with commit():
        intake.keep_original(photo, new, arrival=intake.examine(new))
    after = {path.name for path in (storages / "public").rglob("*.*")}
    assert (before & after, len(after)) == (set(), 21)


def test_releases_with_a_gap_between_them_are_not_for_good(photo, storages):
    nadia = CrewMember.objects.create(name="Nadia", slug="nadia")
    Photo.objects.update(people="listed")
    Appearance.objects.create(photo=photo, member=nadia)
    now = timezone.now()
    PersonRelease.objects.create(
        member=nadia, signed_on=date(2024, 1, 1), valid_until=now + timedelta(days=2)
    )
    later = PersonRelease.objects.create(member=nadia, signed_on=(now + timedelta(days=10)).date())
    clearance.fact_changed(later, None)
    assert Photo.objects.public().exists()
    assert copies(storages) == 0


def test_music_whose_licence_ends_is_not_for_good(production):
    film = Film.objects.create(
        title_it="F", slug_it="f", production=production, people="none", is_published=True
    )
    assert publication.is_public_for_good(film)
    until = timezone.now() + timedelta(days=9)
    FilmTrack.objects.create(film=film, title="Notte", licence="granted", until=until)
    assert (Film.objects.public().exists(), publication.is_public_for_good(film)) == (True, False)


def test_a_photo_with_an_agreement_of_its_own_is_not_counted_out(photo, production, upload):
    Agreement.objects.update(max_photos=1)
    second = intake.accept_photo(upload(), production=production, people="none")
    Agreement.objects.create(photo=second, own_initiative=True, public="yes")
    publication.publish(second)
    assert Photo.objects.get(pk=second.pk).is_published


def test_what_has_an_end_date_is_not_copied_out(photo, storages):
    Agreement.objects.update(valid_until=timezone.now() + timedelta(days=9))
    clearance.fact_changed(Agreement.objects.get(), None)
    assert copies(storages) == 0


def test_a_withdrawn_agreement_takes_the_copies_of_the_whole_production_back(photo, storages):
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")
    clearance.fact_changed(Agreement.objects.get(), None)
    assert copies(storages) == 0


def test_a_revoked_release_takes_the_copies_of_that_person_back(photo, storages):
    nadia = CrewMember.objects.create(name="Nadia", slug="nadia")
    release = PersonRelease.objects.create(member=nadia, signed_on=date(2024, 1, 1))
    Photo.objects.update(people="listed")
    Appearance.objects.create(photo=photo, member=nadia)
    release.revoked_at = timezone.now()
    release.save()
    clearance.fact_changed(release, None)
    assert copies(storages) == 0


def test_one_photo_more_than_agreed_is_refused_with_a_sentence(photo, production, upload):
    Agreement.objects.update(max_photos=1)
    second = intake.accept_photo(upload(), production=production, people="none")
    with pytest.raises(publication.TooManyPhotos) as refusal:
        publication.publish(second)
    assert "1" in refusal.value.sentence
    assert not Photo.objects.get(pk=second.pk).is_published


def test_a_postponed_release_takes_back_what_it_had_opened(photo, production, storages, commit):
    release = Release(production=production, type="theatrical", date=date(2020, 1, 1), status="released")
    clearance.keep_fact(release)
    Agreement.objects.update(public_from_release=release)
    release.status = "postponed"
    clearance.keep_fact(release)
    assert copies(storages) == 0


def test_a_picture_that_cannot_be_developed_is_marked_as_failed(photo, storages):
    (storages / "vault" / photo.original.name).write_bytes(b"rotten")
    rendering.render(photo)
    assert Photo.objects.get().state == "failed"


def test_a_job_for_a_photo_that_is_gone_does_nothing(photo):
    assert rendering.render_job("photo", 10_000) is None


def test_what_has_waited_too_long_is_asked_for_again(photo):
    Photo.objects.update(state="pending", created_at=timezone.now() - timedelta(hours=1))
    resuming.resume.call_local()
    assert Photo.objects.get().state == "ready"


def test_what_was_just_added_is_left_to_its_own_job(photo):
    Photo.objects.update(state="pending")
    resuming.resume.call_local()
    assert Photo.objects.get().state == "pending"


def test_a_discarded_photo_leaves_no_file_anywhere(photo, storages, commit):
    with commit():
        publication.discard(photo)
    assert [path for path in storages.rglob("*") if path.is_file()] == []


def test_a_deletion_that_is_not_committed_leaves_the_original(photo, storages):
    publication.discard(photo)
    assert (storages / "vault" / photo.original.name).exists()
