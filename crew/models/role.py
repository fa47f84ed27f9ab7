"""Functions in a department: focus puller, hairdresser, rigger."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language
from backstage.bilingual.languages import answering_language, column
from crew.models.department import Department
from crew.models.pronoun import Pronoun


class Role(models.Model):
    """What somebody does on a set. The name is the neutral form; the two others may be empty."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="roles", verbose_name=_("department")
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    feminine = models.CharField(
        _("feminine form"), max_length=120, blank=True, help_text=_("Empty: the name is used.")
    )
    masculine = models.CharField(
        _("masculine form"), max_length=120, blank=True, help_text=_("Empty: the name is used.")
    )
    abbreviations = models.CharField(
        _("abbreviations"), max_length=120, blank=True, help_text=_("Separated by commas: 1st AC, 1AC.")
    )
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """In the order of end titles."""

        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["department__order", "order", "pk"]
        constraints = [said_in_some_language("name", model="role")]

    def __str__(self) -> str:
        """Its neutral name in the reader's language."""
        return self.name or self.slug

    def form_for(self, pronoun: str) -> str:
        """The role's name for somebody with this pronoun; the neutral one where it is unknown.

        An empty form means the name of the same language: another language's form would be wrong.
        """
        forms = {Pronoun.SHE: "feminine", Pronoun.HE: "masculine"}
        field = forms.get(Pronoun(pronoun), "name")
        return getattr(self, column(field, answering_language(self, "name"))) or self.name
