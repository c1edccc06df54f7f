"""What DATABASE_URL and EMAIL_URL mean as Django settings. ValueError says what is wrong, in one sentence."""

from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

POSTGRES = ("postgres", "postgresql", "pgsql")
# Scheme: (port, Django's setting for the encryption that is always used there).
MAIL = {
    "smtp": (25, None),
    "submission": (587, "EMAIL_USE_TLS"),
    "smtps": (465, "EMAIL_USE_SSL"),
}


def database(url: str, **options: Any) -> dict[str, Any]:
    """One of DATABASES, for `postgres://user:password@host:port/name`."""
    if urlsplit(url).scheme not in POSTGRES:
        raise ValueError("DATABASE_URL is not an address of a PostgreSQL database: postgres://…")
    try:
        return {**dj_database_url.parse(url, **options)}
    except ValueError as error:
        raise ValueError(f"DATABASE_URL is not an address of a PostgreSQL database: {error}") from error


def mail(url: str) -> dict[str, Any]:
    """Settings for `smtp://`, `submission://` (STARTTLS) or `smtps://` (TLS): `user:password@host:port`.

    User, password and port may be left out; `console:` writes messages to the output instead.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in MAIL or not parts.hostname:
        raise ValueError("EMAIL_URL is not an address of a mail server: smtp://, submission:// or smtps://…")
    usual_port, encryption = MAIL[parts.scheme]
    try:
        port = parts.port or usual_port
    except ValueError as error:
        raise ValueError(f"EMAIL_URL is not an address of a mail server: {error}") from error
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        **({encryption: True} if encryption else {}),
    }
