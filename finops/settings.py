"""Django settings, read from the environment (names: DESIGN section 8, docs/configuration.md)."""

import os
import sys
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from finops.core import cache, env, mail_server

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGE_DIR = BASE_DIR / "finops"


def data_dir(name: str) -> Path:
    """`templates/` or `static/`: beside the package in a checkout, inside it in a wheel."""
    packaged = PACKAGE_DIR / f"_{name}"
    return packaged if packaged.exists() else BASE_DIR / name


HOME = env.home()
RUNTIME = env.runtime()
DEBUG = env.boolean("SPANLEDGER_DEBUG")
SECRET_KEY = env.secret_key() or "unset-until-spanledger-up-writes-one"
SECRET_KEY_IS_SET = bool(env.secret_key())
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]  # always allowed: health checks come from this machine
ALLOWED_HOSTS = [*filter(None, env.text("SPANLEDGER_ALLOWED_HOSTS").split(",")), *LOOPBACK]
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("SPANLEDGER_TRUSTED_ORIGINS").split(",") if origin]

DATABASE_URL = env.text("DATABASE_URL") or RUNTIME.get("database_url", "")
BROKER_URL = env.text("BROKER_URL") or RUNTIME.get("broker_url", "")

BIND = env.text("SPANLEDGER_BIND", "127.0.0.1")
HTTP_PORT = env.integer("SPANLEDGER_HTTP_PORT", 8000)
OTLP_HTTP_PORT = env.integer("SPANLEDGER_OTLP_HTTP_PORT", 4318)
OTLP_GRPC_PORT = env.integer("SPANLEDGER_OTLP_GRPC_PORT", 4317)
INGEST_WORKERS = env.integer("SPANLEDGER_INGEST_WORKERS", min(os.cpu_count() or 1, 4), minimum=1)
MAX_REQUEST_BYTES = env.integer("SPANLEDGER_MAX_REQUEST_MIB", 32, minimum=1) * 1_048_576  # decompressed
MAX_DIMENSION_VALUES = env.integer("SPANLEDGER_MAX_DIMENSION_VALUES", 1000, minimum=10)  # in 30 days
MAX_METRIC_SERIES = env.integer(
    "SPANLEDGER_MAX_METRIC_SERIES", 100_000, minimum=10
)  # of a project in two days
MAX_BYTES_IN_FLIGHT = 64 * 1_048_576  # of requests, per receiver process
CONTENT_POLICY = env.choice("SPANLEDGER_CONTENT_POLICY", "drop", ("drop", "redact", "keep"))
LOG_RETENTION_DAYS = env.integer("SPANLEDGER_LOG_RETENTION_DAYS", 30, minimum=1)
METRIC_RETENTION_DAYS = env.integer("SPANLEDGER_METRIC_RETENTION_DAYS", 30, minimum=1)
SPAN_RETENTION_DAYS = env.integer("SPANLEDGER_SPAN_RETENTION_DAYS", 30, minimum=1)

PUBLIC_URL = env.text("SPANLEDGER_URL", f"http://localhost:{HTTP_PORT}").rstrip("/")  # of links in messages
PRIVATE_CHANNELS = env.boolean("SPANLEDGER_PRIVATE_CHANNELS")
MAIL_SERVER = mail_server.read(env.text("EMAIL_URL"))


def database(url: str) -> dict[str, Any]:
    """Django's connection settings for a Postgres URL; a dummy backend when there is none yet."""
    if not url:
        return {"ENGINE": "django.db.backends.dummy"}
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "spanledger"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }


DATABASES = {"default": database(DATABASE_URL)}
CACHES = {"default": cache.settings(BROKER_URL)}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "ninja",
    "finops.core",
    "finops.audit",
    "finops.accounts",
    "finops.notifications",
    "finops.prices",
    "finops.telemetry",
    "finops.attribution",
    "finops.ledger",
    "finops.spend",
    "finops.journeys",
    "finops.slos",
    "finops.traces",
    "finops.ingestion",
    "finops.rules",
    "finops.metrics",
    "finops.budgets",
    "finops.anomalies",
    "finops.search",
    "finops.overview",
    "finops.runtime",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "finops.core.middleware.content_security_policy",
    "finops.budgets.checks.shortcut.checks_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "finops.accounts.middleware.SignInRequired",
    "finops.accounts.middleware.organisation_calendar",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "finops.core.htmx.apart",
    "allauth.account.middleware.AccountMiddleware",
    "finops.core.middleware.method_not_allowed",
]

ROOT_URLCONF = "finops.urls"
ASGI_APPLICATION = "finops.asgi.application"
WSGI_APPLICATION = "finops.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [data_dir("templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "finops.core.htmx.shell",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "finops.accounts.adapter.ClosedSignup"
ACCOUNT_FORMS = {
    "login": "finops.accounts.sign_in.SignInForm",
    "change_password": "finops.accounts.sign_in.NewPasswordForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.boolean("SPANLEDGER_HTTPS")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.boolean("SPANLEDGER_BEHIND_PROXY") else None
)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [data_dir("static")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "finops.core.plotly.PlotlyFinder",
]
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/plotly-[\d.]+/"  # its path names its version
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "spanledger"
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": sys.stderr},
        "nowhere": {"class": "logging.NullHandler"},
    },
    # They log where messages go, tokens and all; how that went is kept with the message.
    "loggers": {
        "apprise": {"handlers": ["nowhere"], "level": "WARNING", "propagate": False},
        "urllib3": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": env.text("SPANLEDGER_LOG_LEVEL", "INFO")},
}
