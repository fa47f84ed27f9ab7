"""What photos and films have in common on the desk: their choice to be seen, and why they are not."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, Model, QuerySet, Value, When
from django.forms import CharField, Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from portfolio.actions import clearance, publication, rendering
from portfolio.actions.publication import TooManyPhotos
from portfolio.admin.calendar import may_look_ahead, page_as_of
from portfolio.admin.decisions import Decision, ask_editor
from portfolio.admin.facts import OpenedPage, save_rows
from portfolio.admin.log import RightsHistory
from portfolio.admin.pictures import picture, thumbnail
from portfolio.admin.telling import told_once
from portfolio.models.blockers import Blocker, why_hidden
from portfolio.models.moments import visible_from


class ReasonForm(Form):
    """Why; the log keeps it."""

    reason = CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Kept in the log of rights. Name no names."),
    )


class WorkAdmin(OpenedPage, RightsHistory):
    """A mixin for photos and films. Publishing and every deciding fact go through the actions."""

    actions = ["publish_chosen", "unpublish_chosen", "develop_chosen"]
    actions_detail = ["develop", "withdraw", "take_up_again"]
    list_per_page = 60

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The works, each knowing whether the public sees it: one question for the whole list."""
        rows = super().get_queryset(request)  # type: ignore[misc]
        public = rows.model.objects.public().values("pk")
        return rows.annotate(is_seen=Case(When(pk__in=public, then=Value(True)), default=Value(False)))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The work, knowing whether this editor may look at the site at another moment."""
        work = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if work is not None:
            work.may_look_ahead = may_look_ahead(request.user)
        return work

    @display(description=_("seen by the public"), label={True: "success", False: "danger", None: "warning"})
    def seen(self, work: Any) -> tuple[bool | None, Any]:
        """Whether everybody may see it now, and whether there is anything to see yet."""
        if not work.is_seen:
            return False, _("no")
        if work.state == work.State.READY:
            return True, _("yes")
        return None, work.get_state_display()

    @admin.display(description=_("picture"))
    def thumb(self, work: Any) -> SafeString:
        """The smallest rendition."""
        return thumbnail(work)

    @admin.display(description=_("picture"))
    @told_once
    def preview(self, work: Any) -> SafeString:
        """A rendition large enough to judge; a word where there is none yet."""
        return picture(work, at_least=640)

    @admin.display(description=_("size of the original"))
    def dimensions(self, work: Any) -> str:
        """Width and height, upright."""
        return f"{work.width} × {work.height} pixel" if work.width else "–"

    @admin.display(description=_("renditions"))
    @told_once
    def condition(self, work: Any) -> str:
        """How far its renditions are; where they failed, why."""
        trouble = rendering.trouble_in_words(work)
        return f"{work.get_state_display()}: {trouble}" if trouble else work.get_state_display()

    @admin.display(description=_("Why is this not online?"))
    @told_once
    def blockers(self, work: Any) -> SafeString:
        """Every reason; of what is online `online` tells."""
        if work.pk is None:
            return format_html("{}", _("It is said here once the work is saved."))
        opens = visible_from(work)
        may_look = getattr(work, "may_look_ahead", False)
        ahead = [_opening(work, opens, may_look=may_look)] if opens else []
        lines = [*map(mending, why_hidden(work)), *ahead]
        return format_html(
            '<ul class="desk-reasons">{}</ul>',
            format_html_join("", "<li>{}</li>", ((line,) for line in lines)),
        )

    @admin.display(description=_("seen by the public"))
    @told_once
    def online(self, work: Any) -> SafeString:
        """The good news."""
        return format_html('<span class="desk-online">{}</span>', _good_news(work))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody is told why a work is not online that is."""
        fieldsets = super().get_fieldsets(request, obj)
        if not getattr(obj, "is_seen", False):
            return fieldsets
        return [
            (name, options | {"fields": _of_what_is_seen(options["fields"])}) for name, options in fieldsets
        ]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page's address, where there is a page."""
        return super().get_view_on_site_url(obj) if getattr(obj, "is_seen", False) else None  # type: ignore[misc]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: Any) -> None:
        """All but the choice to publish, which waits until the persons shown are saved."""
        if not change:
            obj.is_published = False
        former = type(obj)._default_manager.filter(pk=obj.pk).first()
        self.save_work(request, obj, form)
        clearance.fact_changed(obj, former, by=request.user)

    def save_work(self, request: HttpRequest, work: Any, form: ModelForm) -> None:
        """Saves the row; where a picture came, with it."""
        work.save_said()

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: Any) -> None:
        """Persons, tracks and the rest: facts, through the actions."""
        save_rows(formset, by=request.user)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: Any) -> None:
        """The rows below, then the choice."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        work: Any = form.instance
        if "is_published" in form.changed_data:
            self._choose(request, work, is_published=form.cleaned_data["is_published"])
        else:
            publication.settle_later([work])

    def _choose(self, request: HttpRequest, work: Any, *, is_published: bool) -> bool:
        """Publishes or unpublishes; says in a sentence why it cannot be."""
        act = publication.publish if is_published else publication.unpublish
        try:
            act(work, by=request.user)
        except TooManyPhotos as refusal:
            messages.error(request, refusal.sentence)
            return False
        return True

    @action(description=_("Publish the chosen ones"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, until the agreement's number is reached; says how many are really seen."""
        done = [work for work in queryset if self._choose(request, work, is_published=True)]
        seen = queryset.model.objects.public().filter(pk__in=[work.pk for work in done]).count()
        self.remark_on(request, done)
        if done:
            messages.success(
                request,
                ngettext("%(count)s published.", "%(count)s published.", len(done)) % {"count": len(done)},
            )
        if seen < len(done):
            sentence = ngettext(
                "%(count)s of them is not seen yet: open it to read why.",
                "%(count)s of them are not seen yet: open them to read why.",
                len(done) - seen,
            )
            messages.warning(request, sentence % {"count": len(done) - seen})

    def remark_on(self, request: HttpRequest, published: list[Any]) -> None:
        """What the editor should know of these; nothing, unless a subclass says so."""

    @action(description=_("Unpublish the chosen ones"), permissions=["change"])
    def unpublish_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Their public copies are gone when the answer comes."""
        done = [self._choose(request, work, is_published=False) for work in queryset]
        messages.success(
            request,
            ngettext("%(count)s unpublished.", "%(count)s unpublished.", len(done)) % {"count": len(done)},
        )

    @action(description=_("Develop again"), permissions=["change"])
    def develop_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The worker makes their sizes anew: what failed on a busy machine may succeed now."""
        rendering.again(queryset)
        messages.success(request, gettext("The worker develops them again."))

    @action(description=_("Develop again…"), url_path="develop", permissions=["develop"])
    def develop(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """One that failed."""
        words = _("Try once more?"), _("Develop again"), gettext("The worker develops it again.")
        return self.decide(request, object_id, lambda work, by: rendering.again([work]), *words)

    def has_develop_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change it, where it failed."""
        return self._may_change(request, object_id, state="failed")

    @action(description=_("Withdraw…"), url_path="withdraw", permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """From everybody, at once."""
        words = _("Withdraw it?"), _("Withdraw now"), gettext("Withdrawn. Nobody sees it any more.")
        return self.decide(request, object_id, clearance.withdraw, *words, form=ReasonForm)

    @action(description=_("Take up again…"), url_path="take-up-again", permissions=["take_up_again"])
    def take_up_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What the facts allow is seen again."""
        words = _("Show it again?"), _("Take it up again"), gettext("The withdrawal is taken back.")
        return self.decide(request, object_id, clearance.take_up_again, *words)

    def has_withdraw_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change it, while it is not withdrawn."""
        return self._may_change(request, object_id, withdrawn_at__isnull=True)

    def has_take_up_again_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change it, once it is withdrawn."""
        return self._may_change(request, object_id, withdrawn_at__isnull=False)

    def _may_change(self, request: HttpRequest, object_id: Any, **standing: Any) -> bool:
        rows = self.model._default_manager.filter(pk=object_id, **standing)  # type: ignore[attr-defined]
        return self.has_change_permission(request) and rows.exists()  # type: ignore[attr-defined]

    def decide(
        self, request: HttpRequest, object_id: int, act: Any, *words: Any, form: type[Form] = Form
    ) -> HttpResponse:
        """A page with a button: opening a link changes nothing.

        `words` are the question, the button, and what is said when it is done.
        """
        work = get_object_or_404(self.model, pk=object_id)  # type: ignore[attr-defined]
        title, button, done = words

        def act_and_say(filled: Form) -> str:
            act(work, by=request.user, **filled.cleaned_data)
            return str(done)

        options = self.model._meta  # type: ignore[attr-defined]
        asked = Decision(
            form=form(request.POST if request.method == "POST" else None),
            title=f"{str(work).rstrip(' .')}: {title}",
            button=button,
            act=act_and_say,
            back=reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[object_id]),
        )
        return ask_editor(request, self, asked)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Its public copies go first."""
        clearance.drop_work(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        """One by one."""
        for work in queryset:
            clearance.drop_work(work, by=request.user)  # type: ignore[arg-type]


def _of_what_is_seen(fields: Any) -> list[Any]:
    return ["online" if field == "blockers" else field for field in fields]


def mending(blocker: Blocker) -> SafeString:
    """The sentence, leading to the form that mends it where that is another one."""
    row = blocker.mended_at
    if row is None:
        return format_html("{}", blocker.sentence)
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, blocker.sentence)


def _opening(work: Any, moment: datetime, *, may_look: bool) -> SafeString:
    """When the public will see it, leading to its page as it will be then."""
    sentence = gettext("It will be seen from %(moment)s, if nothing else changes.")
    day = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if not may_look:
        return format_html("{}", sentence % {"moment": day})
    return format_html('<a href="{}">{}</a>', page_as_of(work, moment), sentence % {"moment": day})


def _good_news(work: Any) -> Any:
    """Nothing hides it; whether there is anything to see yet depends on the worker."""
    if work.state == work.State.PENDING:
        return _("It is online, and its sizes are being made: it will be seen in a moment.")
    if work.state == work.State.FAILED:
        return _("It is online, but its sizes could not be made: choose the file again.")
    return _("It is online.")
