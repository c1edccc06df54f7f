"""Where files lie: `originals` is private (never served); the default storage is public."""

from django.conf import settings
from django.core.files.storage import Storage, storages


def originals() -> Storage:
    """The private storage for files as they were uploaded."""
    return storages["originals"]


def media_url(name: str) -> str:
    """Public address of a file in the default storage, by its name."""
    return settings.MEDIA_URL + name
