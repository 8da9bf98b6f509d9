"""Which parts make up Stafett, and how they are set for the machine they run on."""

from __future__ import annotations

import os
from pathlib import Path

from stafett.accounts.openid.settings import for_allauth, read
from stafett.accounts.rules import read_levels
from stafett.database.connection import conninfo, parameters
from stafett.secret import secret_key

BASE = Path(__file__).resolve().parent
DEBUG = os.environ.get("STAFETT_DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("STAFETT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("STAFETT_ORIGINS", "").split(",") if o]
SECURITY_CONTACT = os.environ.get("STAFETT_SECURITY_CONTACT", "")

APPS = [
    "frame",
    "vocabulary",
    "parties",
    "accounts",
    "people",
    "safeguards",
    "notices",
    "initiatives",
    "casework",
    "notes",
    "plans",
    "meetings",
    "circumstances",
    "commissions",
    "documents",
    "referrals",
    "handover",
    "economy",
    "measures",
    "evaluation",
    "reports",
    "exchange",
    "outreach",
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    *[f"stafett.{name}" for name in APPS],
]

MIDDLEWARE = [
    "stafett.web.stack.room_for_a_request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stafett.web.middleware.content_policy",
    "stafett.web.middleware.methods_of_pages",
    "stafett.api.refusals.answer_in_one_shape",
    "stafett.frame.process_log.refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stafett.safeguards.middleware.one_transaction",
    "stafett.accounts.middleware.time_limits",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stafett.accounts.middleware.tokens",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stafett.safeguards.session.roles_go_on",
    "stafett.safeguards.middleware.viewer",
    "stafett.accounts.middleware.enough_level",
    "stafett.safeguards.once.once",
    "allauth.account.middleware.AccountMiddleware",
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
_prepare = None if os.environ.get("STAFETT_PREPARE") == "0" else 5
# a pooler that lends a connection for a transaction alone may not keep statements that were prepared in it
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **_connection,
        "OPTIONS": {**_connection.get("OPTIONS", {}), **_pool, "prepare_threshold": _prepare},
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
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "stafett.accounts.passwords.HardToGuess"},
]

ACCOUNT_ADAPTER = "stafett.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("STAFETT_PROXIES", "0"))
"""So many proxies of our own stand in front, each adding to X-Forwarded-For; none is believed by default."""
MFA_ADAPTER = "stafett.accounts.adapters.MfaAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
OPENID_PROVIDERS = (
    read(Path(os.environ["STAFETT_OPENID"])) if "STAFETT_OPENID" in os.environ else ()
)
SOCIALACCOUNT_ADAPTER = "stafett.accounts.adapters.OpenIdAccounts"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = for_allauth(OPENID_PROVIDERS)
SOCIALACCOUNT_STORE_TOKENS = False

REQUIRED_LEVELS = read_levels(os.environ.get("STAFETT_LEVELS", "sees_people=2,powerful=2"))
"""How strongly one must log in for a role: `accounts.rules.Level`; empty where a password is enough."""
FRESH_MINUTES = int(os.environ.get("STAFETT_FRESH_MINUTES", "10"))
"""For so long one has just shown who one is, and may change who gets in or what somebody sees."""
LOG_IN_LIMITS = {"pair": (5, 300), "account": (20, 900), "place": (60, 300)}
"""Failed log-ins (times, seconds): to an account from one address, to an account, from an address."""
API_CALLS_A_MINUTE = int(os.environ.get("STAFETT_API_CALLS", "300"))
WRONG_TOKENS_A_MINUTE = 20
WRONG_PASSWORDS_A_MINUTE = 10
WRONG_LINKS_A_MINUTE = 20
LINK_LEVELS = {"consent": 2, "release": 2, "handover": 2} | read_levels(
    os.environ.get("STAFETT_LINK_LEVELS", "")
)
"""How strongly somebody without an account must show who they are: to say yes, to open what is released, and
to answer for a receiver outside."""

CACHES = {"default": {"BACKEND": "stafett.database.shared_cache.SharedCache"}}

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

SESSION_ENGINE = "stafett.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""What was done is told by name: it ends with the session and lies in no cookie."""
SESSION_COOKIE_AGE = int(os.environ.get("STAFETT_IDLE_MINUTES", "60")) * 60
"""A session that is not used for so long ends; a meeting lasts 45 minutes."""
SESSION_HOURS = int(os.environ.get("STAFETT_SESSION_HOURS", "10"))
"""A session ends after so many hours however much it is used."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = os.environ.get("STAFETT_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
_host = "__Host-" if HTTPS else ""
# a browser takes such a cookie only over HTTPS, for this very host and all of it: no neighbour can set it
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_host}sessionid", f"{_host}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_host}language"
LINK_COOKIE_NAME = f"{_host}link"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# with STAFETT_HTTPS the proxy in front ends TLS, and says so in this header, which it must set itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "stafett.web.errors.stale_form"

UPLOAD_LIMIT = 20_000_000
"""The largest register that the page takes, in bytes; the command line takes 200 MB."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["stafett.exchange.upload.LimitedUpload"]

SYNTHETIC_ONLY = os.environ.get("STAFETT_INVENTED_ONLY") == "1"
"""True where nobody can decide that real people may be entered, as in a demo; else each controller does."""

LOG_HEADS = os.environ.get("STAFETT_LOG_HEADS", "")
"""A file outside the database that the heads of the log's chains are added to, line by line."""
LOG_HEADS_MAIL = [to for to in os.environ.get("STAFETT_LOG_HEADS_MAIL", "").split(",") if to]
"""Those whom the same heads are mailed to, once a day."""
LEDGER = os.environ.get("STAFETT_LEDGER", "")
"""A file outside the database and its backup that endings and withdrawals are added to, line by line."""
ARCHIVE = os.environ.get("STAFETT_ARCHIVE", "")
"""A folder that what is ended is written to first, as files that can be read without Stafett."""
EMAIL_HOST = os.environ.get("STAFETT_MAIL_HOST", "localhost")
EMAIL_TIMEOUT = 20
"""Seconds that a mail server may take to answer."""
DEFAULT_FROM_EMAIL = os.environ.get("STAFETT_MAIL_FROM", "stafett@localhost")
ADDRESS = os.environ.get("STAFETT_ADDRESS", "")
"""Where people find Stafett, as https://stafett.example.se: mails lead to it, and without it none is sent."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"by_pattern": {"()": "stafett.frame.process_log.ByPattern"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["by_pattern"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
