"""The tests: everything in memory or in a folder of the run's own, jobs done at once, no network."""

import tempfile
from pathlib import Path

from backstage.settings.base import *

SECRET_KEY = "only-the-tests-read-this-and-nothing-is-signed-with-it-elsewhere"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HUEY = {"name": "backstage", "immediate": True, "huey_class": "huey.MemoryHuey", "results": False}

# Replaced once more for each test by the fixture `storages`, so that no test sees another's files.
TEST_MEDIA = Path(tempfile.gettempdir()) / "backstage-tests"
STORAGES["vault"]["OPTIONS"]["location"] = TEST_MEDIA / "vault"
STORAGES["public"]["OPTIONS"]["location"] = TEST_MEDIA / "public"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
