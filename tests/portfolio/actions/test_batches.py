"""Many photographs at once: each file fares by itself, goes on where it stopped, and leaves nothing half."""

import io
import struct
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from huey.exceptions import RetryTask

from portfolio.actions import batches, intake, publication, uploads
from portfolio.models import Appearance, Credit, IncomingPhoto, PersonRelease, Photo, PhotoBatch, RightsEntry
from portfolio.renditions import photographs
from portfolio.renditions.sayings import Words
from tests.factories import AgreementFactory, ProductionFactory
from tests.factories.crew import CrewMemberFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def production():
    made = ProductionFactory()
    AgreementFactory(production=made)
    return made


@pytest.fixture
def batch(production, editor):
    return PhotoBatch.objects.create(production=production, kind="backstage", created_by=editor)


@pytest.fixture
def bring(batch, commit):
    """Brings the bytes of a file whole; the worker does its part at once."""

    def send(content, name="IMG_0001.JPG", into=None):
        with commit():
            file = batches.bring(into or batch, name, io.BytesIO(content), len(content))
        return IncomingPhoto.objects.get(pk=file.pk)

    return send


@pytest.fixture
def naming(monkeypatch):
    """Has every file name these persons."""

    def name(*persons):
        looked_at = photographs.inspect
        monkeypatch.setattr(
            photographs,
            "inspect",
            lambda stream: replaced(looked_at(stream), words=Words(persons=persons)),
        )

    return name


def replaced(facts, **more):
    return type(facts)(**{**facts.__dict__, **more})


def original():
    with Photo.objects.get().original.open() as file:
        return file.read()


def bytes_left(settings):
    return [path for path in settings.INCOMING.rglob("*") if path.is_file()]


def zipped(files, **more):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **more) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_file_becomes_a_photograph_with_what_the_batch_says(bring, batch, jpeg, settings):
    file = bring(jpeg())
    photo = Photo.objects.get()
    assert (file.state, file.photo) == ("kept", photo)
    assert (photo.production, photo.kind, photo.created_by) == (
        batch.production,
        "backstage",
        batch.created_by,
    )
    assert bytes_left(settings) == []


def test_the_original_is_kept_byte_for_byte(bring, jpeg):
    content = jpeg()
    bring(content)
    assert original() == content


def test_its_renditions_are_made(bring, jpeg):
    bring(jpeg())
    assert Photo.objects.get().state == "ready"


def test_photographs_keep_the_order_in_which_they_came(bring, jpeg):
    for colour in ("red", "green", "blue"):
        bring(jpeg(colour=colour), f"{colour}.jpg")
    assert [photo.incoming.name for photo in Photo.objects.all()] == ["red.jpg", "green.jpg", "blue.jpg"]


def test_and_not_that_in_which_they_were_whole(batch, jpeg, commit):
    contents = {name: jpeg(colour=name) for name in ("red", "blue")}
    files = {name: uploads.announce(batch, name, len(content)) for name, content in contents.items()}
    for name in ("blue", "red"):
        with commit():
            batches.receive(files[name], io.BytesIO(contents[name]), at=0)
    assert [photo.incoming.name for photo in Photo.objects.all()] == ["red", "blue"]


def test_nor_that_in_which_others_were_added_in_between(bring, batch, jpeg, commit, upload):
    contents = {name: jpeg(colour=name) for name in ("red", "green", "blue")}
    files = {name: uploads.announce(batch, name, len(content)) for name, content in contents.items()}
    intake.accept_photo(upload(jpeg(colour="white")), production=batch.production, order=0)
    for name in ("blue", "red", "green"):
        with commit():
            batches.receive(files[name], io.BytesIO(contents[name]), at=0)
        intake.accept_photo(upload(jpeg(colour="black")), production=batch.production, order=50)
    kept = Photo.objects.filter(incoming__isnull=False)
    assert [photo.incoming.name for photo in kept] == ["red", "green", "blue"]


