"""This machine only: `make demo` and `make run`. The key is no secret, so the site listens on 127.0.0.1."""

from backstage.settings.base import *

DEBUG = env.bool("BACKSTAGE_DEBUG", default=False)
SECRET_KEY = "for-this-machine-only-and-no-secret-at-all-since-everybody-can-read-it"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# What mails link to.
SITE_URL = env("BACKSTAGE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
