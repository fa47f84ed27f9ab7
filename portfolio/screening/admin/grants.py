"""Invitations to watch: how they stand, what was handed over, and taking them back."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from backstage.bilingual.desk import forgiving
from portfolio.admin.decisions import Decision, ask_editor
from portfolio.admin.log import RightsHistory
from portfolio.admin.telling import told_once
from portfolio.screening.actions import deciding, limits
from portfolio.screening.admin.answers import RevokeForm
from portfolio.screening.admin.exports import ExportForm
from portfolio.screening.admin.pages import ReadOnly
from portfolio.screening.admin.reasons import films_of
from portfolio.screening.admin.undelivered import about, is_undelivered
from portfolio.screening.evidence import deliveries
from portfolio.screening.models import Grant, GrantItem, HolderDecision
from portfolio.screening.models.viewing import is_film

MARKS = {"in_force": "success", "ended": "warning", "revoked": "danger", "stopped": "danger"}


@admin.register(Grant)
class GrantAdmin(RightsHistory, ReadOnly, ModelAdmin):
    """To be read; one button takes an invitation back."""

    list_display = ["request", "code", "to_the_end_of", "standing", "views", "last_watched"]
    list_display_links = ["request"]
    list_fullwidth = True
    view_on_site = False  # its page is its contact's alone
    list_select_related = ["request__contact"]
    search_fields = forgiving("request__name", "request__company", "request__email", "code")
    search_help_text = _("Name, company, address or code; accents do not matter.")
    actions_detail = ["revoke", "holder_withdrew", "export"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "stands",
                    "request_link",
                    "code",
                    "which_films",
                    "valid_from",
                    "to_the_end_of",
                    "how_often",
                ]
            },
        ),
        (
            _("What was watched"),
            {"fields": ["terms", "terms_accepted_at", "accepted_words", "sittings", "hurry"]},
        ),
        (_("Taken back"), {"fields": ["revoked_at", "revoked_by", "revoked_reason"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list prints."""
        rows = super().get_queryset(request).select_related("request__contact")
        return rows.annotate(
            number_of_viewings=Count("viewings", distinct=True) + F("sittings_let_go"),
            watched_at=Max("viewings__deliveries__at", filter=is_film("viewings__deliveries__")),
            holds=Exists(Grant.objects.in_force().filter(pk=OuterRef("pk"))),
            lacks_mail=is_undelivered("request"),
            plays=Exists(GrantItem.objects.playable().filter(grant=OuterRef("pk"))),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Approving and inviting make one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was allowed and watched is the record."""
        return False

    def has_revoke_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change grants, while one is in force."""
        return Grant.objects.in_force().filter(pk=object_id).exists() and self.has_change_permission(request)

    def has_withdrawal_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """The same, where a holder's yes stands behind it."""
        return self.has_revoke_permission(request, object_id) and _standing_words(object_id).exists()

    @display(description=_("how it stands"), label=MARKS)
    def standing(self, grant: Any) -> tuple[str, Any]:
        """In force, over, taken back, or stopped by what stands behind it."""
        if grant.revoked_at:
            return "revoked", _("taken back")
        if not grant.holds:
            return "ended", _("over")
        if not grant.plays:
            return "stopped", _("stopped: an agreement, a release or the holder says no")
        return "in_force", _("in force")

    @admin.display(description=_("how it stands"))
    @told_once
    def stands(self, grant: Any) -> SafeString:
        """The same in words, with what did not arrive."""
        words = self.standing(grant)[1]
        return format_html("{}{}", words, about(grant.request) if grant.lacks_mail else "")

    @admin.display(description=_("to the end of"), ordering="valid_until")
    def to_the_end_of(self, grant: Grant) -> str:
        """The last day."""
        return date_format(grant.last_day, "SHORT_DATE_FORMAT")

    @admin.display(description=_("how many times"))
    @told_once
    def how_often(self, grant: Grant) -> str:
        """How often it may be watched, and how often that is still."""
        left = limits.views_left(grant)
        if left is None:
            return gettext("as often as they like")
        if grant.let_go_at and grant.views_let_go is None:
            return gettext("%(number)s at most; how many there were is no longer kept") % {
                "number": grant.max_views
            }
        words = ngettext("%(left)s of %(number)s left", "%(left)s of %(number)s left", left)
        return words % {"left": left, "number": grant.max_views}

    @admin.display(description=_("taken too fast"))
    def hurry(self, grant: Grant) -> str:
        """Since when it is known that films were taken faster than anybody watches."""
        if grant.hurried_at is None:
            return gettext("no")
        return gettext("since %(moment)s: films were taken faster than anybody watches") % {
            "moment": _moment(grant.hurried_at)
        }

    @admin.display(description=_("viewings"), ordering="number_of_viewings")
    def views(self, grant: Any) -> int:
        """How many sittings, those too of which no more is kept."""
        return grant.number_of_viewings

    @admin.display(description=_("last watched"), ordering="watched_at")
    def last_watched(self, grant: Any) -> str:
        """When the last file was handed over; since when that is no longer known."""
        if grant.let_go_at and not grant.watched_at:
            day = date_format(timezone.localdate(grant.let_go_at), "SHORT_DATE_FORMAT")
            return gettext("no longer kept since %(day)s") % {"day": day}
        return _moment(grant.watched_at)

    @admin.display(description=_("request to watch"))
    def request_link(self, grant: Grant) -> SafeString:
        """What it answers."""
        page = reverse("admin:screening_accessrequest_change", args=[grant.request_id])
        return format_html('<a href="{}">{}</a>', page, grant.request)

    @admin.display(description=_("films"))
    @told_once
    def which_films(self, grant: Any) -> SafeString:
        """Each, and whether it may be watched now; if not, why."""
        return films_of(grant)

    @admin.display(description=_("what was accepted"))
    def accepted_words(self, grant: Grant) -> SafeString:
        """Word for word."""
        return format_html('<div class="desk-words">{}</div>', grant.accepted_text or "–")

    @admin.display(description=_("sittings"))
    @told_once
    def sittings(self, grant: Grant) -> SafeString:
        """When each was, and which seconds of which film were handed over in it."""
        page = {"evidence": deliveries.of(grant), "parts": deliveries.PARTS}
        return render_to_string("admin/screenings/evidence.html", page)

    @action(description=_("Take back…"), url_path="revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The next file is refused."""
        grant = get_object_or_404(Grant, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=RevokeForm(request.POST or None),
                title=_("Take back: %(who)s") % {"who": grant.request},
                button=_("Take back now"),
                act=lambda form: self._revoke(request, grant, form),
                back=reverse("admin:screening_grant_change", args=[object_id]),
            ),
        )

    @action(
        description=_("The rights holder has withdrawn…"), url_path="withdrawn", permissions=["withdrawal"]
    )
    def holder_withdrew(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The films that stand on a holder's yes stop; the others go on."""
        grant = get_object_or_404(Grant, pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=RevokeForm(request.POST or None),
                title=_("The rights holder has withdrawn: %(who)s") % {"who": grant.request},
                button=_("Stop these films now"),
                act=lambda form: self._withdraw(request, grant, form),
                back=reverse("admin:screening_grant_change", args=[object_id]),
                told=[decision.film for decision in _standing_words(object_id).select_related("film")],
            ),
        )

    @action(description=_("Save what was watched…"), url_path="export", permissions=["view"])
    def export(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """As a sheet, or as a receipt for a rights holder."""
        grant = get_object_or_404(Grant.objects.select_related("request__decided_by"), pk=object_id)
        return ask_editor(
            request,
            self,
            Decision(
                form=ExportForm(request.POST or None, grant=grant),
                title=_("Save what was watched: %(who)s") % {"who": grant.request},
                button=_("Save the file"),
                act=lambda form: form.file(request.user),
                back=reverse("admin:screening_grant_change", args=[object_id]),
            ),
        )

    def _revoke(self, request: HttpRequest, grant: Grant, form: RevokeForm) -> str:
        deciding.revoke(grant, by=request.user, reason=form.cleaned_data["reason"])
        return gettext("Taken back. The next file is refused.")

    def _withdraw(self, request: HttpRequest, grant: Grant, form: RevokeForm) -> str:
        for decision in _standing_words(grant.pk):
            deciding.withdraw_word(decision, by=request.user, reason=form.cleaned_data["reason"])
        return gettext("Written down. The next file of these films is refused.")


def _standing_words(grant: Any) -> QuerySet[HolderDecision]:
    """Of the films of the invitation alone: a yes to what was not granted has nothing to stop."""
    granted = GrantItem.objects.filter(grant=grant).values("film")
    return HolderDecision.objects.standing().filter(request__grant=grant, film__in=granted)


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"
