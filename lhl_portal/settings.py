"""Settings, fed by the environment.

PORTAL_MODE is the one switch: ``production`` (the default), ``demo`` or ``test``. Production refuses to start without
its secrets; demo listens on loopback only. Since it is one variable, a demo can never run with production's settings.
"""

from pathlib import Path

import environ
import pghistory
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

env = environ.FileAwareEnv()

PORTAL_MODE = env.str("PORTAL_MODE", default="production")
if PORTAL_MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"PORTAL_MODE must be production, demo or test, not {PORTAL_MODE!r}.")
PRODUCTION = PORTAL_MODE == "production"
DEMO = PORTAL_MODE == "demo"
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]

DEBUG = False
if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY")
    SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="not-secret-only-for-demo-and-tests-on-this-machine-0123456789")
    ALLOWED_HOSTS = [*LOOPBACK, "testserver"] if PORTAL_MODE == "test" else LOOPBACK

# The address of the portal as users see it, with scheme: https://portal.example.no
PUBLIC_URL = env.str("PUBLIC_URL") if PRODUCTION else env.str("PUBLIC_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "lhl_portal.apps.PortalConfig",
    "lhl_portal.access",
    "lhl_portal.audit",
    "lhl_portal.calendar",
    "lhl_portal.ui",
    "lhl_portal.notices",
    "municipalities",
    "reform_phases",
    "dialogue_meetings",
    "learning_networks",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lhl_portal.ui.middleware.TextGZipMiddleware",
    "lhl_portal.ui.middleware.ContentSecurityPolicyMiddleware",
    "lhl_portal.ui.middleware.SafeHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lhl_portal.ui.middleware.HtmxLoginMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "lhl_portal.audit.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "lhl_portal.urls"
WSGI_APPLICATION = "lhl_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lhl_portal.navigation.portal",
            ],
        },
    },
]
FORM_RENDERER = "lhl_portal.ui.forms.Renderer"

# --- Storage -------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")}
DATABASES["default"] |= {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# The choices of a field are few: a cursor of its own in the database takes three more trips to it than they are worth.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a page of 150 municipalities sends some 2500: each field with what was shown
FILE_UPLOAD_HANDLERS = [
    "lhl_portal.ui.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Attachments lie in the database, so they are few and small.
ATTACHMENT_MOST_BYTES = env.int("ATTACHMENT_MOST_BYTES", default=10 * 1024**2)  # one file
ATTACHMENTS_MOST_BYTES = env.int("ATTACHMENTS_MOST_BYTES", default=50 * 1024**2)  # all the files of a meeting
ATTACHMENTS_MOST = 20  # files of a meeting

REDIS_URL = env.str("REDIS_URL")
# allauth counts log-ins in the cache: were it in Redis, nobody could log in while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- People --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["lhl_portal.access.backend.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if PORTAL_MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "lhl_portal.audit.adapter.AuditedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # that mail would offer a sign-up that does not exist
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes the account; nobody signs up
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# --- Safety --------------------------------------------------------------------------------------------------------
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # They promise for every name under the portal's domain: off where a neighbour there still speaks plain http.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Named and shaped as Django 6's own setting, so that the middleware can go when we get there.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],  # Designsystemet's icons are mask images in data URLs
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}

# --- Static files --------------------------------------------------------------------------------------------------
NODE_MODULES = BASE_DIR / "node_modules"
ICONS_DIR = NODE_MODULES / "@navikt/aksel-icons/dist/svg"
FONTS_DIR = NODE_MODULES / "@fontsource-variable/inter/files"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var/static" if PRODUCTION else None
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", NODE_MODULES / "@digdir/designsystemet-css/dist"),
    ("inter", FONTS_DIR),
]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = PORTAL_MODE == "test"  # finds a file when asked, instead of listing all for every client
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("Engelsk"))]
LOCALE_PATHS = [
    BASE_DIR / "lhl_portal/locale",
    BASE_DIR / "lhl_portal/locale_for_libraries",  # nynorsk for texts of allauth, which has none
]
FORMAT_MODULE_PATH = "lhl_portal.formats"
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Mail ----------------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if DEMO else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)  # local time, on working days
# Seconds a worker may speak with the mail server before another takes the mail over: far more than a slow server needs.
MAIL_LEASE_SECONDS = env.int("MAIL_LEASE_SECONDS", default=300)
MAIL_RETRY_SECONDS = env.int(
    "MAIL_RETRY_SECONDS", default=30
)  # before the second attempt; then twice as long each time

# --- Open data -----------------------------------------------------------------------------------------------------
# Whom to ask about the open dataset, and what one may do with it.
OPEN_DATA_CONTACT = env.str("OPEN_DATA_CONTACT", default=DEFAULT_FROM_EMAIL)
OPEN_DATA_LICENCE = "https://data.norge.no/nlod/no/2.0"

# --- History -------------------------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_BASE_MODEL = "lhl_portal.audit.protection.Event"
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# --- Celery: the database is the queue of record, the broker only rings --------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 25,
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.2,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "global_keyprefix": env.str("CELERY_KEY_PREFIX", default="lhl:"),
}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # 5.7 loses its worker under late acks when the broker goes away
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_MAX_TASKS_PER_CHILD = 20
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 900_000  # KiB
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ROUTES = {
    "reporting.tasks.build_report": {"queue": "reports"},
    "lhl_portal.notices.tasks.sweep_mail": {"queue": "mail"},
}
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=30.0)
NOTICE_SECONDS = env.float("NOTICE_SECONDS", default=300.0)
CELERY_BEAT_SCHEDULE = {
    "sweep-builds": {"task": "reporting.tasks.sweep_builds", "schedule": SWEEP_SECONDS},
    "verify-editions": {"task": "reporting.tasks.verify_editions", "schedule": crontab(hour=2, minute=17)},
    "gather-notices": {"task": "lhl_portal.notices.tasks.gather_notices", "schedule": NOTICE_SECONDS},
    "send-digests": {"task": "lhl_portal.notices.tasks.send_digests", "schedule": NOTICE_SECONDS},
    "sweep-mail": {"task": "lhl_portal.notices.tasks.sweep_mail", "schedule": SWEEP_SECONDS},
}
# Seconds a build may be silent before another worker takes it over, and a queued one may wait before it is rung again.
BUILD_LEASE_SECONDS = env.int("BUILD_LEASE_SECONDS", default=60)
BUILD_RING_AGAIN_SECONDS = env.int("BUILD_RING_AGAIN_SECONDS", default=20)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "lhl_portal.access.secret.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}},
}