@pytest.mark.parametrize("rubbish", [b"no picture", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_refused_says_why_and_leaves_the_rest_alone(bring, jpeg, rubbish, settings):
    refused, kept = bring(rubbish, "wrong.jpg"), bring(jpeg())
    assert (refused.state, kept.state, Photo.objects.count()) == ("refused", "kept", 1)
    assert batches.why_not(refused)
    assert bytes_left(settings) == []


def test_an_empty_file_is_refused_before_it_comes(batch):
    assert uploads.announce(batch, "IMG.JPG", 0).trouble == "empty"


def test_one_that_is_too_heavy_is_refused_before_any_of_it_is_sent(batch, settings):
    file = uploads.announce(batch, "IMG.JPG", settings.PHOTO_MAX_BYTES + 1)
    assert (file.state, "100 MB" in batches.why_not(file)) == ("refused", True)


# Pieces


def test_a_file_comes_in_pieces(batch, jpeg, commit):
    content = jpeg()
    file = uploads.announce(batch, "IMG.JPG", len(content))
    with commit():
        for start in range(0, len(content), 1000):
            batches.receive(file, io.BytesIO(content[start : start + 1000]), at=start)
    assert original() == content


def test_a_line_that_drops_in_a_piece_goes_on_where_it_stopped(batch, jpeg, commit):
    content = jpeg()
    file = uploads.announce(batch, "IMG.JPG", len(content))
    batches.receive(file, io.BytesIO(content[:700]), at=0)
    again = uploads.announce(batch, "IMG.JPG", len(content))
    assert (again, uploads.received(again)) == (file, 700)
    with commit():
        batches.receive(again, io.BytesIO(content[700:]), at=700)
    assert original() == content


def test_another_file_of_this_name_and_size_is_not_taken_for_it(batch):
    first = uploads.announce(batch, "IMG.JPG", 1000, stamp="1")
    assert uploads.announce(batch, "IMG.JPG", 1000, stamp="2") != first
    assert uploads.announce(batch, "IMG.JPG", 1000, stamp="1") == first


@pytest.mark.parametrize("state", ["waiting", "kept", "twin", "unpacked"])
def test_a_file_that_is_here_whole_is_answered_where_it_is_chosen_again(batch, upload, state):
    about = {"name": "IMG.JPG", "size": 1000, "state": state, "photo": intake.accept_photo(upload())}
    here = IncomingPhoto.objects.create(batch=batch, stamp="1", **about)
    assert uploads.announce(batch, "IMG.JPG", 1000, stamp="1") == here


def test_one_without_a_stamp_may_be_another(batch):
    IncomingPhoto.objects.create(batch=batch, name="IMG.JPG", size=1000, state="waiting")
    assert uploads.announce(batch, "IMG.JPG", 1000).state == "arriving"


@pytest.mark.parametrize("state", ["refused", "left", "kept"])
def test_what_was_not_taken_or_is_gone_since_may_come_again(batch, state):
    IncomingPhoto.objects.create(batch=batch, name="IMG.JPG", size=1000, stamp="1", state=state)
    assert uploads.announce(batch, "IMG.JPG", 1000, stamp="1").state == "arriving"


@pytest.mark.parametrize(("again", "at"), [(b"", 4), (b"cd", 2)], ids=["nothing", "the last piece"])
def test_a_file_whose_server_was_killed_after_its_last_byte_is_taken_in(batch, again, at):
    file = uploads.announce(batch, "IMG.JPG", 4)
    uploads.append(file, io.BytesIO(b"abcd"), at=0)
    with suppress(uploads.OutOfStep):
        batches.receive(file, io.BytesIO(again), at=at)
    assert IncomingPhoto.objects.get().state == "waiting"


@pytest.mark.parametrize("at", [0, 699, 701])
def test_a_piece_that_begins_elsewhere_is_refused_and_changes_nothing(batch, at):
    file = uploads.announce(batch, "IMG.JPG", 2000)
    batches.receive(file, io.BytesIO(b"x" * 700), at=0)
    with pytest.raises(uploads.OutOfStep) as refusal:
        batches.receive(file, io.BytesIO(b"y" * 700), at=at)
    assert (refusal.value.received, file.path.read_bytes()) == (700, b"x" * 700)


def test_more_than_was_announced_is_not_taken(batch):
    file = uploads.announce(batch, "IMG.JPG", 100)
    batches.receive(file, io.BytesIO(b"x" * 500), at=0)
    assert file.path.stat().st_size == 100


def test_a_piece_is_not_written_beside_another_that_is_being_written(batch):
    file = uploads.announce(batch, "IMG.JPG", 1000)

    class Slow(io.BytesIO):
        def read(self, size=-1):
            with pytest.raises(uploads.OutOfStep):
                batches.receive(file, io.BytesIO(b"y" * 10), at=0)
            return super().read(size)

    batches.receive(file, Slow(b"x" * 10), at=0)
    assert file.path.read_bytes() == b"x" * 10


def test_what_was_taken_in_takes_no_further_piece(bring, jpeg, settings):
    file = bring(jpeg())
    with pytest.raises(uploads.OutOfStep):
        batches.receive(file, io.BytesIO(b"more"), at=0)
    assert bytes_left(settings) == []


def test_a_file_whose_bytes_are_gone_is_refused_and_not_waited_for(batch):
    file = uploads.announce(batch, "IMG.JPG", 4)
    batches.receive(file, io.BytesIO(b"abcd"), at=0)
    file.path.unlink()
    batches.take_in(file)
    assert (file.state, file.trouble) == ("refused", "lost")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\DCIM\\IMG_1.JPG", "IMG_1.JPG"),
        ("a\x00b\u202e\n.jpg", "ab.jpg"),
        ("-rf\ud800.jpg", "-rf.jpg"),
        ("CON", "CON"),
        ("..", ".."),
        ("", "?"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_name_is_shown_and_opens_nothing(batch, typed, shown, settings):
    file = uploads.announce(batch, typed, 10)
    assert (file.name, file.path) == (shown, settings.INCOMING / batch.code / str(file.pk))


# Killed in between


def test_a_file_whose_worker_was_killed_is_picked_up(batch, jpeg, commit):
    content = jpeg()
    file = uploads.announce(batch, "IMG.JPG", len(content))
    batches.receive(file, io.BytesIO(content), at=0)  # the job is lost with the commit that never comes
    IncomingPhoto.objects.update(state="waiting", changed_at=timezone.now() - timedelta(hours=1))
    with commit():
        batches.pick_up.call_local()
    assert Photo.objects.count() == 1


def test_two_jobs_for_one_file_make_one_photograph(bring, jpeg, batch):
    content = jpeg()
    file = uploads.announce(batch, "IMG.JPG", len(content))
    batches.receive(file, io.BytesIO(content), at=0)
    twice = IncomingPhoto.objects.get(pk=file.pk)
    batches.take_in(IncomingPhoto.objects.get(pk=file.pk))
    batches.take_in(twice)
    assert Photo.objects.count() == 1


def test_an_upload_that_nobody_went_on_with_is_thrown_away(batch, settings):
    file = uploads.announce(batch, "IMG.JPG", 1000)
    batches.receive(file, io.BytesIO(b"x"), at=0)
    IncomingPhoto.objects.update(changed_at=timezone.now() - timedelta(days=8))
    batches.pick_up.call_local()
    assert (IncomingPhoto.objects.count(), bytes_left(settings)) == (0, [])


def test_one_that_is_only_slow_is_not(batch):
    uploads.announce(batch, "IMG.JPG", 1000)
    batches.pick_up.call_local()
    assert IncomingPhoto.objects.count() == 1


@pytest.fixture
def waiting(batch, jpeg):
    """A file that is here whole and was not looked at, for an hour."""
    file = uploads.announce(batch, "IMG.JPG", len(content := jpeg()))
    uploads.append(file, io.BytesIO(content), at=0)
    IncomingPhoto.objects.update(state="waiting", changed_at=timezone.now() - timedelta(hours=1))
    return IncomingPhoto.objects.get()


def test_one_whose_job_is_still_in_the_queue_is_not_queued_again(waiting, monkeypatch):
    monkeypatch.setattr(uploads.HUEY, "pending", lambda: [batches.take_in_job.s(waiting.pk)])
    batches.pick_up.call_local()
    assert Photo.objects.count() == 0


def test_one_that_another_process_looks_at_is_put_off_and_no_attempt(waiting):
    with uploads.held(waiting), pytest.raises(RetryTask):
        batches.take_in_job.call_local(waiting.pk)
    assert (IncomingPhoto.objects.get().attempts, Photo.objects.count()) == (0, 0)


def test_what_another_process_has_settled_is_not_settled_again(waiting):
    earlier = IncomingPhoto.objects.get()
    IncomingPhoto.objects.update(state="refused", trouble="damaged")
    earlier.path.unlink()
    batches.take_in(earlier)
    assert (earlier.state, IncomingPhoto.objects.get().trouble) == ("refused", "damaged")


def test_a_twin_that_is_left_out_while_it_is_looked_at_is_no_photograph(waiting, monkeypatch):
    IncomingPhoto.objects.update(state="twin")
    twin, looked_at = IncomingPhoto.objects.get(), intake.examine

    def leave_out_meanwhile(upload):
        batches.leave_out(IncomingPhoto.objects.get())
        return looked_at(upload)

    monkeypatch.setattr(intake, "examine", leave_out_meanwhile)
    batches.keep_twin(twin)
    assert (IncomingPhoto.objects.get().state, Photo.objects.count()) == ("left", 0)


def test_a_twin_may_be_tried_as_often_as_another(bring, jpeg):
    bring(jpeg(), "A.JPG")
    assert bring(jpeg(), "B.JPG").attempts == 0


def test_a_file_that_is_whole_and_not_marked_so_is_taken_in(waiting, commit):
    IncomingPhoto.objects.update(state="arriving")
    with commit():
        batches.pick_up.call_local()
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("go_on", ["announce", "append"])
def test_an_upload_that_goes_on_is_not_thrown_away(batch, go_on):
    file = uploads.announce(batch, "IMG.JPG", 1000)
    IncomingPhoto.objects.update(changed_at=timezone.now() - timedelta(days=8))
    goes = {
        "announce": lambda: uploads.announce(batch, "IMG.JPG", 1000),
        "append": lambda: uploads.append(file, io.BytesIO(b"x"), at=0),
    }
    goes[go_on]()
    batches.pick_up.call_local()
    assert IncomingPhoto.objects.count() == 1


def test_nor_one_that_goes_on_at_this_moment(batch):
    file = uploads.announce(batch, "IMG.JPG", 1000)
    seen = IncomingPhoto.objects.get()
    uploads.append(file, io.BytesIO(b"x"), at=0)
    uploads.throw_away([seen])
    assert (IncomingPhoto.objects.count(), file.path.exists()) == (1, True)


def test_a_file_that_kills_its_worker_again_and_again_is_refused_with_a_sentence(batch, monkeypatch):
    def die(upload):
        raise MemoryError

    file = uploads.announce(batch, "IMG.JPG", 4)
    batches.receive(file, io.BytesIO(b"abcd"), at=0)
    with monkeypatch.context() as machine:
        machine.setattr(intake, "examine", die)
        for _attempt in range(3):
            with pytest.raises(MemoryError):
                batches.take_in(IncomingPhoto.objects.get())
    batches.take_in(IncomingPhoto.objects.get())
    refused = IncomingPhoto.objects.get()
    assert (refused.state, refused.trouble, bool(batches.why_not(refused))) == (
        "refused",
        "given_up",
        True,
    )


# Twins


def test_a_picture_that_is_here_already_waits_for_a_choice(bring, jpeg, upload):
    known = intake.accept_photo(upload(jpeg()))
    file = bring(jpeg())
    assert (file.state, file.twin, Photo.objects.count()) == ("twin", known, 1)


def test_the_same_picture_twice_in_a_batch_too(bring, jpeg):
    first, second = bring(jpeg(), "A.JPG"), bring(jpeg(), "B.JPG")
    assert (second.state, second.twin) == ("twin", first.photo)


def test_a_twin_is_taken_in_all_the_same(bring, jpeg, commit):
    bring(jpeg(), "A.JPG")
    twin = bring(jpeg(), "B.JPG")
    with commit():
        batches.keep_twin(twin)
    assert (twin.state, Photo.objects.count()) == ("kept", 2)


def test_or_left_out(bring, jpeg, commit, settings):
    bring(jpeg(), "A.JPG")
    twin = bring(jpeg(), "B.JPG")
    with commit():
        batches.leave_out(twin)
    assert (twin.state, Photo.objects.count(), bytes_left(settings)) == ("left", 1, [])


def test_a_twin_that_nobody_chose_for_a_week_is_left_out(bring, jpeg, commit, settings):
    bring(jpeg(), "A.JPG")
    twin = bring(jpeg(), "B.JPG")
    IncomingPhoto.objects.filter(pk=twin.pk).update(changed_at=timezone.now() - timedelta(days=8))
    with commit():
        batches.pick_up.call_local()
    assert (IncomingPhoto.objects.get(pk=twin.pk).state, bytes_left(settings)) == ("left", [])


def test_a_twin_whose_bytes_are_gone_is_refused(bring, jpeg):
    bring(jpeg(), "A.JPG")
    twin = bring(jpeg(), "B.JPG")
    twin.path.unlink()
    batches.keep_twin(twin)
    assert (twin.state, twin.trouble, Photo.objects.count()) == ("refused", "lost", 1)


def test_a_twin_that_is_chosen_twice_is_one_photograph_more(bring, jpeg):
    bring(jpeg(), "A.JPG")
    twin = bring(jpeg(), "B.JPG")
    again = IncomingPhoto.objects.get(pk=twin.pk)
    batches.keep_twin(twin)
    batches.keep_twin(again)
    assert Photo.objects.count() == 2


def test_what_is_no_twin_is_not_taken_in_by_that_choice(bring, jpeg):
    kept = bring(jpeg())
    batches.keep_twin(kept)
    assert Photo.objects.count() == 1


# Whom the files name


def test_persons_are_matched_by_their_names(bring, jpeg, naming):
    nadia = CrewMemberFactory(name="Nadia Però")
    naming("nadia pero'".removesuffix("'"))
    bring(jpeg())
    photo = Photo.objects.get()
    assert ([each.member for each in photo.appearances.all()], photo.people) == ([nadia], "listed")


def test_a_name_that_nobody_here_has_leaves_the_question_open(bring, jpeg, naming):
    CrewMemberFactory(name="Nadia Ferri")
    naming("Nadia Ferri", "Ugo Ignoto")
    bring(jpeg())
    assert (Photo.objects.get().people, Appearance.objects.count()) == ("unknown", 1)
    assert IncomingPhoto.objects.get().strangers == "Ugo Ignoto"


@pytest.mark.parametrize(
    "words", [{"persons": ("Nadia Ferri",), "more_persons": True}, {"persons": ("Nadia Ferri", "\u0301")}]
)
def test_who_was_left_out_leaves_the_question_open(bring, jpeg, monkeypatch, words):
    CrewMemberFactory(name="Nadia Ferri")
    facts = replaced(photographs.inspect(io.BytesIO(jpeg())), words=Words(**words))
    monkeypatch.setattr(photographs, "inspect", lambda stream: facts)
    bring(jpeg())
    assert (Photo.objects.get().people, Appearance.objects.count()) == ("unknown", 1)


def test_a_name_that_two_have_is_nobodys(bring, jpeg, naming):
    CrewMemberFactory(name="Ugo Rossi", slug="ugo-rossi")
    CrewMemberFactory(name="Ugo Rossi", slug="ugo-rossi-2")
    naming("Ugo Rossi")
    bring(jpeg())
    assert (Photo.objects.get().people, Appearance.objects.count()) == ("unknown", 0)


def test_they_are_credited_and_released_once_as_the_batch_says(bring, jpeg, naming, batch):
    nadia = CrewMemberFactory(name="Nadia Ferri")
    batch.role, batch.release_signed_on = RoleFactory(), timezone.localdate()
    batch.save()
    naming("Nadia Ferri")
    bring(jpeg(), "A.JPG"), bring(jpeg(colour="blue"), "B.JPG")
    credit, release = Credit.objects.get(), PersonRelease.objects.get()
    assert (credit.member, credit.role, credit.production) == (nadia, batch.role, batch.production)
    assert (release.member, release.production, release.scope) == (nadia, batch.production, "public")


def test_whoever_has_the_role_and_the_release_twice_gets_no_third(bring, jpeg, naming, batch):
    nadia = CrewMemberFactory(name="Nadia Ferri")
    batch.role, batch.release_signed_on = RoleFactory(), timezone.localdate()
    batch.save()
    for character in ("Anna", "Carla"):
        about = {"production": batch.production, "member": nadia}
        Credit.objects.create(**about, role=batch.role, character=character)
        PersonRelease.objects.create(**about, signed_on=batch.release_signed_on, scope="public")
    naming("Nadia Ferri")
    assert bring(jpeg()).state == "kept"
    assert (Credit.objects.count(), PersonRelease.objects.count()) == (2, 2)


def test_what_fails_behind_the_original_leaves_no_file_in_the_vault(batch, jpeg, monkeypatch, storages):
    def fail(*args):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(batches, "_introduce", fail)
    file = uploads.announce(batch, "IMG.JPG", len(content := jpeg()))
    batches.receive(file, io.BytesIO(content), at=0)
    with pytest.raises(RuntimeError, match="gone"):
        batches.take_in(file)
    assert [path for path in storages.rglob("*") if path.is_file()] == []


def test_who_is_named_is_written_down_and_settles_no_other_photograph(bring, jpeg, naming, monkeypatch):
    CrewMemberFactory(name="Nadia Ferri")
    naming("Nadia Ferri")
    settled = []
    monkeypatch.setattr(publication, "settle_later", settled.extend)
    bring(jpeg())
    photo = Photo.objects.get()
    assert RightsEntry.objects.filter(subject=f"photo:{photo.pk}", fact="people", after="listed").exists()
    assert settled == []


def test_without_a_word_of_the_batch_nobody_is_credited_or_released(bring, jpeg, naming):
    CrewMemberFactory(name="Nadia Ferri")
    naming("Nadia Ferri")
    bring(jpeg())
    assert (Credit.objects.count(), PersonRelease.objects.count()) == (0, 0)


# ZIP


def test_a_zip_is_unpacked(bring, jpeg, settings):
    archive = bring(
        zipped(
            {"a/1.jpg": jpeg(), "a/2.jpg": jpeg(colour="blue"), "__MACOSX/a/._1.jpg": b"x", ".DS_Store": b"x"}
        ),
        "set.zip",
    )
    assert (archive.state, Photo.objects.count(), IncomingPhoto.objects.count()) == ("unpacked", 2, 3)
    assert bytes_left(settings) == []


def test_a_zip_is_known_by_what_it_is_and_not_by_its_name(bring, jpeg):
    assert bring(zipped({"1.jpg": jpeg()}), "IMG.JPG").state == "unpacked"


def test_what_is_no_picture_in_a_zip_is_refused_by_its_own_name(bring, jpeg):
    bring(zipped({"1.jpg": jpeg(), "notes.txt": b"hello"}), "set.zip")
    assert IncomingPhoto.objects.get(state="refused").name == "notes.txt"


def test_a_damaged_zip_is_refused(bring, jpeg, settings):
    content = bytearray(zipped({"1.jpg": jpeg()}))
    content[40:400] = bytes(360)
    file = bring(bytes(content), "set.zip")
    assert (file.trouble, Photo.objects.count(), bytes_left(settings)) == ("zip_damaged", 0, [])


def test_a_zip_with_a_name_that_is_not_in_its_encoding_is_refused(bring):
    content = zipped({"più.jpg": b"x"}).replace("ù".encode(), b"\xff\xff")
    assert bring(content, "set.zip").trouble == "zip_damaged"


def test_a_file_without_a_name_in_a_zip_is_left_there(bring, jpeg):
    file = bring(zipped({".": b"x", "1.jpg": jpeg()}), "set.zip")
    assert (file.state, file.inside.count()) == ("unpacked", 1)


def by_hand(name, flags=0, place=0, entries=1):
    """A ZIP whose directory says what it is told to."""
    head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, flags, *[0] * 6, len(name), *[0] * 5, place) + name
    size = len(entry) * entries
    return head + entry * entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, size, len(head), 0)


@pytest.mark.parametrize("name", [b"", b".", b"./", b"/"])
def test_what_has_no_name_in_a_zip_is_not_meant(bring, name, settings):
    file = bring(by_hand(name), "set.zip")
    assert (file.state, IncomingPhoto.objects.count(), bytes_left(settings)) == ("unpacked", 1, [])


def test_a_zip_whose_names_are_not_in_the_letters_it_says_is_damaged(bring, settings):
    file = bring(by_hand(b"\xff\xfe", flags=0x800), "set.zip")
    assert (file.trouble, bytes_left(settings)) == ("zip_damaged", [])


def test_a_zip_that_points_outside_itself_is_damaged(bring, settings):
    file = bring(by_hand(b"1.jpg", place=0xFFFFFF00), "set.zip")
    assert (file.trouble, bytes_left(settings)) == ("zip_damaged", [])


def test_a_directory_that_begins_before_the_file_is_damaged(bring, jpeg, settings):
    content = bytearray(zipped({"1.jpg": jpeg()}))
    content[-10:-6] = struct.pack("<I", len(content))
    file = bring(bytes(content), "set.zip")
    assert (file.trouble, bytes_left(settings)) == ("zip_damaged", [])


def test_a_directory_without_end_is_not_read(bring, settings):
    file = bring(by_hand(b"1.jpg", entries=100_000), "set.zip")
    assert (file.trouble, bytes_left(settings)) == ("zip_too_many", [])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../1.jpg", "1.jpg"),
        ("/etc/1.jpg", "1.jpg"),
        ("a\\..\\1.jpg", "1.jpg"),
        ("-rf *.jpg", "-rf *.jpg"),
    ],
)
def test_a_name_in_a_zip_opens_nothing(bring, jpeg, storages, settings, typed, shown):
    bring(zipped({typed: jpeg(64, 64)}), "set.zip")
    photo = Photo.objects.get()
    assert (photo.incoming.name, bytes_left(settings)) == (shown, [])
    assert {path.parent.name for path in storages.rglob("*") if path.is_file()} == {photo.asset}


