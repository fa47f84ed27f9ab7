"""What an alternative text might say, from what is known of a photograph: who, as what, where."""

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from crew.models import CrewMember
from portfolio.models.credit import Credit
from portfolio.models.photo import Photo
from portfolio.models.production import Production

FILMED = {Production.Kind.FILM, Production.Kind.SERIES, Production.Kind.DOCUMENTARY}
# More people than this are named without their roles.
MOST_ROLES = 3


def suggested_alt(photo: Photo, language: str) -> str:
    """“Nadia Ferri, hairdresser, portrait on set”, in the words of `language`.

    Empty where neither a person nor a title is known: the kind alone describes nothing. A production's title
    is said only where its own page says it; nobody's role gives away a confidential one.
    """
    with override(language):
        people = list(photo.subjects.order_by("appearances__order", "appearances__pk")) if photo.pk else []
        title = _title(photo)
        if not people and not title:
            return ""
        parts = [_who(people, photo), _where(photo, title)]
        words = capfirst(("; " if len(people) > 1 else ", ").join(part for part in parts if part))
    limit = Photo._meta.get_field("alt").max_length or 0
    return words if len(words) <= limit else ""


def _who(people: list[CrewMember], photo: Photo) -> str:
    if len(people) > MOST_ROLES:
        return ", ".join(member.name for member in people)
    return "; ".join(_named(member, photo) for member in people)


def _named(member: CrewMember, photo: Photo) -> str:
    credit = _credit(member, photo)
    return f"{member.name}, {_in_a_sentence(credit.function)}" if credit else member.name


def _credit(member: CrewMember, photo: Photo) -> Credit | None:
    """What they did on the photograph's own production, else on one that may be named: as the wall has it."""
    held = Credit.objects.filter(member=member).select_related("role", "department", "member")
    made = photo.production
    here = held.filter(production=made).first() if made and not made.is_secret() else None
    return here or held.filter(production__in=Production.objects.named()).first()


def _in_a_sentence(name: str) -> str:
    """Roles are written with capitals; within a sentence without, save for DIT and its like."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in name.split())


def _title(photo: Photo) -> str:
    made = photo.production
    return made.title or "" if made and made.is_published and not made.is_secret() else ""


def _where(photo: Photo, title: str) -> str:
    """The kind of picture, with the set that it was taken on."""
    if photo.kind == Photo.Kind.STILL:
        return gettext("still from “%(title)s”") % {"title": title} if title else gettext("still")
    is_portrait = photo.kind == Photo.Kind.PORTRAIT
    if not is_portrait:
        words = gettext("behind the scenes of “%(title)s”") if title else gettext("behind the scenes")
    elif photo.production is None:
        words = gettext("portrait")
    elif photo.production.kind in FILMED:
        words = gettext("portrait on the set of “%(title)s”") if title else gettext("portrait on set")
    elif title:
        words = gettext("portrait behind the scenes of “%(title)s”")
    else:
        words = gettext("portrait behind the scenes")
    return words % {"title": title} if title else words
