"""Groups of roles: camera, sound, rigging."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language


class Department(models.Model):
    """A group of roles, in the order in which end titles print them."""

    class Kind(models.TextChoices):
        """Where a department is met."""

        FILM = "film", _("film and television")
        LIVE = "live", _("live shows")
        BOTH = "both", _("both")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.BOTH)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """In the order of end titles."""

        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["order", "pk"]
        constraints = [said_in_some_language("name", model="department")]

    def __str__(self) -> str:
        """Its name in the reader's language."""
        return self.name or self.slug
