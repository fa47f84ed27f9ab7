"""The two storages: the vault, which has no addresses, and the public one."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

MEGABYTE = 1024**2


class WithoutAddresses:
    """A mixin for whatever keeps the vault: originals and everything that is made of them."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Always refuses: what lies here is handed over by a door that asks, or not at all."""
        raise ValueError("The vault has no addresses.")


class Lent(File):
    """A whole file of this machine to which nobody writes any more: the vault may link it instead of copying.

    It is closed until `open`, and after the `with` that it is opened in.
    """

    def __init__(self, path: Path) -> None:
        """`path` is where it lies."""
        super().__init__(None, name=path.name)
        self.path = path

    @property
    def size(self) -> int:
        """So many bytes."""
        return self.path.stat().st_size

    def open(self, *args: Any, **kwargs: Any) -> "Lent":
        """To be read."""
        self.close()
        self.file = self.path.open("rb")
        return self

    def close(self) -> None:
        """It may be opened again."""
        if self.file:
            self.file.close()


class VaultStorage(WithoutAddresses, FileSystemStorage):
    """The vault in a folder.

    `FileSystemStorage(base_url=None)` would fall back to `MEDIA_URL`, and a template would print a link.
    """

    def _save(self, name: str, content: Any) -> str:
        """What is lent is linked, for a film weighs gigabytes; copied where it cannot be."""
        lent = getattr(content, "file", None)
        if isinstance(lent, Lent) and self._link(lent.path, Path(self.path(name))):
            return name
        with ExitStack() as otherwise:
            if not Path(self.path(name)).exists():  # Django leaves half a file where the disk was full
                otherwise.callback(Path(self.path(name)).unlink, missing_ok=True)
            saved: str = super()._save(name, content)  # type: ignore[misc]
            otherwise.pop_all()
        return saved

    def _link(self, path: Path, place: Path) -> bool:
        place.parent.mkdir(mode=self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
        try:
            place.hardlink_to(path)
        except OSError:  # another disk, no right to link, or a name that was taken this moment
            return False
        place.chmod(self.file_permissions_mode or 0o640)
        return True


def vault() -> Storage:
    """The private storage. Fields take the function, so that the settings decide and not the migration."""
    return storages["vault"]


def public() -> Storage:
    """The storage that a front server may hand out blindly."""
    return storages["public"]


def forget(storage: Storage, names: Any) -> None:
    """Deletes the named files; what is already gone is no error."""
    for name in names:
        storage.delete(name)


def has_room(storage: Storage, size: int, *, lent_from: Path | None = None) -> bool:
    """Whether so many bytes more have room in it. A bucket's end nobody sees.

    What is lent from a folder of the same disk is linked, and wants none.
    """
    if not isinstance(storage, FileSystemStorage):
        return True
    place = Path(storage.location)
    while not place.exists():
        place = place.parent
    is_linked = lent_from is not None and lent_from.stat().st_dev == place.stat().st_dev
    return is_linked or shutil.disk_usage(place).free >= size


def put(storage: Storage, name: str, content: IO[bytes], told: Callable[[], None] = lambda: None) -> None:
    """Keeps `content` under this very name, whole or not at all; what has the name is replaced.

    `told` is called after each megabyte, where they are written here; whoever raises in it stops the work.

    Django's own `save` chooses another name for one that is taken, and shows a file while it is written.
    """
    if isinstance(storage, FileSystemStorage):
        _put_file(storage, name, content, told)
        return
    told()
    storage.delete(name)
    storage.save(name, File(content))


def _put_file(storage: FileSystemStorage, name: str, content: IO[bytes], told: Callable[[], None]) -> None:
    """Beside its place first, then into it at a stroke."""
    place = Path(storage.path(name))
    place.parent.mkdir(mode=storage.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
    with ExitStack() as otherwise:
        handle, draft = tempfile.mkstemp(prefix=".", dir=place.parent)
        otherwise.callback(Path(draft).unlink, missing_ok=True)
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle is no path
            while some := content.read(MEGABYTE):
                file.write(some)
                told()
            file.flush()
            os.fsync(handle)
        Path(draft).chmod(storage.file_permissions_mode or 0o640)
        Path(draft).replace(place)
        otherwise.pop_all()
