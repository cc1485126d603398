"""The one settings file. What differs between installations comes from the environment."""

from datetime import timedelta
from pathlib import Path

import bootstrap_wrapper
import dj_database_url

from config.environment import env, flag, secret_key, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env("VAR_DIR", str(BASE_DIR / "var")))

DATABASE_URL = env("DATABASE_URL", "")
EMBEDDED = not DATABASE_URL
REDIS_URL = env("REDIS_URL", "")

SECRET_KEY = secret_key(VAR, embedded=EMBEDDED)
PUBLIC_URL = env("PUBLIC_URL", "http://localhost:8000")  # in the QR codes of documents
KEYS = Path(env("SIGNING_DIR", str(VAR / "keys")))  # signs: outside the database, or it proves nothing
AUDIT_HASH = env("AUDIT_HASH", "sha256")
ANCHORS = Path(env("ANCHORS_DIR", str(VAR / "anchors")))  # heads of the trail, likewise
DEBUG = flag("DEBUG")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "operations",
    "counties",
    "schools",
    "indicators",
    "assessments",
    "reports",
    "django.contrib.admin.apps.SimpleAdminConfig",  # urls look for the admins: commands start without
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "operations.headers.guarded",
    "operations.headers.told",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "operations.origin.remembered",
    "counties.lasting.kept",
    "operations.access_log.kept",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "operations.refusing.Refusing",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
        },
    },
]

# A lock is taken at the start of a transaction, or SQLite refuses one of two writers; every
# commit reaches the disk; an append-only trigger also stops INSERT OR REPLACE.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON;"
)
if EMBEDDED:
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "balance.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        }
    }
else:
    server = dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    limits = {"options": "-c statement_timeout=60000 -c lock_timeout=15000"}
    # What the address asks for itself, such as ?sslmode=require, stays.
    DATABASES = {"default": {**server, "OPTIONS": {**limits, **server.get("OPTIONS", {})}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "counties.User"
AUTHENTICATION_BACKENDS = ["counties.sessions.WithPost"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]  # what packages show administrators in English still
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("manual", BASE_DIR / "docs" / "pictures"),
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
WHITENOISE_USE_FINDERS = True  # served from where they lie: nothing to collect, nothing to go stale
MEDIA_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["schools.uploads.LimitedUpload"]
EVIDENCE_QUOTA = int(env("EVIDENCE_QUOTA_MB", "1024")) * 1024 * 1024  # of a county's year
AN_HOUR = {  # what one officer may do at most
    "uploads": int(env("UPLOADS_AN_HOUR", "60")),
    "evidence": int(env("EVIDENCE_AN_HOUR", "400")),
    "exports": int(env("EXPORTS_AN_HOUR", "120")),
    "parcels": int(env("PARCELS_AN_HOUR", "30")),
}
TABLE_READER = "schools.tables.read"  # of what administrators import: the gate of ledgers

# Mail says that something waits; without a server of mail nothing is sent, and the inbox says it alone.
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("EMAIL_USER", ""), env("EMAIL_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = flag("EMAIL_STARTTLS"), flag("EMAIL_SSL")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "balance@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE = timedelta(minutes=int(env("SESSION_IDLE_MINUTES", "60")))
SESSION_LIFETIME = timedelta(hours=int(env("SESSION_LIFETIME_HOURS", "12")))
# The browser keeps it longer, or nobody could be told why he has to log in again.
SESSION_COOKIE_AGE = int((SESSION_LIFETIME + timedelta(hours=12)).total_seconds())
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
if HTTPS := flag("HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

# The job row is the truth and waking a worker a courtesy: see operations/jobs.py.
JOBS_WAKE = "celery" if REDIS_URL else "embedded"
JOB_LEASE_SECONDS = float(env("JOB_LEASE_SECONDS", "60"))
JOB_TIME_LIMIT = 300

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]  # or whoever reaches Redis runs code by a pickle
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = JOB_TIME_LIMIT
CELERY_TASK_SOFT_TIME_LIMIT = JOB_TIME_LIMIT - 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,  # as it comes, a killed worker's message waits 100 s longer
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,  # who queues a job waits at most this long for a broker that is away
    "interval_start": 0.1,
}
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "operations.sweep", "schedule": 30.0}}
