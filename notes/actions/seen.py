"""Two pages that change one note: the later one is told, and overwrites nothing that it has not seen."""

import hashlib
import json
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from ..errors import NoteRefused
from ..models import Note
from .content import Content, comparable, differing, merged, read

REMEMBERED_S = 7 * 24 * 3600


@dataclass(frozen=True)
class Seen:
    """The version of a note that a page shows, and which page it is."""

    version: str
    page: str = ""

    @property
    def key(self) -> str:
        return f"note-page:{self.page}"


def version_of(note: Note) -> str:
    """A short name for what the note says now: the same words, pictures and choices have the same name."""
    parts = {name: comparable(name, value) for name, value in read(note).items()}
    text = json.dumps(parts, default=lambda row: row.pk)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_seen(note: Note, seen: Seen | None) -> None:
    """NoteRefused when the note, whose lock the caller holds, is not as the page saw or last wrote it.

    What a page wrote without hearing the answer is remembered for it, so it never meets itself.
    """
    if seen is None or not seen.version:
        return
    if version_of(note) not in (seen.version, cache.get(seen.key)):
        raise NoteRefused(_("A newer version was saved elsewhere."), code="newer")


def remember_written(note: Note, seen: Seen | None) -> None:
    """This is what the page wrote; before the lock is let go."""
    if seen and seen.page:
        cache.set(seen.key, version_of(note), REMEMBERED_S)


def says(note: Note, content: Content) -> bool:
    """Is this what the note says already?"""
    before = read(note)
    try:
        return not differing(before, merged(note, before, content))
    except NoteRefused:
        return False
