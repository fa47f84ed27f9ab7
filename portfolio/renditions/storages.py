"""The two storages: the vault, which has no addresses, and the public one."""

from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, storages


class VaultStorage(FileSystemStorage):
    """Keeps originals and everything that is made of them. It has no addresses at all.

    `FileSystemStorage(base_url=None)` would fall back to `MEDIA_URL`, and a template would print a link.
    """

    def url(self, name: str | None) -> str:
        """Always refuses: what lies here is handed over by a door that asks, or not at all."""
        raise ValueError("The vault has no addresses.")


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
