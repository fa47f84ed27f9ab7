"""Orders pictures from the drawing, and has them drawn on all processors."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from backstage.demo import drawing
from backstage.demo.shelf import Words

Pictures = dict[str, Path]


@dataclass(frozen=True)
class Order:
    """A picture to be drawn: `seed` names it; `subject` is a department's slug for a portrait."""

    seed: str
    kind: str  # portrait, scene or poster
    subject: str
    colour: bool
    words: drawing.PictureWords


def order(seed: str, kind: str, subject: str, picture: dict[str, object], *, person: str = "") -> Order:
    """The order for a picture of the content, with the words that travel inside its file."""
    caption, alt = _words(picture, "caption"), _words(picture, "alt")
    words = drawing.PictureWords(
        title=caption.get("it", "") or alt.get("it", ""),
        caption=caption.get("it", ""),
        creator="Elio Fuoricampo",
        credit="Elio Fuoricampo / Studio Retrofondale",
        copyright_notice="© Studio Retrofondale (demo)",
        person=person,
        alt=alt,
    )
    return Order(seed, kind, subject, bool(picture.get("colour", True)), words)


@contextmanager
def drawn(orders: list[Order], watch: Callable[..., Iterable[Any]]) -> Iterator[Pictures]:
    """The files of all orders by their seeds, until the block ends. `watch` shows how far it has come."""
    with tempfile.TemporaryDirectory(prefix="backstage-demo-") as name:
        folder = Path(name)
        # Begun anew, not forked: whoever loads the demo may have threads, and a lock that one of them holds
        # is never let go of in a copy of the process.
        with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
            jobs = [pool.submit(draw, order, folder) for order in orders]
            for job in watch(as_completed(jobs), total=len(jobs)):
                job.result()
        yield {order.seed: folder / f"{order.seed}.jpg" for order in orders}


def draw(order: Order, folder: Path) -> None:
    """Draws one picture into `folder`."""
    (folder / f"{order.seed}.jpg").write_bytes(_bytes(order))


def _bytes(order: Order) -> bytes:
    if order.kind == "portrait":
        return drawing.portrait(order.seed, department=order.subject, colour=order.colour, words=order.words)
    draw_it = drawing.poster if order.kind == "poster" else drawing.backstage_scene
    return draw_it(order.seed, subject=order.subject, colour=order.colour, words=order.words)


def _words(picture: dict[str, object], field: str) -> Words:
    words = picture.get(field)
    return words if isinstance(words, dict) else {}
