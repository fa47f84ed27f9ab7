"""The wall of faces: public portraits on a contact sheet, by department or by production."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crew.models import CrewMember, Department
from portfolio.models import Credit, Photo, Production
from portfolio.views import works
from portfolio.views.members import public_credits


@dataclass(frozen=True)
class Face:
    """A frame of the sheet: the picture, its number, who it is, and what they did."""

    photo: Photo
    people: list[CrewMember]
    credit: Credit | None
    number: int = 0

    @property
    def department(self) -> Department | None:
        """The department of the credit, if any."""
        return self.credit.group if self.credit else None

    @property
    def is_group(self) -> bool:
        """Whether several people are in it: then no single role is printed."""
        return len(self.people) > 1


@dataclass(frozen=True)
class Strip:
    """Frames under one heading; the heading is None for those that have none."""

    heading: Any
    faces: list[Face]


def faces(at: datetime | None = None, *, limit: int | None = None) -> list[Face]:
    """The public portraits at `at` (default: now) in the editor's order, at most `limit` of them."""
    portraits = list(works.photos(at).portraits()[:limit])
    known = credits_by_member(portraits, at)
    framed = [_framed(photo, known) for photo in portraits]
    return [replace(face, number=number) for number, face in enumerate(framed, start=1)]


def strips(wall: Iterable[Face], heading: Callable[[Face], Any], place: Callable[[Any], Any]) -> list[Strip]:
    """`wall` under headings in the order of `place`, those without one last; frames are numbered anew."""
    in_order = sorted(wall, key=lambda face: (heading(face) is None, place(heading(face))))
    numbered = [replace(face, number=number) for number, face in enumerate(in_order, start=1)]
    return [Strip(head, list(group)) for head, group in groupby(numbered, key=heading)]


def fitting(photo: Photo, held: list[Credit]) -> Credit | None:
    """Of somebody's credits the one on the photo's own production, else any."""
    here = [credit for credit in held if credit.production_id == photo.production_id]
    return next(iter([*here, *held]), None)


def credits_by_member(photos: list[Photo], at: datetime | None = None) -> dict[int, list[Credit]]:
    """The public credits at `at` (default: now) of everybody in `photos`, by the member's number."""
    members = {appearance.member_id for photo in photos for appearance in photo.appearances.all()}
    found: dict[int, list[Credit]] = {}
    for credit in public_credits(at).filter(member__in=members).order_by("order", "pk"):
        found.setdefault(credit.member_id or 0, []).append(credit)
    return found


@require_safe
def by_department(request: HttpRequest) -> HttpResponse:
    """The wall, in the departments' order."""
    wall = strips(faces(), lambda face: face.department, _place_of_department)
    return render(request, "portfolio/face_list.html", {"strips": wall, "is_by_department": True})


@require_safe
def by_production(request: HttpRequest) -> HttpResponse:
    """The wall, the newest production first."""
    wall = strips(faces(), lambda face: face.photo.production, _place_of_production)
    return render(request, "portfolio/face_list.html", {"strips": wall})


def _framed(photo: Photo, known: dict[int, list[Credit]]) -> Face:
    people = [appearance.member for appearance in photo.appearances.all()]
    held = [credit for member in people for credit in known.get(member.pk, [])]
    return Face(photo=photo, people=people, credit=fitting(photo, held))


def _place_of_department(department: Department | None) -> tuple[int, int]:
    return (department.order, department.pk) if department else (0, 0)


def _place_of_production(production: Production | None) -> tuple[int, int, int]:
    return (-(production.year or 0), production.order, production.pk) if production else (0, 0, 0)