def test_a_locked_zip_is_refused(bring, jpeg):
    content = bytearray(zipped({"1.jpg": jpeg()}))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    content[6] |= 1
    assert bring(bytes(content), "set.zip").trouble == "zip_locked"


def test_a_zip_of_too_many_files_is_refused_before_any_is_unpacked(bring, settings):
    settings.ZIP_MAX_FILES = 3
    file = bring(zipped({f"{number}.jpg": b"x" for number in range(4)}), "set.zip")
    assert (file.trouble, IncomingPhoto.objects.count()) == ("zip_too_many", 1)


def test_a_zip_that_swells_is_not_unpacked_beyond_the_limit(bring, settings):
    settings.PHOTO_MAX_BYTES = 100_000
    bring(zipped({"bomb.jpg": bytes(5_000_000)}, compression=zipfile.ZIP_DEFLATED), "set.zip")
    bomb = IncomingPhoto.objects.get(name="bomb.jpg")
    assert (bomb.state, bomb.trouble, bytes_left(settings)) == ("refused", "too_heavy", [])


def test_a_zip_in_a_zip_stays_shut(bring, jpeg):
    bring(zipped({"inner.zip": zipped({"1.jpg": jpeg()})}), "set.zip")
    assert Photo.objects.count() == 0


def test_two_files_that_are_called_alike_and_weigh_alike_are_two(bring, jpeg):
    one, other = (jpeg(colour=colour).ljust(9_000, b"\0") for colour in ("red", "blue"))
    bring(zipped({"day 1/IMG_1.JPG": one, "day 2/IMG_1.JPG": other}), "set.zip")
    assert Photo.objects.count() == 2


