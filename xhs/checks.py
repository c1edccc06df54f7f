"""System checks: settings that are each fine and dangerous together. Run by every `manage.py` command."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import checks

from commerce.payments import is_known

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def _https() -> bool:
    return settings.SITE_URL.startswith("https://")


@checks.register(checks.Tags.security)
def refuse_dangerous_settings(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Errors that stop `migrate` and `up`."""
    found: list[checks.CheckMessage] = []
    if settings.DEBUG and (_https() or set(settings.ALLOWED_HOSTS) - LOOPBACK):
        found.append(
            checks.Error(
                "DEBUG shows source and settings to everybody who causes an error.",
                hint="Unset DEBUG, or serve on loopback only (SITE_URL, ALLOWED_HOSTS).",
                id="xhs.E001",
            )
        )
    if not is_known(settings.PAYMENT_PROVIDER):
        found.append(
            checks.Error(
                f"There is no payment provider {settings.PAYMENT_PROVIDER!r}.",
                hint="Set PAYMENT_PROVIDER to one that commerce.payments knows.",
                id="xhs.E005",
            )
        )
    if settings.PAYMENT_PROVIDER == "sandbox" and not settings.SANDBOX_PAYMENT_ALLOWED:
        found.append(
            checks.Error(
                "The sandbox payment provider lets everybody pay with nothing.",
                hint="Set PAYMENT_PROVIDER, or ALLOW_SANDBOX_PAYMENT=true on a site that sells nothing real.",
                id="xhs.E002",
            )
        )
    if _https() and not settings.STAFF_MFA_REQUIRED:
        found.append(
            checks.Error(
                "Staff sign in without a second factor on a public site.",
                hint="Unset STAFF_MFA_REQUIRED.",
                id="xhs.E003",
            )
        )
    if not all(_is_key(key) for key in settings.PERSONAL_DATA_KEYS):
        found.append(
            checks.Error(
                "A key in PERSONAL_DATA_KEYS cannot encrypt: it is not 32 bytes in URL-safe base64.",
                hint='Make one: python -c "from cryptography.fernet import Fernet; '
                'print(Fernet.generate_key().decode())"',
                id="xhs.E004",
            )
        )
    return found


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


@checks.register(checks.Tags.security, deploy=True)
def warn_before_deploy(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What `check --deploy` adds: fine on one machine, not on several."""
    found: list[checks.CheckMessage] = []
    if settings.SECRETS_IN_VAR:
        names = ", ".join(settings.SECRETS_IN_VAR)
        found.append(
            checks.Warning(
                f"Secrets made by the first start lie in {settings.VAR_DIR}: {names}.",
                hint="Set them in the environment, the same on every machine, and keep a copy.",
                id="xhs.W001",
            )
        )
    embedded = [
        name
        for name, used in (
            ("DATABASE_URL", settings.EMBEDDED_POSTGRES),
            ("REDIS_URL", settings.EMBEDDED_VALKEY),
        )
        if used
    ]
    if embedded:
        found.append(
            checks.Warning(
                f"Embedded servers hold the data; set {' and '.join(embedded)} to servers with backups.",
                id="xhs.W002",
            )
        )
    if _https() and settings.SECURE_PROXY_SSL_HEADER is None:
        found.append(
            checks.Warning(
                "SITE_URL is https, and the web server speaks plain HTTP: without BEHIND_PROXY=true every "
                "request is redirected for ever.",
                id="xhs.W003",
            )
        )
    return found
