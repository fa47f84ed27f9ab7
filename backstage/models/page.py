"""Pages of words: mission, about, privacy."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language, unique_in_each_language
from crew.models import CrewMember


class PageQuerySet(models.QuerySet["Page"]):
    """Adjectives for pages."""

    def public(self, at: Any = None) -> "PageQuerySet":
        """Those that the editor published."""
        return self.filter(is_published=True)


class Page(models.Model):
    """A page of words, with the people that it presents."""

    class Menu(models.TextChoices):
        """Where a link to it stands."""

        NONE = "", _("nowhere")
        MAIN = "main", _("in the menu")
        FOOTER = "footer", _("at the foot of each page")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Left empty, it is made from the title.")
    )
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_("An empty line makes a paragraph, “## ” a heading, “- ” a list."),
    )
    menu = models.CharField(_("link"), max_length=6, choices=Menu, blank=True, default=Menu.NONE)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)
    people = models.ManyToManyField(
        CrewMember, through="Presentation", related_name="pages", verbose_name=_("people presented")
    )
    is_published = models.BooleanField(_("published"), default=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "pk"]
        constraints = [
            said_in_some_language("title", model="page"),
            said_in_some_language("slug", model="page"),
            *unique_in_each_language("slug", model="page"),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Its address."""
        return reverse("page", args=[self.slug])


class Presentation(models.Model):
    """A person presented on a page."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="presentations", verbose_name=_("page")
    )
    crewmember = models.ForeignKey(
        CrewMember, on_delete=models.CASCADE, related_name="presentations", verbose_name=_("crew member")
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        """As the editor ordered them: founders have an order that is not the alphabet's."""

        verbose_name = _("person presented")
        verbose_name_plural = _("people presented")
        db_table = "backstage_page_people"
        ordering = ["order", "pk"]
        unique_together = [("page", "crewmember")]

    def __str__(self) -> str:
        """The person."""
        return str(self.crewmember)
