"""A site on the network. Starting fails, with the name of what is missing, where a secret is not set."""

from backstage.settings.base import *

DEBUG = False
SECRET_KEY = env("BACKSTAGE_SECRET_KEY")
ALLOWED_HOSTS = env.list("BACKSTAGE_HOSTS")
SITE_URL = env("BACKSTAGE_URL", default=f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("BACKSTAGE_BEHIND_PROXY", default=False):
    # The front server must overwrite this header; see docs/operators.md.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
