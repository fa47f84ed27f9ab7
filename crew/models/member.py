"""People of the crew."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crew.models.pronoun import Pronoun


class CrewMember(models.Model):
    """A human being who is credited or shown. Two people may share a name: the slug tells them apart."""

    name = models.CharField(_("name"), max_length=160)
    nickname = models.CharField(_("nickname"), max_length=80, blank=True)
    slug = models.SlugField(
        _("address"), max_length=120, unique=True, help_text=_("The end of the page's address.")
    )
    pronoun = models.CharField(
        _("pronoun"),
        max_length=4,
        choices=Pronoun,
        default=Pronoun.UNKNOWN,
        blank=True,
        help_text=_("Chooses the form of the role: “parrucchiera”, “parrucchiere”."),
    )
    words = models.TextField(_("words"), blank=True, help_text=_("What this person says of their work."))
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("For you alone: it is never shown.")
    )

    class Meta:
        """By name."""

        verbose_name = _("crew member")
        verbose_name_plural = _("crew members")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(name__gt=""), name="member_has_a_name"),
            models.CheckConstraint(condition=models.Q(slug__gt=""), name="member_has_an_address"),
        ]

    def __str__(self) -> str:
        """The name, with the nickname that people call them by."""
        if not self.nickname:
            return self.name
        return gettext("%(name)s “%(nickname)s”") % {"name": self.name, "nickname": self.nickname}
