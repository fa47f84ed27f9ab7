"""Which words of the crew are said in each language."""

from modeltranslation.translator import TranslationOptions, register

from crew.models import CrewMember, Department, Role


@register(Department)
class DepartmentTranslation(TranslationOptions):
    """Its name."""

    fields = ("name",)


@register(Role)
class RoleTranslation(TranslationOptions):
    """Its name and the two forms of it."""

    fields = ("name", "feminine", "masculine")


@register(CrewMember)
class CrewMemberTranslation(TranslationOptions):
    """What they say."""

    fields = ("words",)
