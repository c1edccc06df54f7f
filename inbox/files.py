"""Pictures of messages, in the private storage."""

from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from core.files import originals


def keep(data: bytes) -> str:
    """Store a WebP; returns its name."""
    token = uuid4().hex
    return originals().save(f"messages/{token[:2]}/{token}.webp", ContentFile(data))


def drop(name: str) -> None:
    if name:
        originals().delete(name)


def drop_later(name: str) -> None:
    """Remove a file once the transaction that took its row away is committed."""
    if name:
        transaction.on_commit(partial(drop, name), robust=True)
