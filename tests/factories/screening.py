"""Who asks to watch, and what they were granted."""

# ruff: noqa: D106 - a factory's Meta and Params say what they are

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portfolio.models import Agreement
from portfolio.screening.models import AccessRequest, Contact, Grant, GrantItem, HolderDecision, Terms
from portfolio.screening.models.holder import who_holds
from tests.factories.portfolio import AgreementFactory, FilmFactory, OrganizationFactory, ProductionFactory

HASH = "0a1b2c3d4e5f6071"
RUNG = {"playlist": f"720-{HASH}.m3u8", "media": f"720-{HASH}.m4s", "width": 1280, "height": 720, "bytes": 9}
VIDEO = {
    "mp4": f"720-{HASH}.mp4",
    "width": 1280,
    "height": 720,
    "seconds": 24.0,
    "bytes": 5_000_000,
    "hls": {"master": f"master-{HASH}.m3u8", "rungs": [RUNG]},
    "stills": {"name": f"stills-{HASH}.jpg", "every": 1, "number": 24, "across": 10, "width": 160},
}


class ContactFactory(DjangoModelFactory):
    """Somebody at a production company whose address is proven."""

    class Meta:
        model = Contact

    name = factory.Sequence(lambda number: f"Ada {number}")
    company = "Faro Film"
    email = factory.Sequence(lambda number: f"ada{number}@faro.example")
    language = "it"
    email_verified_at = factory.LazyFunction(timezone.now)


class AccessRequestFactory(DjangoModelFactory):
    """A confirmed request that waits for an answer."""

    class Meta:
        model = AccessRequest

    contact = factory.SubFactory(ContactFactory)
    name = factory.SelfAttribute("contact.name")
    company = factory.SelfAttribute("contact.company")
    email = factory.SelfAttribute("contact.email")
    language = factory.SelfAttribute("contact.language")
    email_verified_at = factory.LazyFunction(timezone.now)
    production = "Il faro"


class GrantFactory(DjangoModelFactory):
    """In force for a week; `films` are put into it."""

    class Meta:
        model = Grant
        skip_postgeneration_save = True

    request = factory.SubFactory(AccessRequestFactory)
    valid_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))

    @factory.post_generation
    def films(grant, create, films, **_more):  # noqa: N805 - factory-boy gives the row
        """Each becomes an item, in this order."""
        for order, film in enumerate(films or []):
            GrantItem.objects.create(grant=grant, film=film, order=order)


class HolderDecisionFactory(DjangoModelFactory):
    """Of whoever holds the rights in the film."""

    class Meta:
        model = HolderDecision

    request = factory.SubFactory(AccessRequestFactory)
    rights_holder = factory.LazyAttribute(lambda decision: who_holds(decision.film))


class TermsFactory(DjangoModelFactory):
    """What a viewer promises."""

    class Meta:
        model = Terms

    version = factory.Sequence(lambda number: number + 1)
    text_it = "Non si copia."
    text_en = "No copying."


def private_film(private=Agreement.Private.YES, **fields):
    """A published film under somebody else's agreement: `private` says to whom it may be shown."""
    production = ProductionFactory(**fields)
    AgreementFactory(
        production=production,
        own_initiative=False,
        rights_holder=OrganizationFactory(),
        decision_email="legal@holder.example",
        public=Agreement.Public.NO,
        private=private,
    )
    renditions = FilmFactory.build().renditions | {
        "video": VIDEO,
        "captions": {"it": "captions-it-0a1b2c3d.vtt"},
    }
    return FilmFactory(
        production=production, is_public=True, external_url="", source="x/source.mp4", renditions=renditions
    )
