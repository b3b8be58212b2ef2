"""The one settings file: everything from the environment, loud on nonsense, closed when DEBUG is off.

A bare clone works with nothing set: data in ``var/``, SQLite, a folder as broker. Production sets ``DATABASE_URL``,
``BROKER_URL``, ``CACHE_URL``, ``SECRET_KEY`` and ``SITE_URL``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env.str("QUIZAPP_HOME", default="") or BASE_DIR / "var").resolve()
"""Where all data of this installation lives."""


def _switch(name: str) -> bool:
    text = env.str(name, default="").strip().lower()
    if text not in {"", "0", "1", "false", "true", "no", "yes", "off", "on"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, got {text!r}")
    return text in {"1", "true", "yes", "on"}


DEBUG = _switch("DEBUG")


def _whole_number(name: str, default: int, least: int, most: int) -> int:
    text = env.str(name, default="").strip() or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, got {text!r}")
    return int(text)


SHORTEST_KEY = 32


def _secret_key() -> str:
    """The key from the environment, else the one ``up`` keeps in the home folder; a throw-away one only in DEBUG."""
    key: str = env.str("SECRET_KEY", default="")
    if key and len(key) < SHORTEST_KEY and not DEBUG:
        raise ImproperlyConfigured(f"SECRET_KEY has {len(key)} characters; {SHORTEST_KEY} are the least")
    if key:
        return key
    kept = HOME / "secret-key"
    if kept.is_file():
        return kept.read_text().strip()
    if DEBUG:
        return get_random_secret_key()
    raise ImproperlyConfigured(f"SECRET_KEY is not set and {kept} does not exist: set one, or run `make up` once")


SECRET_KEY = _secret_key()

HOST = env.str("HOST", default="").strip() or "127.0.0.1"
PORT = _whole_number("PORT", 8000, 1, 65535)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


SITE_URL = env.str("SITE_URL", default="").rstrip("/") or f"http://{_bracketed(HOST)}:{PORT}"
try:
    _site = urlsplit(SITE_URL)
except ValueError as error:
    raise ImproperlyConfigured(f"SITE_URL {SITE_URL!r}: {error}") from error
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path or _site.query or _site.username:
    raise ImproperlyConfigured(f"SITE_URL {SITE_URL!r} is not an address such as https://learn.example.org")
ALLOWED_HOSTS = [_bracketed(_site.hostname), *(name.strip() for name in env.list("ALLOWED_HOSTS", default=[]))]
if _site.hostname in {"127.0.0.1", "localhost", "::1", "0.0.0.0", "::"}:  # noqa: S104  (compared, not bound)
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured("ALLOWED_HOSTS may not be '*' when DEBUG is off: name the hosts")
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

SECURE = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LEARNER_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "quizapp.web.csrf_failure.failure"
TRUSTED_PROXIES = _whole_number("TRUSTED_PROXIES", 0, 0, 10)
"""How many proxies of ours stand before the web process; their entries in X-Forwarded-For are believed."""
if SECURE and not TRUSTED_PROXIES:
    raise ImproperlyConfigured("SITE_URL is https, which a proxy of yours must speak: set TRUSTED_PROXIES=1 (or more)")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "quizapp.web",
    "quizapp.accounts",
    "quizapp.runs",
    "quizapp.catalog",
    "quizapp.evidence",
    "quizapp.sittings",
    "quizapp.progress",
    "quizapp.leaderboards",
    "quizapp.regrade",
    "quizapp.errata",
    "quizapp.search",
    "quizapp.home",
    "quizapp.modes",
    "quizapp.authoring",
    "quizapp.operations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Tokens of forms are masked anew on each page and Django pads what it compresses, so lengths tell nothing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "quizapp.accounts.middleware.LearnerMiddleware",
    "quizapp.web.unavailable.UnavailableMiddleware",
]

ROOT_URLCONF = "quizapp.urls"
WSGI_APPLICATION = "quizapp.wsgi.application"

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
                "quizapp.web.theme.theme",
                "quizapp.progress.header.header",
            ],
        },
    },
]


def _understood(name: str, read: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The value of ``name`` as ``read`` understands it; a refusal never repeats it, it may hold a password."""
    try:
        return read(name)
    except (ImproperlyConfigured, ValueError, KeyError):
        raise ImproperlyConfigured(f"{name} is not an address that is understood") from None


