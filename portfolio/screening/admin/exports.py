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
                return _answer(
                    handing_on.as_sheet(self.grant, by=by), "text/csv; charset=utf-8", self.grant, "csv"
                )
            pdf = handing_on.as_receipt(self.grant, self.holders.get(what), by=by)
        return _answer(pdf, "application/pdf", self.grant, "pdf")


def _answer(content: bytes, kind: str, grant: Grant, ending: str) -> HttpResponse:
    name = {"Content-Disposition": f'attachment; filename="{grant.code}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=name)
