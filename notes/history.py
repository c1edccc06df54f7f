"""What a note said before: each earlier version against the one that replaced it, with marks."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from commerce.models import Brand

from .models import Note, Version

SHOWN = 50
MOST_WORDS = 3000  # longer texts are compared line by line
# A word of letters, or one character of a script that writes none between words.
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
Mark = tuple[str, str]  # ("same" | "gone" | "new", text)


@dataclass(frozen=True)
class Step:
    """One change: until when the old words stood, and how the new ones differ."""

    until: datetime
    was_published: bool
    title: list[Mark]
    text: list[Mark]
    place: list[Mark]
    brands: tuple[Brand | None, Brand | None]
    photos_gone: int
    photos_new: int
    are_moved: bool


def steps(note: Note) -> list[Step]:
    """The changes of a note, newest first."""
    versions = list(note.versions.select_related("paid_brand")[:SHOWN])
    tokens = [token.hex for token in note.photos.order_by("position", "id").values_list("token", flat=True)]
    found = []
    newer: Note | Version = note
    for version in versions:
        found.append(_step(version, newer, tokens))
        newer, tokens = version, version.photos
    return found


def _step(old: Version, new: Note | Version, tokens: list[str]) -> Step:
    gone, added = len(set(old.photos) - set(tokens)), len(set(tokens) - set(old.photos))
    return Step(
        until=old.made_at,
        was_published=old.was_published,
        title=marks(old.title, new.title),
        text=marks(old.text, new.text),
        place=marks(old.place, new.place),
        brands=(old.paid_brand, new.paid_brand),
        photos_gone=gone,
        photos_new=added,
        are_moved=not gone and not added and old.photos != tokens,
    )


def marks(old: str, new: str) -> list[Mark]:
    """How `old` became `new`, word by word: `old` is the same and gone parts, `new` the same and new ones."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Mark] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(before[a:b])))
            continue
        found += [("gone", "".join(before[a:b]))] if b > a else []
        found += [("new", "".join(after[c:d]))] if d > c else []
    return found