def _database() -> dict[str, Any]:
    """SQLite in the home folder, or PostgreSQL: the two databases that are tested."""
    address = env.str("DATABASE_URL", default="")
    if not address:
        # Not through an address: the folder's name may hold characters that mean something in one.
        database: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(HOME / "quizapp.sqlite3")}
    elif address.startswith(("sqlite:", "postgres:", "postgresql:")):
        database = _understood("DATABASE_URL", env.db_url)
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        if database["NAME"] in {"", ":memory:"}:
            raise ImproperlyConfigured("DATABASE_URL: a database in memory cannot be shared by processes")
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.str("BROKER_URL", default="") or f"filesystem://{quote(str(HOME / 'broker'))}"
if urlsplit(BROKER_URL).scheme not in {"filesystem", "redis", "rediss"}:
    raise ImproperlyConfigured("BROKER_URL must begin with filesystem://, redis:// or rediss://")
CACHES = {
    "default": _understood("CACHE_URL", env.cache_url)
    if env.str("CACHE_URL", default="")
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "quizapp",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a full cache drops counts, and limits are counts
    }
}

RUNNER = env.str("QUIZAPP_RUNNER", default="") or "local"
"""``local``: this installation has runners of its own; ``none``: it lives on evidence shipped with packs."""
if RUNNER not in {"local", "none"}:
    raise ImproperlyConfigured(f"QUIZAPP_RUNNER must be 'local' or 'none', got {RUNNER!r}")
RUNNER_DEVICES = env.list("QUIZAPP_RUNNER_DEVICES", default=["cpu"])
"""The devices whose runners have to be there for this installation to be whole."""
if not RUNNER_DEVICES or not set(RUNNER_DEVICES) <= {"cpu", "cuda"}:
    raise ImproperlyConfigured(f"QUIZAPP_RUNNER_DEVICES must list 'cpu' and 'cuda' only, got {RUNNER_DEVICES!r}")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "quizapp.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "quizapp.accounts.forms.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Limits by address are those of three hundred people behind one router, each with a few mistakes; what stops the
# guessing of one password is the limit by key. It stands first in its pair: a try that it stops must not use up
# what all behind the address share.
ACCOUNT_RATE_LIMITS = {
    "signup": "1000/15m/ip,4000/d/ip",
    "login": "1500/10m/ip",
    "login_failed": "10/5m/key,600/10m/ip",
    "reset_password": "5/10m/key,300/10m/ip",
    "reset_password_from_key": "300/10m/ip",
}
vars().update(
    _understood("EMAIL_URL", env.email_url)
    if env.str("EMAIL_URL", default="")
    else {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
"""The languages of the interface; a browser gets the one of these that it asks for first."""
LOCALE_PATHS = [BASE_DIR / "quizapp" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

EMBED_ANCESTORS = [origin.strip() for origin in env.list("EMBED_ANCESTORS", default=[]) if origin.strip()]
"""The sites whose pages may show a question in a frame."""
for _origin in EMBED_ANCESTORS:
    if urlsplit(_origin).scheme not in {"http", "https"} or not urlsplit(_origin).netloc or urlsplit(_origin).path:
        raise ImproperlyConfigured(f"EMBED_ANCESTORS: {_origin!r} is not an origin such as https://learn.example.org")

SHIPPED_PACKS = BASE_DIR / "quizapp" / "catalog" / "packs"

LOG_LEVEL = env.str("LOG_LEVEL", default="") or "WARNING"
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise ImproperlyConfigured(f"LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, got {LOG_LEVEL!r}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # It warns that a folder has no host name.
    "loggers": {"kombu.connection": {"level": "ERROR"}},
}
