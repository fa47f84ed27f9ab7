"""Loads the demo: draws and films what is missing, tells it to the database at one go, develops it."""

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from django.db import transaction
from django.db.models import Q

from backstage.demo import association, faces, film, site, unit
from backstage.demo.clip import filmed
from backstage.demo.pictures import drawn
from portfolio.actions.rendering import render_all
from portfolio.models import Film, Photo, RightsEntry

SITES: dict[str, ModuleType] = {"faces": faces, "unit": unit, "association": association, "film": film}

Watch = Callable[..., Iterable[Any]]


def load(*, only: str | None = None, watch: Callable[[str], Watch]) -> list[str]:
    """Loads what was never loaded here, and gives its names. What is there is never touched again.

    `only` is one of `SITES`, which is then a whole site by itself; `watch` gives a progress bar for a label.
    """
    wanted = {only: SITES[only]} if only else {"site": site, **SITES}
    missing = {name: told for name, told in wanted.items() if not _is_loaded(name)}
    if missing:
        orders = [order for told in missing.values() for order in told.orders()]
        clips = unit.clips() if "unit" in missing else []
        with (
            drawn(orders, watch("Drawing pictures")) as pictures,
            filmed(clips, pictures, watch("Filming clips")) as films,
        ):
            _tell(missing, pictures | films, alone=bool(only))
    waiting = [*_waiting(Film, "poster"), *_waiting(Photo, "original")]
    for _work in watch("Developing pictures")(render_all(waiting), total=len(waiting)):
        pass
    return list(missing)


@transaction.atomic
def _tell(missing: dict[str, ModuleType], pictures: Any, *, alone: bool) -> None:
    """All or nothing. The log keeps what was loaded, so that a demo that was edited is not told again."""
    for name, told in missing.items():
        if alone:
            told.alone()
        told.tell(pictures)
        RightsEntry.objects.create(subject=f"demo:{name}", fact="loaded")


def _is_loaded(name: str) -> bool:
    return RightsEntry.objects.filter(subject=f"demo:{name}", fact="loaded").exists()


def _waiting(model: Any, picture: str) -> Iterable[Any]:
    return model.objects.filter(~Q(**{picture: ""}), state=model.State.PENDING)
