"""Members on the desk, with what only this room knows of them: portraits, releases, departments by credits.

`crew` registers them plainly and knows no works; here the same page is shown with more.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crew.admin import CrewMemberAdmin
from crew.models import CrewMember, Department
from portfolio.admin.facts import FactsAdmin, OpenedPage
from portfolio.admin.lists import Sheets
from portfolio.admin.people_rights import PersonReleaseForm
from portfolio.admin.pictures import thumbnail
from portfolio.models import PersonRelease, Photo
from portfolio.models.people import has_page


class DepartmentFilter(admin.SimpleListFilter):
    """Lists the members who are credited in a department."""

    title = _("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Those in which anybody is credited."""
        credited = Q(credits__isnull=False) | Q(roles__credits__isnull=False)
        return [(row.pk, str(row)) for row in Department.objects.filter(credited).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CrewMember]) -> QuerySet[CrewMember]:
        """The members of the chosen one."""
        chosen = str(self.value())
        if not chosen.isdigit():
            return queryset
        there = Q(credits__department=chosen) | Q(credits__role__department=chosen)
        return queryset.filter(there).distinct()


class PersonReleaseSheets(OpenedPage, Sheets):
    """The releases that the member signed."""

    model = PersonRelease
    form = PersonReleaseForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("scope", "signed_on"),
                    ("production", "document"),
                    "valid_until",
                    "revoked_at",
                    ("signed_by_guardian", "note"),
                ]
            },
        )
    ]
    autocomplete_fields = ["production"]
    known_fields = ("production",)


admin.site.unregister(CrewMember)


@admin.register(CrewMember)
class MemberAdmin(FactsAdmin, CrewMemberAdmin):
    """A member with their face and their releases."""

    list_display = ["face", *CrewMemberAdmin.list_display]
    list_display_links = ["face", "name"]
    list_filter = [DepartmentFilter, *CrewMemberAdmin.list_filter]
    inlines = [PersonReleaseSheets]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their portraits, asked once for the whole list."""
        portraits = Photo.objects.portraits().order_by("order", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("photos", portraits, "portraits"))

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The person's page, where there is one: their own row knows no address."""
        if obj is None or not CrewMember.objects.filter(has_page(), pk=obj.pk).exists():
            return None
        return reverse("portfolio:member", args=[obj.slug])

    @admin.display(description=_("portrait"))
    def face(self, member: Any) -> SafeString:
        """The first portrait."""
        return thumbnail(member.portraits[0] if member.portraits else None)
