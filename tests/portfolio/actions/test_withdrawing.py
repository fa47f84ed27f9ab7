"""Works that are withdrawn, taken up again, or struck out for good; and the proof of what is seen."""

import io

import pytest
from django.core.management import CommandError, call_command

from portfolio.actions import clearance, intake, publication, record
from portfolio.models import Photo, RightsEntry
from portfolio.renditions.photographs import PictureRefused

pytestmark = pytest.mark.django_db


def copies(storages):
    return [path for path in (storages / "public").rglob("*") if path.is_file()]


def test_the_copies_of_what_is_withdrawn_are_gone_when_the_action_returns(shown, storages):
    assert copies(storages)
    clearance.withdraw(shown)
    assert copies(storages) == []


def test_a_withdrawal_is_written_down_with_who_and_why(shown, editor):
    clearance.withdraw(shown, reason="By letter.", by=editor)
    entry = RightsEntry.objects.get(fact="withdrawn_at")
    assert (entry.by, entry.reason, entry.evidence_sha256) == (editor, "By letter.", shown.sha256)


def test_what_is_withdrawn_twice_keeps_its_first_moment(shown):
    clearance.withdraw(shown)
    first = Photo.objects.get().withdrawn_at
    clearance.withdraw(Photo.objects.get())
    assert Photo.objects.get().withdrawn_at == first
    assert RightsEntry.objects.filter(fact="withdrawn_at").count() == 1


def test_the_copies_of_what_is_struck_out_are_gone_when_the_action_returns(shown, storages):
    clearance.strike_out(shown)
    assert copies(storages) == []
    assert not Photo.objects.screenable().exists()


def test_what_was_struck_out_is_refused_when_it_is_brought_again(shown, upload):
    clearance.strike_out(shown)
    with pytest.raises(PictureRefused) as refusal:
        intake.accept_photo(upload())
    assert "bocciata" in refusal.value.sentence
    assert Photo.objects.count() == 1


def test_it_is_refused_also_when_its_row_is_gone_and_its_lines_are_old(shown, upload):
    clearance.strike_out(shown)
    publication.discard(shown)
    record.retire(RightsEntry.objects.latest("at").at.replace(year=2099))
    with pytest.raises(PictureRefused):
        intake.accept_photo(upload())


def test_another_picture_is_taken(shown, upload, jpeg):
    clearance.strike_out(shown)
    assert intake.accept_photo(upload(jpeg(colour="#112233"))).pk


def test_the_desk_asks_before_it_withdraws(desk, shown):
    address = f"/admin/portfolio/photo/{shown.pk}/withdraw/"
    desk.get(address)
    assert Photo.objects.get().withdrawn_at is None
    desk.post(address, {"reason": "By letter."})
    assert Photo.objects.get().withdrawn_at
    desk.post(f"/admin/portfolio/photo/{shown.pk}/take-up-again/")
    assert Photo.objects.get().withdrawn_at is None


def test_the_desk_strikes_out_and_offers_it_no_more(desk, shown, storages):
    address = f"/admin/portfolio/photo/{shown.pk}/strike-out/"
    desk.post(address, {"reason": "Approvazione foto."})
    assert Photo.objects.get().killed_at
    assert copies(storages) == []
    assert desk.get(address).status_code == 403


# check_visibility


def proof():
    said = io.StringIO()
    call_command("check_visibility", stdout=said)
    return said.getvalue()


def test_the_proof_holds_while_the_storage_is_what_is_public(shown):
    assert "exactly" in proof()


def test_the_proof_fails_for_files_of_what_is_hidden(shown):
    Photo.objects.update(is_published=False)
    with pytest.raises(CommandError, match="21 files too many, 0 missing"):
        proof()


def test_the_proof_fails_for_a_file_that_is_missing(shown, storages):
    copies(storages)[0].unlink()
    with pytest.raises(CommandError, match="0 files too many, 1 missing"):
        proof()


def test_the_proof_fails_for_a_file_of_no_work(shown, storages):
    (storages / "public" / "leaked.mp4").write_bytes(b"x")
    with pytest.raises(CommandError, match="1 files too many"):
        proof()
