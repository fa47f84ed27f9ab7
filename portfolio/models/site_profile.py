"""The site itself."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crew.models import CrewMember


def validate_links(text: str) -> None:
    """Each line of `text` is a web address."""
    check = URLValidator(schemes=["https", "http"], message=_("“%(value)s” is not a web address."))
    for line in text.split():
        try:
            check(line)
        except ValidationError as problem:
            raise ValidationError(problem.message, code="invalid", params={"value": line}) from problem


class SiteProfile(models.Model):
    """One row: the site's name, its statement, how to reach it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name of the site"), max_length=120)
    statement = models.TextField(_("statement"), blank=True, help_text=_("The first words on the home page."))
    contact_email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    city = models.CharField(_("place"), max_length=120, blank=True)
    social_links = models.TextField(
        _("links"), blank=True, validators=[validate_links], help_text=_("Web addresses, one a line.")
    )
    credit_line = models.CharField(
        _("credit line"), max_length=200, blank=True, help_text=_("Printed where nothing else is said.")
    )
    default_language = models.CharField(
        _("language to begin with"),
        max_length=8,
        choices=settings.LANGUAGES,
        default="it",
        help_text=_("For visitors whose browser asks for none of ours."),
    )
    owner = models.ForeignKey(
        CrewMember,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the owner"),
        help_text=_("Who you are among the crew: a production can then say what you did on it."),
    )

    # The last day of which the calendar of rights told by mail: a worker that was down goes on from there.
    calendar_told_on = models.DateField(null=True, editable=False)

    class Meta:
        """There is one."""

        verbose_name = _("site profile")
        verbose_name_plural = _("site profile")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="siteprofile_is_one")]

    def __str__(self) -> str:
        """The site's name."""
        return self.name

    @classmethod
    def current(cls) -> "SiteProfile":
        """The site's row, or an empty one that is not saved yet."""
        return cls.objects.select_related("owner").first() or cls(name="Backstage")

    def links(self) -> list[str]:
        """The links, one by one."""
        return self.social_links.split()
