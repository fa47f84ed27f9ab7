"""Selections of films, usually shown in private."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language, unique_in_each_language
from portfolio.models.film import Film


class Showreel(models.Model):
    """Films in an order. It shows those of them that this viewer may see."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Left empty, it is made from the title.")
    )
    films = models.ManyToManyField(
        Film, through="portfolio.ShowreelItem", related_name="showreels", verbose_name=_("films")
    )

    class Meta:
        """By title."""

        verbose_name = _("showreel")
        verbose_name_plural = _("showreels")
        ordering = ["pk"]
        constraints = [
            said_in_some_language("title", model="showreel"),
            said_in_some_language("slug", model="showreel"),
            *unique_in_each_language("slug", model="showreel"),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title


class ShowreelItem(models.Model):
    """A film's place in a showreel."""

    showreel = models.ForeignKey(
        Showreel, on_delete=models.CASCADE, related_name="items", verbose_name=_("showreel")
    )
    film = models.ForeignKey(
        Film, on_delete=models.CASCADE, related_name="showreel_items", verbose_name=_("film")
    )
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("film of a showreel")
        verbose_name_plural = _("films of a showreel")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["showreel", "film"],
                name="showreelitem_once",
                violation_error_message=_("This film is already in the showreel."),
            )
        ]

    def __str__(self) -> str:
        """The film."""
        return str(self.film)
