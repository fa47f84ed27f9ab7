"""The cast of a screening: `guest` was invited, `stranger` is known and was not, a passer-by is nobody."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portfolio.screening.actions import watching
from portfolio.screening.views import visitors
from tests.factories.screening import ContactFactory, GrantFactory, private_film

MEGABYTE = 1024 * 1024


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Does at the end of the block what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def film(db):
    return private_film()


@pytest.fixture
def guest(db):
    return ContactFactory(name="Ada Ferri", company="Faro Film", email="ada@faro.example")


@pytest.fixture
def stranger(db):
    return ContactFactory(name="Bea Neri", email="bea@altrove.example")


@pytest.fixture
def grant(guest, film):
    return GrantFactory(films=[film], request__contact=guest)


@pytest.fixture
def signed_in():
    """A browser in which a contact is signed in."""

    def enter(contact):
        browser = Client()
        now = timezone.now().isoformat()
        session = browser.session
        session.update({visitors.CONTACT: contact.pk, visitors.SINCE: now, visitors.SEEN: now})
        session.save()
        return browser

    return enter


@pytest.fixture
def seated(signed_in):
    """A browser in which a grant's contact has sat down to watch."""

    def sit(grant):
        browser = signed_in(grant.request.contact)
        browser.cookies[visitors.cookie_name()] = watching.open_viewing(grant)
        return browser

    return sit


@pytest.fixture
def in_the_vault(storages):
    """Puts the files of a film's manifest into the vault; each of the films is five megabytes and a bit."""

    def put(film):
        folder = storages / "vault" / film.asset
        folder.mkdir(parents=True)
        video, ladder = film.renditions["video"], film.renditions["poster"]["ladder"]
        (rung,) = video["hls"]["rungs"]
        for name in (video["mp4"], rung["media"]):
            (folder / name).write_bytes(bytes(range(256)) * (5 * MEGABYTE // 256) + b"end")
        for name in (video["hls"]["master"], rung["playlist"]):
            (folder / name).write_text("#EXTM3U\n", encoding="utf-8")
        (folder / video["stills"]["name"]).write_bytes(b"picture")
        for name in film.renditions["captions"].values():
            (folder / name).write_text("WEBVTT\n", encoding="utf-8")
        for rung in ladder:
            for kind in ("avif", "webp", "jpeg"):
                (folder / rung[kind]).write_bytes(b"picture")
        return film

    return put


def mailed_link():
    """The first link of the newest mail that opens something."""
    return re.search(r"http://testserver(/\S+/\S{40,}/)", mail.outbox[-1].body)[1]


def mailed_code():
    """The six digits of the newest mail."""
    return re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def yesterday():
    return timezone.now() - timedelta(days=1)
