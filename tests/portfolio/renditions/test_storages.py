"""The vault has no addresses."""

import errno
import io
import shutil
from types import SimpleNamespace

import pytest
from django.core.files import File
from django.core.files.storage import InMemoryStorage

from portfolio.renditions.storages import MEGABYTE, has_room, public, put, vault


def test_the_vault_gives_no_address():
    with pytest.raises(ValueError, match="no addresses"):
        vault().url("x/original.jpg")


def test_the_public_storage_does():
    assert public().url("x/320-1.avif") == "/media/x/320-1.avif"


class Breaking(io.BytesIO):
    """A file that is read halfway when the disk turns out to be full."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(4)


def files(storages):
    return [path for path in (storages / "vault").rglob("*") if path.is_file()]


def test_where_the_disk_is_full_no_half_of_an_upload_stays(storages):
    with pytest.raises(OSError, match="No space"):
        vault().save("x/original.mp4", File(Breaking(b"a whole film"), name="a.mp4"))
    assert files(storages) == []


def test_what_has_the_name_already_is_spared_by_one_that_fails(storages):
    vault().save("x/original.mp4", File(io.BytesIO(b"former"), name="a.mp4"))
    with pytest.raises(OSError, match="No space"):
        vault().save("x/original.mp4", File(Breaking(b"a whole film"), name="a.mp4"))
    assert [path.read_bytes() for path in files(storages)] == [b"former"]


def test_while_a_file_is_put_there_its_megabytes_are_told(storages):
    heard = []
    put(vault(), "x/film.m4s", io.BytesIO(bytes(2 * MEGABYTE + 1)), lambda: heard.append(1))
    assert len(heard) == 3


def test_who_raises_when_told_leaves_nothing(storages):
    def stop():
        raise KeyError

    with pytest.raises(KeyError):
        put(vault(), "x/film.m4s", io.BytesIO(bytes(10)), stop)
    assert files(storages) == []


def test_room_is_what_the_disk_has(storages, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=50))
    assert (has_room(vault(), 50), has_room(vault(), 51)) == (True, False)


def test_what_is_linked_wants_no_room(storages, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=0))
    assert has_room(vault(), 50, lent_from=storages)


def test_what_lies_on_another_disk_does(storages, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=0))
    elsewhere = SimpleNamespace(stat=lambda: SimpleNamespace(st_dev=-1))
    assert not has_room(vault(), 50, lent_from=elsewhere)


def test_a_bucket_has_room():
    assert has_room(InMemoryStorage(), 10**18)
