"""The inbox: who asks to see what, and the editor's answer."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from backstage.bilingual.desk import forgiving
from portfolio.admin.decisions import Decision, ask_editor
from portfolio.admin.log import RightsHistory
from portfolio.screening.actions import deciding
from portfolio.screening.admin.answers import ApproveForm, DeclineForm, InviteForm
from portfolio.screening.admin.decisions import DecisionRows
from portfolio.screening.admin.erasing import WrittenDeletion
from portfolio.screening.admin.pages import ReadOnly
from portfolio.screening.models import AccessRequest, Grant

State = AccessRequest.State
MARKS = {
    State.WAITING: "warning",
    State.APPROVED: "success",
    State.DECLINED: "danger",
    State.UNCONFIRMED: "info",
    State.WITHDRAWN: "info",
}
REFUSALS = (
    deciding.NotToBeDecided,
    deciding.NothingToShow,
    deciding.OverBeforeItBegins,
    deciding.FilmNotAllowed,
    deciding.NoReasonGiven,
    deciding.OwnRequest,
)


class StateFilter(admin.SimpleListFilter):
    """Those that wait, those that were answered, those of which nobody knows yet whose they are."""

    title = _("how it stands")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Three piles."""
        return [
            ("waiting", _("waiting for you")),
            ("answered", _("answered")),
            ("unconfirmed", _("address not confirmed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The chosen pile."""
        piles = {
            "waiting": queryset.filter(pk__in=AccessRequest.objects.waiting().values("pk")),
            "answered": queryset.filter(decided_at__isnull=False),
            "unconfirmed": queryset.filter(contact__isnull=True),
        }
        return piles.get(str(self.value()), queryset)


@admin.register(AccessRequest)
class AccessRequestAdmin(WrittenDeletion, RightsHistory, ReadOnly, ModelAdmin):
    """Requests are read here and answered with two buttons; nobody writes into them."""

    list_display = ["who", "company", "what", "needed_by", "asked_at", "standing"]
    list_display_links = ["who"]
    list_filter = [StateFilter]
    list_fullwidth = True
    search_fields = forgiving("name", "company", "email", "production", "reason")
    search_help_text = _("Name, company, address or words; accents do not matter.")
    actions_detail = ["approve", "decline"]
    actions_list = ["invite"]
    inlines = [DecisionRows]
    fieldsets = [
        (None, {"fields": ["stands", "invitation", "declined_reason"]}),
        (_("Who"), {"fields": ["name", "company", "role", "address", "known_as"]}),
        (_("What"), {"fields": ["what", "production", "reason", "needed_by", "asked_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list prints."""
        rows = super().get_queryset(request).select_related("showreel", "contact", "grant")
        return rows.prefetch_related("films")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Requests come from outside; the editor invites."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nobody confirmed: the rest is the record of who asked and what was answered."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.contact_id is None)

    def has_answer_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change requests, while one waits."""
        waits = AccessRequest.objects.waiting().filter(pk=object_id).exists()
        return waits and self.has_change_permission(request)

    @admin.display(description=_("who"), ordering="name")
    def who(self, asked: AccessRequest) -> str:
        """Their name."""
        return asked.name

    @admin.display(description=_("wants to see"))
    def what(self, asked: AccessRequest) -> str:
        """The films or the showreel."""
        return asked.wish

    @display(description=_("how it stands"), label=MARKS)
    def standing(self, asked: AccessRequest) -> tuple[Any, Any]:
        """Its state as a mark."""
        return asked.state, asked.state.label

    @admin.display(description=_("how it stands"))
    def stands(self, asked: AccessRequest) -> SafeString | str:
        """The same in words; while it waits, with both answers, which a phone's menu would hide."""
        if asked.contact and asked.contact.blocked_at:
            return gettext("the contact is blocked")
        if asked.state != State.WAITING:
            return str(asked.state.label)
        answers = (("approve", _("Approve…")), ("decline", _("Decline…")))
        links = (
            (reverse(f"admin:screening_accessrequest_{name}", args=[asked.pk]), word)
            for name, word in answers
        )
        return format_html(
            '{}<span class="desk-answers">{}</span>',
            asked.state.label,
            format_html_join("", '<a href="{}">{}</a>', links),
        )

    @admin.display(description=_("e-mail"))
    def address(self, asked: AccessRequest) -> str:
        """The address and whether it is proven."""
        if asked.email_verified_at:
            return gettext("%(email)s, confirmed") % {"email": asked.email}
        if asked.invited_by_id:
            return gettext("%(email)s, invited by you") % {"email": asked.email}
        return gettext("%(email)s, not confirmed yet: whoever typed it may be somebody else") % {
            "email": asked.email
        }

    @admin.display(description=_("what we know of them"))
    def known_as(self, asked: AccessRequest) -> SafeString | str:
        """The contact behind the address, under the name that we keep."""
        if asked.contact is None:
            return "–"
        page = reverse("admin:screening_contact_change", args=[asked.contact.pk])
        return format_html('<a href="{}">{}</a>', page, asked.contact)

    @admin.display(description=_("invitation"))
    def invitation(self, asked: AccessRequest) -> SafeString | str:
        """The grant that came of it."""
        grant = Grant.objects.filter(request=asked.pk).first()
        if grant is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:screening_grant_change", args=[grant.pk]), grant.code
        )

    @action(description=_("Approve…"), url_path="approve", permissions=["answer"])
    def approve(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Which films, until when; the contact is mailed."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        form = ApproveForm(request.POST or None, wanted=asked.wanted_films())
        return ask_editor(
            request,
            self,
            Decision(
                form=form,
                title=_("Approve: %(who)s") % {"who": asked},
                button=_("Approve and write to them"),
                act=lambda form: self._approve(request, asked, form),
                refusals=REFUSALS,
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("Decline…"), url_path="decline", permissions=["answer"])
    def decline(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """With a kind sentence; the asker is mailed."""
        asked = get_object_or_404(AccessRequest, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=DeclineForm(request.POST or None),
                title=_("Decline: %(who)s") % {"who": asked},
                button=_("Decline and write to them"),
                act=lambda form: self._decline(request, asked, form),
                refusals=REFUSALS,
                back=reverse("admin:screening_accessrequest_change", args=[object_id]),
            ),
        )

    @action(description=_("Invite somebody…"), url_path="invite", permissions=["change"])
    def invite(self, request: HttpRequest) -> HttpResponse:
        """Without being asked."""
        return ask_editor(
            request,
            self,
            Decision(
                form=InviteForm(request.POST or None, wanted=[]),
                title=_("Invite somebody to watch"),
                button=_("Invite and write to them"),
                act=lambda form: self._invite(request, form),
                refusals=REFUSALS,
                back=reverse("admin:screening_grant_changelist"),
            ),
        )

    def _approve(self, request: HttpRequest, asked: AccessRequest, form: ApproveForm) -> str:
        deciding.approve(
            asked,
            form.chosen(),
            last_day=form.cleaned_data["last_day"],
            by=request.user,
            holder_words=form.holder_words(),
        )
        return gettext("Approved. %(who)s is being written to.") % {"who": asked.name}

    def _decline(self, request: HttpRequest, asked: AccessRequest, form: DeclineForm) -> str:
        deciding.decline(asked, form.cleaned_data["reason"], by=request.user)
        return gettext("Declined. %(who)s is being written to.") % {"who": asked.name}

    def _invite(self, request: HttpRequest, form: InviteForm) -> str:
        person = form.person()
        deciding.invite(
            person,
            form.chosen(),
            last_day=form.cleaned_data["last_day"],
            by=request.user,
            holder_words=form.holder_words(),
        )
        return gettext("Invited. %(who)s is being written to.") % {"who": person.name}
