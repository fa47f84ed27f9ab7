"""What every installation shares. Where it runs is said by the environment alone (docs/operators.md)."""

import mimetypes
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from backstage.settings.desk import *

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything that changes while the site runs lives below this folder.
DATA_DIR = Path(env("BACKSTAGE_DATA_DIR", default=str(BASE_DIR))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite and the queue open their files as soon as Django starts

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # the plain one puts its own site in place of ours
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "modeltranslation",
    "backstage.apps.BackstageAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "huey.contrib.djhuey",
    "imagekit",
    "crew.apps.CrewConfig",
    "portfolio.apps.PortfolioConfig",
    "portfolio.screening.apps.ScreeningConfig",
    "backstage.apps.BackstageConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "backstage.middleware.SecurityHeadersMiddleware",
    "backstage.middleware.FilesFirstMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "backstage.urls"
WSGI_APPLICATION = "backstage.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backstage.pages.frame.frame",
            ],
        },
    },
]

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
elif not env.bool("BACKSTAGE_POOLER", default=False):
    # For the one question that has its plan kept (portfolio/screening/prepared.py); a pooler in between
    # would give each transaction another server.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5
# Opening is dear; closing the last connection to an SQLite file is dearer still: it puts its journal away.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "backstage.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")

# The languages of the site. A third one: add it here, `makemigrations`, and translate the catalogue.
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
LANGUAGE_CODE = "it"
FORMAT_MODULE_PATH = "backstage.formats"
LOCALE_PATHS = [BASE_DIR / "backstage" / "locale"]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "it"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("it", "en")}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "portfolio.renditions.storages.VaultStorage"},
    "vault": {
        "BACKEND": "portfolio.renditions.storages.VaultStorage",
        "OPTIONS": {"location": DATA_DIR / "media" / "vault"},
    },
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media" / "public", "base_url": MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Buckets of an object storage instead, where they are named; keys and endpoint are boto3’s own variables.
BUCKETS = {
    "vault": ("portfolio.renditions.buckets.VaultBucket", env("BACKSTAGE_S3_VAULT", default="")),
    "public": ("portfolio.renditions.buckets.Bucket", env("BACKSTAGE_S3_PUBLIC", default="")),
}
BUCKET_OPTIONS: dict[str, Any] = {
    "default_acl": "private",
    "file_overwrite": True,
    "signature_version": "s3v4",  # the former one does not sign the Range
    # Amazon's own: else a lent address names a host that only leads on, and the signature is for that one.
    "addressing_style": "auto" if env("AWS_ENDPOINT_URL", default="") else "virtual",
}
for alias, (backend, bucket) in BUCKETS.items():
    if bucket:
        STORAGES[alias] = {"BACKEND": backend, "OPTIONS": BUCKET_OPTIONS | {"bucket_name": bucket}}
STORAGES["default"] = STORAGES["vault"]
# Who sends what no cache may keep (portfolio/views/handover.py): we, unless nginx is asked to at this place
# of its own, or the vault's bucket lends an address for each piece of a film.
ACCEL = env("BACKSTAGE_ACCEL", default="")
LEND_ADDRESSES = env.bool("BACKSTAGE_S3_LEND", default=True)
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Without JavaScript a batch comes in one request. Each file is held open: a process may open 1024.
DATA_UPLOAD_MAX_NUMBER_FILES = 500

# Where uploads gather piece by piece until they are whole: a folder that site and worker share.
INCOMING = DATA_DIR / "incoming"

# What a picture may be: bytes of the file, pixels by format (docs/operators.md, "Limits").
PHOTO_MAX_BYTES = 100 * 1024 * 1024
PHOTO_MAX_PIXELS = {"JPEG": 120_000_000, "HEIF": 120_000_000}
PHOTO_MAX_PIXELS_OTHERWISE = 60_000_000
# What a ZIP of pictures may be: bytes of the file, pictures in it.
ZIP_MAX_BYTES = 4 * 1024**3
ZIP_MAX_FILES = 2_000
# What a signed paper may be: bytes of the file.
PAPER_MAX_BYTES = 40 * 1024 * 1024
# How many days is kept what names those who ask and watch (docs/operators.md, "What is kept").
SCREENING_KEEPS = {
    "unconfirmed": env.int("BACKSTAGE_KEEP_UNCONFIRMED_DAYS", default=30),
    "declined": env.int("BACKSTAGE_KEEP_DECLINED_DAYS", default=365),
    "viewings": env.int("BACKSTAGE_KEEP_VIEWINGS_DAYS", default=365),
    "contacts": env.int("BACKSTAGE_KEEP_CONTACTS_DAYS", default=730),
}
# What a film may be: bytes of the file (docs/operators.md, "Limits").
FILM_MAX_BYTES = 20 * 1024**3

# How many proxies of ours stand before the site, each adding the address that it sees to X-Forwarded-For.
PROXIES = env.int("BACKSTAGE_PROXIES", default=int(env.bool("BACKSTAGE_BEHIND_PROXY", default=False)))

IMAGEKIT_DEFAULT_FILE_STORAGE = "vault"
IMAGEKIT_CACHEFILE_DIR = ""

REDIS_URL = env("REDIS_URL", default="")
HUEY: dict[str, Any] = {
    "name": "backstage",
    "immediate": False,
    "results": False,
    # Two: a film may take hours, and mails go out meanwhile.
    "consumer": {"workers": 2, "worker_type": "process", "check_worker_health": True},
}
if REDIS_URL:
    HUEY |= {"huey_class": "huey.PriorityRedisHuey", "connection": {"url": REDIS_URL}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    HUEY |= {"huey_class": "huey.SqliteHuey", "filename": str(DATA_DIR / "queue.sqlite3")}

# Mail: files in `outbox/`, until EMAIL_URL names a server (`smtp+tls://user:password@host:587`).
OUTBOX = DATA_DIR / "outbox"
EMAIL_BACKEND = "backstage.outbox.EmlBackend"
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 20
# So many seconds a worker has a letter to itself: longer than a talk with the slowest mail server. What
# a killed one held is another's after that.
MAIL_LEASE = env.int("BACKSTAGE_MAIL_LEASE_SECONDS", default=300)
DEFAULT_FROM_EMAIL = env("BACKSTAGE_MAIL_FROM", default="Backstage <backstage@localhost>")

# Public pages carry no inline script and no inline style; `/admin/` is loosened by the middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "backstage.pages.errors.csrf_failure"

# Python does not know these everywhere, and a browser refuses a film with the wrong type.
for media_type, ending in (
    ("image/avif", ".avif"),
    ("image/webp", ".webp"),
    ("font/woff2", ".woff2"),
    ("video/mp4", ".m4s"),
    ("application/vnd.apple.mpegurl", ".m3u8"),
    ("text/vtt", ".vtt"),
):
    mimetypes.add_type(media_type, ending)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "backstage.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}

# The password of the demo's editor; one is made up where it is empty.
DEMO_PASSWORD = env("BACKSTAGE_DEMO_PASSWORD", default="")
