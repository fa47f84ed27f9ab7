"""What a storage on another machine can do besides: give a part, or lend an address for one."""

from abc import abstractmethod
from typing import IO


class FarAway:
    """A storage whose files are not on this machine, so that none is fetched whole for the sake of a part."""

    @abstractmethod
    def open_part(self, name: str, first: int, length: int) -> IO[bytes]:
        """So many bytes of a file, from a place on, as they come. Refuses with `FileNotFoundError`."""


class Lending(FarAway):
    """One that gives a part to whoever has an address that was lent for it."""

    @abstractmethod
    def lend_part(self, name: str, asked: str, *, seconds: int) -> str:
        """An address that gives what the header `Range: asked` asks for, and nothing else, for `seconds`.

        The header is signed: with another one, or with none, the storage refuses.
        """

    @abstractmethod
    def origin(self) -> str:
        """Where lent addresses lead, without a path: what a content policy has to name."""
