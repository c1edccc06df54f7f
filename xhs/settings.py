"""All settings, read from the environment. Nothing else in the project reads environment variables.

Unsafe combinations are refused by the system checks in `xhs/checks.py` and by `check --deploy`.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from . import addresses, admin_theme, embedded

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()

SITE_NAME = env.str("SITE_NAME", "红笺 Hongjian")
# Where `manage.py up` listens, and the address under which people reach the site.
HOST, PORT = env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)
WEB_WORKERS = env.int("WORKERS", 2)
_everywhere = HOST in ("0.0.0.0", "::", "")
SITE_URL = env.str("SITE_URL", f"http://{'127.0.0.1' if _everywhere else HOST}:{PORT}").rstrip("/")
DEBUG = env.bool("DEBUG", False)
SECRETS_IN_VAR = [name for name in ("SECRET_KEY", "PERSONAL_DATA_KEYS") if not env.str(name, "")]
SECRET_KEY = env.str("SECRET_KEY", "") or embedded.secret(VAR_DIR, "secret_key")
PERSONAL_DATA_KEYS = env.list("PERSONAL_DATA_KEYS", []) or [embedded.fernet_key(VAR_DIR)]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", []) or list(
    dict.fromkeys(
        ["127.0.0.1", "localhost", "[::1]", urlsplit(SITE_URL).hostname, *([] if _everywhere else [HOST])]
    )
)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", not DEBUG)

INSTALLED_APPS = [
    "xhs",
    "kol",
    "recommend",
    "notes",
    "commerce",
    "moderation",
    "inbox",
    "tagging",
    "accounts",
    "core",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "xhs.admin_config.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "import_export",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "xhs.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.policy.PolicyMiddleware",
    "core.page_cache.AnonymousPageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.htmx.HtmxRedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.nul.NulMiddleware",
    "xhs.pages.OutageMiddleware",
]

ROOT_URLCONF = "xhs.urls"
WSGI_APPLICATION = "xhs.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Our own pages are Jinja2; the admin's and allauth's own stay Django templates.
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "core.jinja.environment",
            "auto_reload": DEBUG,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
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

# --- Data ---------------------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
# Without an address of our own each server comes from its wheel and lives in `var/` (`xhs/embedded.py`).
EMBEDDED_POSTGRES, EMBEDDED_VALKEY = not DATABASE_URL, not REDIS_URL
EMBEDDED_DURABLE = env.bool("EMBEDDED_DURABLE", True)
if EMBEDDED_VALKEY:
    REDIS_URL = embedded.redis_url(VAR_DIR)
_conn_max_age = env.int("DATABASE_CONN_MAX_AGE", 600)
try:
    DATABASES = {
        "default": addresses.database(DATABASE_URL, conn_max_age=_conn_max_age)
        if DATABASE_URL
        else dj_database_url.parse(
            embedded.database_url(VAR_DIR), engine="xhs.embedded_postgres", conn_max_age=_conn_max_age
        )
    }
    _mail = addresses.mail(EMAIL_URL) if (EMAIL_URL := env.str("EMAIL_URL", "")) else {}
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error

CACHES = {
    "default": {
        "BACKEND": "core.cache.HintCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "xhs",
        "OPTIONS": {
            "socket_timeout": 2,
            "socket_connect_timeout": 2,
            **({"pool_class": "xhs.embedded_valkey.EmbeddedConnectionPool"} if EMBEDDED_VALKEY else {}),
        },
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Visitors' pages kept whole; they hold nothing personal. A search shows what was published two seconds ago.
ANONYMOUS_PAGE_PATHS = r"/|/tags/[^/]+/|/notes/\d+/|/u/[^/]+/|/mall/|/mall/products/[^/]+/"
ANONYMOUS_PAGE_SECONDS = env.int("ANONYMOUS_PAGE_SECONDS", 15)
KEEP_SHARED = env.bool("KEEP_SHARED", True)
# Web processes keep a search index of their own machine under VAR_DIR; without it PostgreSQL searches.
SEARCH_FOLLOWS = env.bool("SEARCH_FOLLOWS", True)

MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "originals", "base_url": None},
    },
    "staticfiles": {"BACKEND": "core.stylesheets.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False

# --- Background work ----------------------------------------------------------------------------------------

CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
# Longer than the time limit, so that a slow task is never handed out twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A request that cannot reach the broker goes on at once: the sweeper sends what was not sent.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "notes.tasks.render_photo": {"queue": "media"},
    "notes.tasks.prepare_video": {"queue": "media"},
    "recommend.tasks.*": {"queue": "recommend"},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True


def _every(seconds: int, task: str, queue: str | None = None, **kwargs: str) -> dict:
    """A beat entry; one that found no worker is void when the next is due."""
    options = {"expires": seconds, **({"queue": queue} if queue else {})}
    return {"task": task, "schedule": seconds, "kwargs": kwargs, "options": options}


CELERY_BEAT_SCHEDULE = {
    "heartbeat": _every(15, "xhs.tasks.heartbeat", queue="pulse", worker="pulse"),
    "heartbeat-media": _every(15, "xhs.tasks.heartbeat", queue="pulse-media", worker="pulse-media"),
    "sweep-notes": _every(20, "notes.tasks.sweep"),
    "sweep-recommend": _every(20, "recommend.tasks.sweep"),
    "sweep-rebuild": _every(60, "recommend.tasks.sweep_rebuild"),
    "rebuild-similar": _every(24 * 3600, "recommend.tasks.rebuild_similar"),
    "sweep-channels": _every(60, "recommend.tasks.sweep_channels"),
    "write-events": _every(5, "recommend.tasks.write_events"),
    "tend-search": _every(3600, "recommend.tasks.tend_search"),
    "event-days": _every(3600, "recommend.tasks.tend_event_days"),
    "learn-soon": _every(60, "recommend.tasks.learn_soon"),
    "learn-all": _every(24 * 3600, "recommend.tasks.learn_all"),
    "sweep-moderation": _every(30, "moderation.tasks.sweep"),
    "sweep-commerce": _every(60, "commerce.tasks.sweep"),
    "sweep-members": _every(30, "accounts.tasks.sweep"),
    "sweep-inbox": _every(30, "inbox.tasks.sweep"),
    "inbox-digests": _every(3600, "inbox.tasks.send_digests"),
    "tend-discover": _every(120, "recommend.tasks.tend_discover"),
    "count-arms": _every(3600, "recommend.tasks.count_arms"),
    "find-trends": _every(3600, "recommend.tasks.find_trends"),
    "tend-hashtags": _every(60, "recommend.tasks.tend_hashtags"),
    "hashtag-days": _every(3600, "recommend.tasks.write_hashtag_days"),
    "propose-circles": _every(24 * 3600, "recommend.tasks.propose_circles"),
    "recount-notes": _every(24 * 3600, "notes.tasks.recount"),
    "learn-words": _every(24 * 3600, "notes.tasks.learn_words"),
    "propose-kinds": _every(24 * 3600, "tagging.tasks.propose_kinds"),
    "recount-members": _every(24 * 3600, "accounts.tasks.recount"),
    "recount-unread": _every(24 * 3600, "inbox.tasks.recount"),
    "forget-messages": _every(24 * 3600, "inbox.tasks.forget_deleted"),
    "screen-kols": _every(24 * 3600, "kol.tasks.screen_all"),
}

# --- People -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.MemberBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_SIGNUP_REDIRECT_URL = "recommend:interests"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.forms.SignupForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# A server that can send mail asks for a verified address before sign-in.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "optional"
ACCOUNT_RATE_LIMITS = {
    "signup": "25/5m/ip",
    "login": "25/5m/ip",
    "login_failed": "25/60m/key",
    "reset_password": "25/5m/ip,5/30m/key",
    "reset_password_from_key": "25/5m/ip",
}
# How many proxies of our own stand in front, each adding one entry to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1 if env.bool("BEHIND_PROXY", False) else 0)
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")
# Ten wrong passwords for one account from one address shut that pair out for an hour, staff or not.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_USERNAME_CALLABLE = "accounts.adapter.attempted_account"
AXES_CLIENT_IP_CALLABLE = "accounts.adapter.client_ip"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

EMAIL_TIMEOUT = 15  # seconds
if EMAIL_URL:
    vars().update(_mail)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or f"noreply@{urlsplit(SITE_URL).hostname}"

# Push messages to browsers: a P-256 key as 32 bytes in base64url; without it they are not offered.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", "")
# Only for a push service of one's own on a private network.
PUSH_TO_PRIVATE_ADDRESSES = env.bool("PUSH_TO_PRIVATE_ADDRESSES", False)
VAPID_CONTACT = env.str("VAPID_CONTACT", "") or f"mailto:{DEFAULT_FROM_EMAIL}"

# --- Web safety ---------------------------------------------------------------------------------------------

_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
LANGUAGE_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Posting ------------------------------------------------------------------------------------------------

PHOTO_MAX_BYTES = 20 * 1024 * 1024
PHOTO_MAX_PIXELS = 60_000_000
PHOTOS_PER_NOTE = 18
VIDEO_MAX_BYTES = 200 * 1024 * 1024
VIDEO_MAX_SECONDS = 300
VIDEO_MAX_PIXELS = 4096 * 2304
# What making one video may take; less than CELERY_TASK_SOFT_TIME_LIMIT.
VIDEO_TASK_SECONDS = 780
VIDEO_TASK_MEGABYTES = 1536

# --- What people see and do ---------------------------------------------------------------------------------

# Days that the event log is kept, and after how many a learned interest counts half.
EVENT_DAYS = env.int("EVENT_DAYS", 90)
INTEREST_HALF_LIFE_DAYS = env.int("INTEREST_HALF_LIFE_DAYS", 14)

# --- Mall ---------------------------------------------------------------------------------------------------

PAYMENT_PROVIDER = env.str("PAYMENT_PROVIDER", "sandbox")
# Whoever pays there pays with nothing: on a public site only when said so.
SANDBOX_PAYMENT_ALLOWED = env.bool("ALLOW_SANDBOX_PAYMENT", not SITE_URL.startswith("https://"))
SANDBOX_PAYMENT_SECRET = env.str("SANDBOX_PAYMENT_SECRET", "") or embedded.secret(
    VAR_DIR, "sandbox_payment_secret"
)

# --- Language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")

# --- API ----------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.problem_details",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "300/min", "user": "600/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hongjian API",
    "DESCRIPTION": (
        "Notes, tags, search, products and similar notes. Errors are RFC 9457 problem details. Writing takes "
        "a session with its CSRF token, or `Authorization: Token …` with a token that "
        "`manage.py drf_create_token HANDLE` prints."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "EventKindEnum": "recommend.events.told.KIND_NAMES",
        "NoticeGroupEnum": "inbox.registry.Group.choices",
        "TagKindEnum": "tagging.models.Tag.Kind",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- Admin --------------------------------------------------------------------------------------------------

UNFOLD = {**admin_theme.THEME, "SITE_TITLE": SITE_NAME, "SITE_HEADER": SITE_NAME}

# --- Logging ------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("axes", "celery.app.trace", "django.server")},
}
