"""The fixed cast, the storages of one test, and pictures as cameras make them."""

import io
import os
import shutil
from contextlib import nullcontext

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages as all_storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from PIL import Image

from backstage.demo import loading
from portfolio.actions import intake, rendering
from portfolio.actions.intake import Arrival
from portfolio.models import Photo, append_only
from portfolio.renditions.photographs import Facts
from tests import films

# Playwright leaves its loop running in the worker's thread, and Django takes what follows for asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
        if (path := shutil.which(name))
    ),
    None,
)


def pytest_collection_modifyitems(items):
    """Without a browser its tests are left out, aloud; where one is required that is an error."""
    if CHROMIUM or not any(item.get_closest_marker("browser") for item in items):
        return
    if os.environ.get("BACKSTAGE_REQUIRE_BROWSER"):
        raise pytest.UsageError("No Chromium here, and BACKSTAGE_REQUIRE_BROWSER is set.")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(autouse=True)
def storages(tmp_path, tmp_path_factory, monkeypatch, settings):
    """Each test has a vault and a public storage of its own; gives the folder that holds both.

    The fields hold the vault that was there at import: a test that overrides STORAGES makes a second one.
    """
    assert Photo._meta.get_field("original").storage is all_storages["vault"]
    for alias in ("vault", "public"):
        folder = str(tmp_path / alias)
        for name in ("base_location", "location"):
            monkeypatch.setitem(all_storages[alias].__dict__, name, folder)
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    settings.INCOMING = settings.DATA_DIR / "incoming"
    return tmp_path


@pytest.fixture(autouse=True)
def language():
    """Each test begins in the site's own language: a request leaves its visitor's in the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def flushing():
    """A test with real transactions empties the database behind itself, which the log of rights refuses."""

    def emptied(operations, statements):
        with append_only.lifted(operations.connection):
            flush(operations, statements)

    flush = BaseDatabaseOperations.execute_sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.fixture
def editor(db):
    """Who edits everything."""
    return get_user_model().objects.create_superuser("editor", password="a good long password")


@pytest.fixture
def desk(client, editor):
    """A browser in which the editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def jpeg():
    """Makes the bytes of a picture; `save` says how Pillow saves it."""

    def make(width=640, height=800, colour="#803020", format="JPEG", **save):
        buffer = io.BytesIO()
        Image.new("RGB", (width, height), colour).save(buffer, format, **save)
        return buffer.getvalue()

    return make


@pytest.fixture
def upload(jpeg):
    """Makes an upload as a browser sends it."""

    def make(content=None, name="IMG_0001.JPG"):
        return SimpleUploadedFile(name, jpeg() if content is None else content, "image/jpeg")

    return make


@pytest.fixture(scope="session")
def film_file(tmp_path_factory):
    """A film of two seconds with picture and sound, as a file."""
    return films.make(tmp_path_factory.mktemp("films") / "film.mp4")


@pytest.fixture
def film_upload(film_file):
    """Makes an upload of a film as a browser sends it; of this very content, if any is given."""

    def make(content=None, name="C0001.MP4"):
        return SimpleUploadedFile(name, film_file.read_bytes() if content is None else content, "video/mp4")

    return make


@pytest.fixture
def quick_pictures(monkeypatch, jpeg, tmp_path):
    """The demo's pictures, all of them one small picture, taken in unseen and not developed; no clips."""
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(jpeg(48, 60))
    arrival = Arrival(Facts("JPEG", 48, 60, None), "0" * 64)
    monkeypatch.setattr(
        loading, "drawn", lambda orders, watch: nullcontext({order.seed: picture for order in orders})
    )
    monkeypatch.setattr(loading, "filmed", lambda clips, pictures, watch: nullcontext({}))
    monkeypatch.setattr(intake, "examine", lambda upload: arrival)
    monkeypatch.setattr(loading, "render_all", lambda works: iter(()))


@pytest.fixture
def demo(db, quick_pictures, monkeypatch):
    """The demo's four sites in one, with small pictures that are really developed."""
    monkeypatch.setattr(loading, "render_all", rendering.render_all)
    loading.load(watch=lambda label: lambda things, total: things)
