"""Works, and the facts that make them public."""

# ruff: noqa: D106 - a factory's Meta and Params say what they are

from datetime import date

import factory
from factory.django import DjangoModelFactory

from portfolio.models import (
    Agreement,
    Appearance,
    Credit,
    Film,
    Organization,
    PersonRelease,
    Photo,
    Production,
    Release,
    SiteProfile,
    Testimony,
)
from tests.factories.crew import CrewMemberFactory, RoleFactory


def manifest(*widths, ratio=1.25):
    """A manifest as the darkroom writes it, of files that are not there."""
    ladder = [
        {
            "width": width,
            "height": round(width * ratio),
            "avif": f"{width}-0a1b2c3d.avif",
            "webp": f"{width}-0a1b2c3d.webp",
            "jpeg": f"{width}-0a1b2c3d.jpg",
        }
        for width in widths or (320, 640)
    ]
    return {"ladder": ladder, "placeholder": "data:image/webp;base64,AAAA", "colour": "#3a332f"}


class OrganizationFactory(DjangoModelFactory):
    """A company."""

    class Meta:
        model = Organization

    name = factory.Sequence(lambda number: f"Ditta {number}")


class SiteProfileFactory(DjangoModelFactory):
    """The site's own row."""

    class Meta:
        model = SiteProfile

    name_it = "Studio Prova"
    name_en = "Test Studio"


class ProductionFactory(DjangoModelFactory):
    """A published production; `is_open` gives it an agreement of our own that says public."""

    class Meta:
        model = Production
        skip_postgeneration_save = True

    class Params:
        is_secret_now = factory.Trait(
            is_confidential=True,
            alias_it=factory.Sequence(lambda number: f"Titolo di comodo {number}"),
            alias_en=factory.Sequence(lambda number: f"Cover name {number}"),
            alias_slug_it=factory.Sequence(lambda number: f"titolo-di-comodo-{number}"),
            alias_slug_en=factory.Sequence(lambda number: f"cover-name-{number}"),
        )

    title_it = factory.Sequence(lambda number: f"Il film {number}")
    title_en = factory.Sequence(lambda number: f"The film {number}")
    slug_it = factory.Sequence(lambda number: f"il-film-{number}")
    slug_en = factory.Sequence(lambda number: f"the-film-{number}")
    year = 2022
    is_published = True

    @factory.post_generation
    def is_open(production, create, extracted, **terms):  # noqa: N805 - factory-boy gives the row
        """An agreement of our own; `is_open__public="no"` and the like change its terms."""
        if create and (extracted or terms):
            AgreementFactory(production=production, **terms)


class AgreementFactory(DjangoModelFactory):
    """Of our own work, open to the public."""

    class Meta:
        model = Agreement

    production = factory.SubFactory(ProductionFactory)
    own_initiative = True
    public = Agreement.Public.YES
    private = Agreement.Private.YES


class CreditFactory(DjangoModelFactory):
    """A member of the crew in a role."""

    class Meta:
        model = Credit

    production = factory.SubFactory(ProductionFactory)
    role = factory.SubFactory(RoleFactory)
    member = factory.SubFactory(CrewMemberFactory)


class ReleaseFactory(DjangoModelFactory):
    """A day on a platform."""

    class Meta:
        model = Release

    production = factory.SubFactory(ProductionFactory)
    type = Release.Type.DIGITAL
    platform = factory.SubFactory(OrganizationFactory, name="Prime Video")
    date = date(2022, 10, 13)
    status = Release.Status.RELEASED


class PersonReleaseFactory(DjangoModelFactory):
    """Somebody's signed word, for everything."""

    class Meta:
        model = PersonRelease

    member = factory.SubFactory(CrewMemberFactory)
    signed_on = date(2020, 1, 1)


class PhotoFactory(DjangoModelFactory):
    """A photo that was developed; `is_public` publishes it with nobody recognisable in it."""

    class Meta:
        model = Photo

    class Params:
        is_public = factory.Trait(is_published=True, people=Photo.People.NONE)

    kind = Photo.Kind.BACKSTAGE
    original = factory.Sequence(lambda number: f"{number}/original.jpg")
    width = 640
    height = 800
    state = Photo.State.READY
    renditions = factory.LazyFunction(manifest)


class FilmFactory(DjangoModelFactory):
    """A film elsewhere; `is_public` publishes it with nobody recognisable in it."""

    class Meta:
        model = Film

    class Params:
        is_public = factory.Trait(is_published=True, people=Film.People.NONE)

    title_it = factory.Sequence(lambda number: f"Il dietro {number}")
    title_en = factory.Sequence(lambda number: f"Behind {number}")
    slug_it = factory.Sequence(lambda number: f"il-dietro-{number}")
    slug_en = factory.Sequence(lambda number: f"behind-{number}")
    external_url = "https://video.example.org/1"
    state = Film.State.READY
    renditions = factory.LazyFunction(lambda: {"poster": manifest(ratio=0.5625)})


class AppearanceFactory(DjangoModelFactory):
    """Somebody in a photo."""

    class Meta:
        model = Appearance

    member = factory.SubFactory(CrewMemberFactory)
    photo = factory.SubFactory(PhotoFactory)


class TestimonyFactory(DjangoModelFactory):
    """A voice that was released and approved in both languages."""

    __test__ = False

    class Meta:
        model = Testimony

    name = factory.Sequence(lambda number: f"Voce {number}")
    slug_it = factory.Sequence(lambda number: f"voce-{number}")
    slug_en = factory.Sequence(lambda number: f"voice-{number}")
    quote_it = "Il buio è mio."
    quote_en = "The dark is mine."
    wording_approved_on_it = date(2020, 1, 1)
    wording_approved_on_en = date(2020, 1, 1)
    release_signed_on = date(2020, 1, 1)
    is_published = True


def public_portrait(member=None, *others, **fields):
    """A public portrait of `member` (and of others), each with a release in force."""
    photo = PhotoFactory(kind=Photo.Kind.PORTRAIT, is_published=True, people=Photo.People.LISTED, **fields)
    for order, person in enumerate([member or CrewMemberFactory(), *others]):
        AppearanceFactory(photo=photo, member=person, order=order)
        PersonReleaseFactory(member=person)
    return photo
