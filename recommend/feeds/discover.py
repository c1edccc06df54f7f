"""Discover: what is worth seeing, for everybody."""

from core.pagination import Page
from notes.models import Note

from .shared import HOTTEST, VISITOR, shared_feed


def discover(viewer, after: str = "") -> Page:
    """Fresh and liked notes."""
    return shared_feed("discover", lambda: Note.objects.listed_for(VISITOR), HOTTEST, viewer, after)
