"""Alternative texts on the desk: a suggestion beside each, and the queue of photographs that lack one."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from backstage.bilingual.desk import SaidForm
from backstage.bilingual.languages import codes, column, columns
from portfolio.admin.pictures import picture
from portfolio.models import Photo
from portfolio.models.alt_suggestion import suggested_alt


class SuggestingInput(UnfoldAdminTextInputWidget):
    """A line of words with a suggestion beneath it, which a button writes into it; never over other words."""

    suggestion = ""
    language = ""

    class Media:
        """What the button and the keys need."""

        js = [forms.Script("portfolio/suggestions.js", defer=True)]

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The input, then the suggestion where there is one."""
        line = super().render(*args, **kwargs)
        context = {"line": line, "suggestion": self.suggestion, "language": self.language}
        # The key beside it is the place of the language: Alt+1 for the first.
        context["key"] = codes().index(self.language) + 1 if self.language else ""
        return render_to_string("admin/photographs/suggesting.html", context)


class DescribedForm(forms.ModelForm):
    """A mixin for forms of photographs: each alternative text knows its language and its suggestion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in codes():
            field = self.fields.get(column("alt", code))
            if field is not None:
                field.widget = _suggesting(field, self.instance, code)


def _suggesting(field: Any, photo: Photo, language: str) -> SuggestingInput:
    widget = SuggestingInput(attrs={**field.widget_attrs(forms.TextInput()), "lang": language})
    widget.is_required, widget.language = field.required, language
    widget.suggestion = suggested_alt(photo, language) if photo.pk else ""
    return widget


class AltForm(DescribedForm, SaidForm):
    """The alternative text of one photograph, in every language; one of them at least."""

    said_fields = ("alt",)

    class Meta:
        """Nothing else of the photograph."""

        model = Photo
        fields = columns("alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        for code in codes():
            line = self.fields[column("alt", code)]
            # The page says once what the words are for.
            line.label, line.help_text = names[code], ""
        # The keyboard is already where a word is missing.
        empty = [name for name in self.fields if not self[name].value()]
        self.fields[(empty or list(self.fields))[0]].widget.attrs["autofocus"] = True


def without_alt(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """Photographs that no language describes."""
    for name in columns("alt"):
        photos = photos.filter(_empty(name))
    return photos


def lacking_alt(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """Photographs that some language does not describe."""
    lacking = Q()
    for name in columns("alt"):
        lacking |= _empty(name)
    return photos.filter(lacking)


def _empty(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{name: ""})


def queue(photos: QuerySet[Photo]) -> list[int]:
    """The numbers of those that wait: first what no language describes, then what one of them lacks."""
    lacking = lacking_alt(photos).order_by("order", "pk")
    bare = list(without_alt(lacking).values_list("pk", flat=True))
    return [*bare, *lacking.exclude(pk__in=bare).values_list("pk", flat=True)]


def start_describing(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """Leads to the first that waits; says so where none does, or where the end was reached."""
    waiting = queue(Photo.objects.all())
    if waiting and "end" not in request.GET:
        return redirect("admin:portfolio_photo_alt", waiting[0])
    return _page(request, model_admin, {"left": len(waiting)})


def describe(request: HttpRequest, model_admin: Any, number: int) -> HttpResponse:
    """One photograph beside its alternative texts. Saving leads to the next that waits."""
    with transaction.atomic():
        photo: Photo = get_object_or_404(Photo.objects.select_for_update(), pk=number)
        waiting = queue(Photo.objects.all())
        onward = _after(waiting, number)
        form = AltForm(request.POST or None, instance=photo)
        if request.method == "POST" and form.is_valid():
            _keep(request, model_admin, form)
            return onward
    context = {
        "left": len(waiting),
        "total": Photo.objects.count(),
        "form": form,
        # What was typed and refused is not the photograph's yet.
        "photo": Photo.objects.get(pk=number),
        "picture": picture(photo, at_least=960),
        "skip": onward.url,
    }
    return _page(request, model_admin, context)


def _after(waiting: list[int], number: int) -> Any:
    """To the one behind `number`, else to the end."""
    later = waiting[waiting.index(number) + 1 :] if number in waiting else waiting
    if later:
        return redirect("admin:portfolio_photo_alt", later[0])
    end = redirect("admin:portfolio_photo_alts")
    end["Location"] += "?end"
    return end


def _keep(request: HttpRequest, model_admin: Any, form: AltForm) -> None:
    """Saves it as the photograph's own form does."""
    photo = form.save(commit=False)
    model_admin.save_model(request, photo, form, True)
    model_admin.save_related(request, form, [], True)
    model_admin.log_change(request, photo, model_admin.construct_change_message(request, form, []))


def _page(request: HttpRequest, model_admin: Any, context: dict[str, Any]) -> HttpResponse:
    shell = {
        **model_admin.admin_site.each_context(request),
        "title": _("Alternative texts"),
        "opts": model_admin.model._meta,
    }
    return render(request, "admin/photographs/alt.html", shell | context)
