"""A role's name follows the person and the language."""

import pytest
from django.utils.translation import override

from crew.models import Department, Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pronoun", "form"),
    [("she", "Parrucchiera"), ("he", "Parrucchiere"), ("", "Acconciature"), ("they", "Acconciature")],
)
def test_in_italian_the_form_follows_the_pronoun(pronoun, form):
    with override("it"):
        assert Role.objects.get(slug="hairdresser").form_for(pronoun) == form


def test_an_empty_form_is_the_name_of_the_same_language():
    with override("en"):
        assert Role.objects.get(slug="hairdresser").form_for("she") == "Hairdresser"


def test_the_vocabulary_is_there_from_the_first_migration():
    assert (Department.objects.count(), Role.objects.count()) == (28, 215)


def test_every_department_and_role_has_a_name_in_both_languages():
    nameless = [*Department.objects.filter(name_en=None), *Role.objects.filter(name_it=None)]
    assert nameless == []
