"""Saving what was watched as a file: a sheet for the studio, a receipt for a rights holder."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget

from portfolio.screening.evidence import handing_on, receipt
from portfolio.screening.evidence.file_names import parts_of, to_be_saved
from portfolio.screening.models import Grant

SHEET, ALL = "sheet", "receipt"


class ExportForm(forms.Form):
    """Which file, and in which language."""

    what = forms.ChoiceField(label=_("Which file?"), initial=SHEET, widget=UnfoldAdminRadioSelectWidget())
    language = forms.ChoiceField(
        label=_("In which language?"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget()
    )

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        """`grant` says whose films are in it: each holder gets a receipt of their own."""
        super().__init__(*args, **kwargs)
        self.grant = grant
        self.holders = {f"{ALL}-{holder.pk}": holder for holder in receipt.holders(grant)}
        self.fields["language"].initial = translation.get_language()
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (SHEET, gettext("Each delivery, for a spreadsheet (CSV)")),
            *(
                (key, gettext("Receipt for %(who)s (PDF)") % {"who": who})
                for key, who in self.holders.items()
            ),
            (ALL, gettext("Receipt with all films, for you (PDF)")),
        ]

    def file(self, by: Any) -> HttpResponse:
        """The chosen file; that it was saved goes into the log."""
        what = self.cleaned_data["what"]
        with translation.override(self.cleaned_data["language"]):
            if what == SHEET:
                rows = handing_on.as_sheet(self.grant, by=by)
                name = to_be_saved(parts_of(self.grant, gettext("viewings")), "csv")
                return _answer(rows, "text/csv; charset=utf-8", name)
            holder = self.holders.get(what)
            pdf = handing_on.as_receipt(self.grant, holder, by=by)
            name = to_be_saved(parts_of(self.grant, gettext("receipt"), str(holder or "")), "pdf")
        return _answer(pdf, "application/pdf", name)


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name})
