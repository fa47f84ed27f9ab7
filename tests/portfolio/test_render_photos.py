"""The command that makes the sizes of photographs anew."""

import io

import pytest
from django.core.management import CommandError, call_command

from portfolio.actions import intake, rendering
from portfolio.models import Photo
from portfolio.renditions import specs
from tests.factories import AgreementFactory, ProductionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def photos(upload, jpeg):
    """Two, of which the first is developed."""
    made = [intake.accept_photo(upload(jpeg(colour=colour))) for colour in ("red", "blue")]
    rendering.render(made[0])
    return made


def run(*args):
    said = io.StringIO()
    call_command("render_photos", *args, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_what_lacks_its_sizes_gets_them_and_the_rest_is_left(photos):
    assert "1 made, 0 not." in run()
    assert set(Photo.objects.values_list("state", flat=True)) == {"ready"}


def test_run_again_there_is_nothing_to_do(photos):
    run()
    assert "0 made, 0 not." in run()


def test_all_are_made_where_that_is_asked(photos):
    assert "2 made, 0 not." in run("--all")


def test_what_was_made_in_another_way_is_made_anew(photos, monkeypatch):
    run()
    monkeypatch.setattr(specs, "fingerprint", lambda: "another way")
    assert "2 made, 0 not." in run()


def test_those_of_one_production_alone(photos):
    production = ProductionFactory(slug_it="il-faro")
    AgreementFactory(production=production)
    Photo.objects.filter(pk=photos[0].pk).update(production=production)
    assert "1 made, 0 not." in run("--all", "--production", "il-faro")


def test_a_production_that_is_not_there_is_refused(db):
    with pytest.raises(CommandError, match="nowhere"):
        run("--production", "nowhere")


def test_one_that_cannot_be_made_is_named_and_the_others_are_made(photos, storages):
    (storages / "vault" / photos[0].original.name).write_bytes(b"rotten")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("render_photos", "--all", stdout=said, stderr=io.StringIO())
    assert f"Not made: photograph {photos[0].pk}" in said.getvalue()
    assert "1 made, 1 not." in said.getvalue()
