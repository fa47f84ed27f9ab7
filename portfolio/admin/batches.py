"""Many photographs at once on the desk: a page to drop them on, and what its script asks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from portfolio.actions import batches, uploads
from portfolio.admin import batch_rows
from portfolio.admin.pictures import PICTURES
from portfolio.admin.pieces import PIECE, announced, answering, line_words, take_piece
from portfolio.models import IncomingPhoto, Photo, PhotoBatch

State = IncomingPhoto.State
# A row may be written as long after its moment as a lock is waited for.
LAG = timedelta(seconds=30)
# What a batch writes besides photographs asks for the right to write it.
ASKED_OF = {
    "release_signed_on": "portfolio.add_personrelease",
    "role": "portfolio.add_credit",
    "department": "portfolio.add_credit",
}


class BatchForm(forms.ModelForm):
    """What is said once for all photographs of a batch. Nothing is required."""

    class Meta:
        """All but who and when."""

        model = PhotoBatch
        fields = ["production", "kind", "credit_line", "role", "department", "release_signed_on"]
        widgets = {
            "kind": UnfoldAdminSelectWidget(),
            "credit_line": UnfoldAdminTextInputWidget(),
            "role": UnfoldAdminSelectWidget(),
            "department": UnfoldAdminSelectWidget(),
            "production": UnfoldAdminSelectWidget(),
            "release_signed_on": forms.DateInput(
                attrs={"type": "date", "class": UnfoldAdminTextInputWidget().attrs["class"]},
                format="%Y-%m-%d",
            ),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Without what `user` has no right to write: it is not asked, and not heard where it is said."""
        super().__init__(*args, **kwargs)
        for name in _withheld(user):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Credits and releases are a production's."""
        cleaned = super().clean() or self.cleaned_data
        told = any(cleaned.get(name) for name in ("role", "department", "release_signed_on"))
        if told and not cleaned.get("production"):
            self.add_error("production", _("Choose the production whose credits and releases these are."))
        return cleaned


class ManyFiles(forms.FileInput):
    """A field for many files."""

    allow_multiple_selected = True


