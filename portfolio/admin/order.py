"""Order by dragging, where the list is longer than a page."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from unfold.forms import PaginationInlineFormSet


class InOrder(PaginationInlineFormSet):
    """Rows in an order of their own, a page of them at a time.

    The browser numbers the rows of the page that it sees from 0. Saving puts that page back into its place
    among the others, and new rows at the end, unless they were dragged elsewhere.
    """

    def remember_places(self) -> None:
        """Notes which rows come before and after this page, before anything is saved."""
        self._known = list(self.queryset.values_list("pk", flat=True)) if self.instance.pk else []

    def put_in_places(self) -> None:
        """Numbers all rows of the parent anew, in the order that the editor sees."""
        rows = {row.pk: row for row in self._all_rows()}
        wanted = [pk for pk in self._wanted() if pk in rows]
        moved = []
        for place, pk in enumerate(wanted):
            if rows[pk].order != place:
                rows[pk].order = place
                moved.append(rows[pk])
        self.model._default_manager.bulk_update(moved, ["order"])

    def _all_rows(self) -> list[Any]:
        return list(self.model._default_manager.filter(**{self.fk.name: self.instance}))

    def _wanted(self) -> list[Any]:
        """Earlier pages, this page as it was left, later pages, then what is new."""
        shown = {form.instance.pk: form for form in self.initial_forms}
        here = [pk for pk in self._known if pk in shown]
        start = self._known.index(here[0]) if here else len(self._known)
        before = self._known[:start]
        after = [pk for pk in self._known[start:] if pk not in shown]
        added = [form for form in self.extra_forms if form.instance.pk]
        dragged = [form for form in added if form.cleaned_data.get("order")]
        page = sorted([*(shown[pk] for pk in here), *dragged], key=_place)
        fresh = [form.instance.pk for form in added if form not in dragged]
        return [*before, *(form.instance.pk for form in page), *after, *fresh]


def _place(form: Any) -> tuple[int, int]:
    return (form.cleaned_data.get("order") or 0, form.instance.pk)


class OrderedList:
    """A mixin for lists that are ordered by dragging: dragging swaps the places that the rows have.

    What is added comes last.
    """

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        """A new row behind all others."""
        row = super().save_form(request, form, change)  # type: ignore[misc]
        if not change and "order" not in form.changed_data:
            last = type(row)._default_manager.aggregate(last=Max("order"))["last"]
            row.order = 0 if last is None else last + 1
        return row

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """A page of a long or filtered list numbers its rows from 0: they get the places of this page."""
        if request.method == "POST" and "_save" in request.POST:
            self._number_anew()
            request.POST = self._with_true_places(request.POST)
        return super().changelist_view(request, extra_context)  # type: ignore[misc]

    def _with_true_places(self, posted: Any) -> Any:
        data = posted.copy()
        total = int(data.get("form-TOTAL_FORMS") or 0) if str(data.get("form-TOTAL_FORMS")).isdigit() else 0
        rows = [number for number in range(total) if str(data.get(f"form-{number}-order")).isdigit()]
        rows.sort(key=lambda number: int(data[f"form-{number}-order"]))
        keys = [data.get(f"form-{number}-id") for number in rows]
        held = self._places([key for key in keys if str(key).isdigit()])
        for number, place in zip(rows, held, strict=False):
            data[f"form-{number}-order"] = str(place)
        return data

    def _number_anew(self) -> None:
        """Gives all rows places of their own, in the order that they have: batches begin from 0 each."""
        moved = []
        for place, row in enumerate(self.model._default_manager.order_by("order", "pk").only("pk", "order")):  # type: ignore[attr-defined]
            if row.order != place:
                row.order = place
                moved.append(row)
        self.model._default_manager.bulk_update(moved, ["order"], batch_size=500)  # type: ignore[attr-defined]

    def _places(self, keys: list[Any]) -> list[int]:
        """The places that these rows hold now, rising."""
        rows = self.model._default_manager.filter(pk__in=keys)  # type: ignore[attr-defined]
        return sorted(rows.values_list("order", flat=True))
