"""Production contacts: who they are, and whether they are still welcome."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from backstage.bilingual.desk import forgiving
from portfolio.admin.decisions import Decision, ask_editor
from portfolio.admin.log import RightsHistory
from portfolio.admin.telling import told_once
from portfolio.screening.actions import deciding
from portfolio.screening.admin.consequences import of_blocking
from portfolio.screening.admin.erasing import Erasing, ErasureFilter
from portfolio.screening.admin.standing import in_words, with_whom_they_wait_for
from portfolio.screening.admin.undelivered import for_contact
from portfolio.screening.models import Contact

Act = Callable[..., None]


@admin.register(Contact)
class ContactAdmin(Erasing, RightsHistory, ModelAdmin):
    """Names and companies may be corrected; addresses are whoever proved them."""

    list_display = ["name", "company", "email", "company_checked", "is_welcome", "number_of_requests"]
    list_fullwidth = True
    search_fields = forgiving("name", "company", "email")
    search_help_text = _("Name, company or address; accents do not matter.")
    list_filter = [ErasureFilter]
    actions_detail = ["vouch", "block", "unblock", "erase"]
    fields = [
        "name",
        "company",
        "role",
        "language",
        "email",
        "email_verified_at",
        "company_verified_at",
        "company_verified_by",
        "blocked_at",
        "erasure_asked_at",
        "not_arrived",
        "asked_before",
    ]
    readonly_fields = fields[4:]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of requests."""
        return super().get_queryset(request).annotate(request_count=Count("requests"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Held while a form is saved: an erasure comes before, and nothing is written back, or after."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            found.refresh_from_db(from_queryset=Contact.objects.select_for_update(no_key=True))
        return found

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A contact comes of a confirmed request, or of an invitation."""
        return False

    def has_vouch_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """While the company is not checked."""
        unchecked = Contact.objects.filter(pk=object_id, company_verified_at__isnull=True)
        return unchecked.exists() and self.has_change_permission(request)

    def has_block_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """While they are welcome."""
        return Contact.objects.welcome().filter(pk=object_id).exists() and self.has_change_permission(request)

    def has_unblock_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """While they are not."""
        blocked = Contact.objects.filter(pk=object_id, blocked_at__isnull=False)
        return blocked.exists() and self.has_change_permission(request)

    @display(description=_("company checked"), boolean=True)
    def company_checked(self, contact: Contact) -> bool:
        """Whether an editor vouches for it."""
        return contact.company_verified_at is not None

    @display(description=_("welcome"), boolean=True)
    def is_welcome(self, contact: Contact) -> bool:
        """Not blocked."""
        return contact.blocked_at is None

    @admin.display(description=_("requests"), ordering="request_count")
    def number_of_requests(self, contact: Any) -> int:
        """How often they asked or were invited."""
        return contact.request_count

    @admin.display(description=_("mails that did not arrive"))
    @told_once
    def not_arrived(self, contact: Contact) -> SafeString | str:
        """Codes, which stand on no request's page."""
        return for_contact(contact) or "–"

    @admin.display(description=_("requests"))
    @told_once
    def asked_before(self, contact: Contact) -> SafeString:
        """Each with its state."""
        rows = (
            (
                reverse("admin:screening_accessrequest_change", args=[each.pk]),
                date_format(timezone.localtime(each.asked_at), "j F Y"),
                in_words(each),
            )
            for each in with_whom_they_wait_for(contact.requests.all())
        )
        return format_html(
            '<ul class="desk-reasons">{}</ul>', format_html_join("", '<li><a href="{}">{}</a>: {}</li>', rows)
        )

    @action(description=_("I have checked the company…"), url_path="vouch", permissions=["vouch"])
    def vouch(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Records it."""
        words = _("Do they work there?"), _("I vouch for it"), gettext("Recorded: you vouch for the company.")
        return self._confirm(request, object_id, deciding.vouch_for_company, *words)

    @action(description=_("Block…"), url_path="block", permissions=["block"])
    def block(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """No mail, no sign-in, no further file."""
        words = _("Shut this contact out?"), _("Block now"), gettext("Blocked. The next file is refused.")
        return self._confirm(request, object_id, deciding.block, *words, told=of_blocking)

    @action(description=_("Let in again…"), url_path="unblock", permissions=["unblock"])
    def unblock(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Welcome again."""
        words = _("Let this contact in again?"), _("Let in again"), gettext("This contact is welcome again.")
        return self._confirm(request, object_id, deciding.unblock, *words)

    def _confirm(
        self,
        request: HttpRequest,
        object_id: int,
        act: Act,
        title: Any,
        button: Any,
        done: str,
        told: Callable[[Contact], list[str]] = lambda _contact: [],
    ) -> HttpResponse:
        """A page with a button: opening a link changes nothing."""
        contact = get_object_or_404(Contact, pk=object_id)

        def act_and_say(_form: Form) -> str:
            act(contact, by=request.user)
            return done

        return ask_editor(
            request,
            self,
            Decision(
                form=Form(request.POST if request.method == "POST" else None),
                title=f"{contact}: {title}",
                told=told(contact),
                button=button,
                act=act_and_say,
                back=reverse("admin:screening_contact_change", args=[object_id]),
            ),
        )