def test_a_zip_that_is_packed_otherwise_is_refused_before_any_is_unpacked(bring, jpeg):
    file = bring(zipped({"1.jpg": jpeg()}, compression=zipfile.ZIP_BZIP2), "set.zip")
    assert (file.trouble, IncomingPhoto.objects.count()) == ("zip_unusual", 1)


def test_a_zip_of_a_version_that_nobody_reads_yet_is_refused(bring, jpeg, settings):
    content = bytearray(zipped({"1.jpg": jpeg()}))
    content[content.index(b"PK\1\2") + 6] = 99
    file = bring(bytes(content), "set.zip")
    assert (file.trouble, bytes_left(settings)) == ("zip_unusual", [])


def test_a_zip_whose_worker_was_killed_brings_the_rest_and_nothing_twice(bring, jpeg, commit):
    content = zipped({"1.jpg": jpeg(), "2.jpg": jpeg(colour="blue")})
    archive = bring(content, "set.zip")
    archive.inside.last().delete()
    archive.path.write_bytes(content)
    IncomingPhoto.objects.filter(pk=archive.pk).update(state="waiting")
    with commit():
        batches.take_in_job.call_local(archive.pk)
    assert sorted(archive.inside.values_list("name", flat=True)) == ["1.jpg", "2.jpg"]


def test_a_file_of_a_zip_that_was_half_written_goes_on_where_it_stopped(batch, jpeg, commit):
    content = jpeg()
    archive = uploads.announce(batch, "set.zip", len(packed := zipped({"1.jpg": content})))
    half = uploads.announce(batch, "1.jpg", len(content), stamp="0", archive=archive)
    uploads.append(half, io.BytesIO(content[: len(content) // 2]), at=0)
    with commit():
        batches.receive(archive, io.BytesIO(packed), at=0)
    assert original() == content
