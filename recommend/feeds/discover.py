"""Discover: what is worth seeing, for everybody."""

from core.kept import kept
from core.pagination import Page
from notes.models import Note
from tagging.models import Tag

from .shared import HOTTEST, VISITOR, shared_feed

CHANNELS = 12


def discover(viewer, after: str = "") -> Page:
    """Fresh and liked notes."""
    return shared_feed("discover", lambda: Note.objects.listed_for(VISITOR), HOTTEST, viewer, after)


def channels() -> list[Tag]:
    """The tabs above Discover: what most notes are about."""
    return kept("channels", _channels, seconds=60)


def _channels() -> list[Tag]:
    return list(Tag.objects.usable().filter(note_count__gt=0).popular()[:CHANNELS])
