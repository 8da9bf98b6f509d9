"""Which parts make up Stafett, and how they are set for the machine they run on."""

from __future__ import annotations

import os
from pathlib import Path

from stafett.database.connection import conninfo, parameters
from stafett.secret import secret_key

BASE = Path(__file__).resolve().parent
DEBUG = os.environ.get("STAFETT_DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("STAFETT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("STAFETT_ORIGINS", "").split(",") if o]

APPS = [
    "frame",
    "vocabulary",
    "parties",
    "accounts",
    "people",
    "safeguards",
    "initiatives",
    "casework",
    "economy",
    "measures",
    "reports",
    "exchange",
    "demo",
    "api",
    "web",
]
"""Our own apps, lowest floor first; the architecture test reads the order from here."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    *[f"stafett.{name}" for name in APPS],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stafett.web.middleware.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stafett.safeguards.middleware.one_transaction",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stafett.safeguards.middleware.viewer",
    "stafett.web.middleware.keep_typed",
]

ROOT_URLCONF = "stafett.web.urls"
WSGI_APPLICATION = "stafett.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stafett.frame.context.frame",
            ],
        },
    }
]

ROLE = os.environ.get("STAFETT_ROLE", "app")
"""The database role of this process; only `stafett migrate` runs as owner."""

_connection = conninfo(ROLE, os.environ.get("STAFETT_DATABASE", "stafett"))
_pool = {"pool": {"min_size": 1, "max_size": 4}} if os.environ.get("STAFETT_POOL") == "1" else {}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **_connection,
        "OPTIONS": {**_connection.get("OPTIONS", {}), **_pool},
        "CONN_MAX_AGE": 0,
    }
}
ASIDE = {role: parameters(role) for role in ("log", "seal", "retention")}
"""How other roles connect, in libpq's words; always to the database that `default` is connected to."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["stafett.frame.written"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STAFETT_STATIC", BASE.parent.parent / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = os.environ.get("STAFETT_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# with STAFETT_HTTPS the proxy in front ends TLS, and says so in this header, which it must set itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "stafett.web.errors.stale_form"

UPLOAD_LIMIT = 20_000_000
"""The largest register that the page takes, in bytes; the command line takes 200 MB."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["stafett.exchange.upload.LimitedUpload"]

SYNTHETIC_ONLY = True
"""Every page says "Endast påhittade uppgifter" until secrecy has landed."""

LOG_HEADS = os.environ.get("STAFETT_LOG_HEADS", "")
"""A file outside the database that the heads of the log's chains are added to, line by line."""
LOG_HEADS_MAIL = [to for to in os.environ.get("STAFETT_LOG_HEADS_MAIL", "").split(",") if to]
"""Those whom the same heads are mailed to, once a day."""
EMAIL_HOST = os.environ.get("STAFETT_MAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("STAFETT_MAIL_FROM", "stafett@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
