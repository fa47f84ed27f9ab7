"""Which form of a role somebody goes by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pronoun(models.TextChoices):
    """Unknown and neutral both give the role's neutral form."""

    UNKNOWN = "", _("not said")
    SHE = "she", _("she")
    HE = "he", _("he")
    THEY = "they", _("they (neutral)")
