"""The project's settings as tests need them: throwaway services and files per worker, cheap where it is not the point."""

import hashlib
import os
import shutil
from pathlib import Path

_home = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent.parent / "var")).resolve()
if _home.name != "test":  # a worker process started by a test inherits the directory as it is
    _home = _home / "test"
os.environ["VAR_DIR"] = str(_home)
for _address in (
    "DATABASE_URL",
    "REDIS_URL",
):  # tests empty what they use: never a server somebody else needs
    os.environ.pop(_address, None)
os.environ["EMBEDDED_DURABLE"] = "false"
os.environ.setdefault("LOG_LEVEL", "ERROR")

from xhs.settings import *  # noqa: E402, F403
from xhs.settings import (  # noqa: E402
    BASE_DIR,
    CACHES,
    DATABASES,
    INSTALLED_APPS,
    MIDDLEWARE,
    REST_FRAMEWORK,
    STORAGES,
    VAR_DIR,
    embedded,
)

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_number = int(WORKER.removeprefix("gw")) + 1 if WORKER.startswith("gw") else 0

# The name changes with the migrations, so a reused test database is never one of an older shape.
_shape = hashlib.sha256()
for _migration in sorted(BASE_DIR.glob("*/migrations/0*.py")):
    _shape.update(_migration.read_bytes())
DATABASES["default"]["TEST"] = {"NAME": f"test_{_shape.hexdigest()[:10]}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A process started by a test uses that test's database.
DATABASES["default"]["NAME"] = os.environ.get("TEST_DATABASE", DATABASES["default"]["NAME"])

REDIS_URL = embedded.redis_url(VAR_DIR, db=_number)
CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CACHES["default"]["LOCATION"] = REDIS_URL
CACHES["default"]["KEY_PREFIX"] = "test"

FILES = VAR_DIR / f"files-{WORKER}"
MEDIA_ROOT = FILES / "media"
STATIC_ROOT = FILES / "static"
STORAGES["originals"]["OPTIONS"]["location"] = FILES / "originals"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

LANGUAGE_CODE = "en"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
ANONYMOUS_PAGE_SECONDS = 0
KEEP_SHARED = False
SEARCH_FOLLOWS = False
ACCOUNT_RATE_LIMITS = False
STAFF_MFA_REQUIRED = False
REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []

# A request that repeats a query per row fails its test.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = [
    "zeal.middleware.zeal_middleware",
    *(name for name in MIDDLEWARE if not name.startswith("whitenoise.")),
]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [{"model": "contenttypes.ContentType"}]  # each is looked up once in a process


def forget_files() -> None:
    """Remove what earlier runs of this worker stored."""
    shutil.rmtree(FILES, ignore_errors=True)