class BatchPages:
    """A mixin for the photographs' admin: its action `many`, and the addresses of the page's script."""

    def get_urls(self) -> list[Any]:
        """Before the admin's own, which would take `batch` for a key."""
        pages = [
            ("batch/<slug:code>/", self.batch_page, "batch", ["GET", "POST"]),
            ("batch/<slug:code>/state/", self.batch_state, "batch_state", ["GET"]),
            ("batch/<slug:code>/files/", self.announce_file, "batch_announce", ["POST"]),
            ("batch/<slug:code>/files/<int:pk>/", self.file_piece, "batch_file", ["GET", "PUT"]),
            ("batch/<slug:code>/files/<int:pk>/twin/", self.decide_twin, "batch_twin", ["GET", "POST"]),
        ]
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [
            path(route, wrap(answering(*methods)(view)), name=f"portfolio_photo_{name}")
            for route, view, name, methods in pages
        ]
        return own + super().get_urls()  # type: ignore[misc]

    @action(description=_("Add many…"), url_path="many", permissions=["add"])
    @method_decorator(answering("GET", "POST"))
    def many(self, request: HttpRequest) -> HttpResponse:
        """What holds for all, and the place to drop them on. The first file opens the batch."""
        chosen = request.GET.get("production", "")
        initial = {"production": chosen} if chosen.isdecimal() else {}
        form = BatchForm(request.POST or None, initial=initial, user=request.user)
        wants_json = request.headers.get("Accept") == "application/json"
        if request.method == "POST" and form.is_valid():
            form.instance.created_by = request.user
            batch = form.save()
            self._bring_posted(request, batch)
            page = batch_rows.page("batch", batch)
            return JsonResponse(_addresses(batch)) if wants_json else HttpResponseRedirect(page)
        if request.method == "POST" and wants_json:
            return JsonResponse({"errors": form.errors}, status=400)
        return self._page(request, form=form, batch=None)

    def batch_page(self, request: HttpRequest, code: str) -> HttpResponse:
        """The files of a batch and how they fare; more may be dropped."""
        batch = self._batch(request, code)
        if request.method == "POST":
            self._bring_posted(request, batch)
            return HttpResponseRedirect(batch_rows.page("batch", batch))
        return self._page(request, form=None, batch=batch)

    def batch_state(self, request: HttpRequest, code: str) -> JsonResponse:
        """How each file fares; with `?since=`, the `moment` of a former answer, those that have changed."""
        batch, moment = self._batch(request, code), timezone.now() - LAG
        files = self._rows(request, batch, _moment(request.GET.get("since", "")))
        return JsonResponse({"moment": moment.isoformat(), "files": files})

    def announce_file(self, request: HttpRequest, code: str) -> JsonResponse:
        """A file that is about to come; answers where its pieces go, and how much of it is here."""
        batch = self._batch(request, code)
        said = announced(request)
        if said is None:
            return JsonResponse({}, status=400)
        file = uploads.announce(batch, said.name, said.size, stamp=said.stamp)
        return JsonResponse(
            batch_rows.row(file, may_see=self._may_see(request))
            | {"received": uploads.received(file), "address": batch_rows.page("batch_file", batch, file.pk)}
        )

    def file_piece(self, request: HttpRequest, code: str, pk: int) -> JsonResponse:
        """GET: how much is here. PUT: the piece that begins at `Upload-Offset`.

        409 says where to go on: it did not fit, or the line dropped.
        """
        file = self._file(request, code, pk)
        if request.method != "PUT":
            return JsonResponse({"received": uploads.received(file)})
        return take_piece(request, file, batches.receive)

    def decide_twin(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        """A picture that is here already: taken in all the same, or left out."""
        file = self._file(request, code, pk)
        if request.method == "POST":
            decide = batches.keep_twin if request.POST.get("choice") == "keep" else batches.leave_out
            decide(file)
        if request.headers.get("Accept") == "application/json":
            file.refresh_from_db()
            return JsonResponse(batch_rows.row(file, may_see=self._may_see(request)))
        return HttpResponseRedirect(batch_rows.page("batch", file.batch))

    def _batch(self, request: HttpRequest, code: str) -> PhotoBatch:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise Http404
        batch = get_object_or_404(PhotoBatch.objects.select_related("production"), code=code)
        if any(getattr(batch, name) for name in _withheld(request.user)):
            raise Http404
        return batch

    def _file(self, request: HttpRequest, code: str, pk: int) -> IncomingPhoto:
        batch = self._batch(request, code)
        return get_object_or_404(batch.files.select_related("batch", "photo", "twin"), pk=pk)

    def _bring_posted(self, request: HttpRequest, batch: PhotoBatch) -> None:
        """Without JavaScript the files come with the form, all at once."""
        for upload in request.FILES.getlist("files"):
            batches.bring(batch, upload.name or "", upload, upload.size or 0)

    def _page(self, request: HttpRequest, *, form: Any, batch: PhotoBatch | None) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": _("Many photographs"),
            "opts": Photo._meta,
            "form": form,
            "batch": batch,
            "rows": self._rows(request, batch) if batch else [],
            "accept": f"{PICTURES},.zip",
            "script": _script(request, batch),
        }
        return render(request, "admin/photographs/many.html", page)

    def _rows(
        self, request: HttpRequest, batch: PhotoBatch, since: datetime | None = None
    ) -> list[dict[str, Any]]:
        return batch_rows.rows(batch, since, may_see=self._may_see(request))

    def _may_see(self, request: HttpRequest) -> bool:
        """Whether what is here already may be shown."""
        return bool(self.has_view_permission(request))  # type: ignore[attr-defined]


def _script(request: HttpRequest, batch: PhotoBatch | None) -> dict[str, Any]:
    """What the script is told: addresses, the size of a piece, and its words in the reader's language."""
    return {
        "token": get_token(request),
        "piece": PIECE,
        "open": reverse("admin:portfolio_photo_many"),
        "batch": _addresses(batch) if batch else None,
        "words": {
            **line_words(),
            "queued": gettext("queued"),
            "again": gettext("It stopped on its way: choose the same file or folder again, and it goes on."),
            "stopped": gettext("stopped"),
            "summary": gettext("{done} of {all} done"),
            "sums": {
                "kept": gettext("{n} taken in"),
                "twin": gettext("{n} here already: choose below"),
                "left": gettext("{n} left out"),
                "refused": gettext("{n} not taken"),
                "stopped": gettext("{n} stopped"),
            },
            "keep": gettext("Take in all the same"),
            "leave": gettext("Leave out"),
            "known": gettext("Here already"),
            "fresh": gettext("From this batch"),
            "nothing": gettext("There is no picture in what you dropped."),
        },
    }


def _addresses(batch: PhotoBatch) -> dict[str, str]:
    names = {"page": "batch", "state": "batch_state", "files": "batch_announce"}
    shown = reverse("admin:portfolio_photo_changelist") + f"?batch={batch.pk}"
    return {key: batch_rows.page(name, batch) for key, name in names.items()} | {"list": shown}


def _withheld(user: Any) -> list[str]:
    """The fields of a batch that write what `user` has no right to write."""
    return [name for name, right in ASKED_OF.items() if not user.has_perm(right)]


def _moment(said: str) -> datetime | None:
    """What a former answer called its moment; nothing where no answer did."""
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
