"""Following: the newest notes of the people a member follows."""

from core.pagination import Page
from notes.models import Note

from .shared import NEWEST, read_feed


def following(viewer, after: str = "") -> Page:
    """Newest notes of the people this member follows."""
    notes = Note.objects.listed_for(viewer).wanted_by(viewer)
    page = read_feed(notes.filter(author__in=viewer.follows.values("followed")), NEWEST, viewer, after)
    return Page(Note.objects.personal(page.rows, viewer), page.after)
