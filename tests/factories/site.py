"""The site's own pages."""

# ruff: noqa: D106 - a factory's Meta and Params say what they are

import factory
from factory.django import DjangoModelFactory

from backstage.models import Page


class PageFactory(DjangoModelFactory):
    """A published page in both languages."""

    class Meta:
        model = Page
        skip_postgeneration_save = True

    title_it = factory.Sequence(lambda number: f"Pagina {number}")
    title_en = factory.Sequence(lambda number: f"Page {number}")
    slug_it = factory.Sequence(lambda number: f"pagina-{number}")
    slug_en = factory.Sequence(lambda number: f"page-{number}")
    body_it = "Parole."
    body_en = "Words."
