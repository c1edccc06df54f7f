"""Which tags a text carries: hashtags, names of the vocabulary, places."""

import re
from dataclasses import dataclass

from .gazetteer import find_place
from .hashtags import find_hashtags, hashtags, strip_hashtag_marks, unusable_hashtags, without_hashtags
from .matching import Vocabulary, vocabulary
from .models import Tag
from .names import clean_name, is_usable, normalise

__all__ = [
    "MAX_TAGS",
    "Found",
    "Vocabulary",
    "extract",
    "hashtags",
    "strip_hashtag_marks",
    "unusable_hashtags",
    "vocabulary",
]

MAX_TAGS = 20
MAX_FROM_TEXT = 8  # words found in running text; what the author wrote as a tag comes first
_EMOJI_CODE = re.compile(r"\[[^\[\]\s]{1,8}\]")
_PLACE_PARTS = re.compile(r"[,，·/|]| - ")


@dataclass(frozen=True)
class Found:
    """One tag of a text: `how` is `hashtag`, `place` (the note's place field) or `text`."""

    name: str
    kind: str
    how: str


def extract(title: str, text: str, place: str = "") -> list[Found]:
    """The tags of a note, surest first, each word once, at most MAX_TAGS."""
    known = vocabulary()
    found: dict[str, Found] = {}
    for tag in [*find_hashtags(title), *find_hashtags(text)]:
        if tag.is_usable:
            _add(found, _meant(known, tag.name, tag.kind))
    for hit in _of_place_field(place):
        _add(found, hit)
    running = "\n".join(without_hashtags(part) for part in (title, text))
    words = known.find(_EMOJI_CODE.sub(" ", running))
    for word in words[: MAX_FROM_TEXT * 2]:
        if sum(hit.how == "text" for hit in found.values()) < MAX_FROM_TEXT:
            _add(found, Found(word.name, word.kind, "text"))
    return list(found.values())[:MAX_TAGS]


def _meant(known: Vocabulary, name: str, kind: str) -> Found:
    word = known.meaning(name)
    if word and kind in (Tag.Kind.TOPIC, word.kind):
        return Found(word.name, word.kind, "hashtag")
    return Found(name, kind, "hashtag")


def _of_place_field(place: str) -> list[Found]:
    """What the author gave as place: known places in it, and itself when none is known."""
    place = clean_name(place)
    if not place or not is_usable(place):
        return []
    known = [find_place(part) for part in (place, *_PLACE_PARTS.split(place)) if part.strip()]
    names = dict.fromkeys(hit.name for hit in known if hit)
    return [Found(name, Tag.Kind.PLACE, "place") for name in names or [place]]


def _add(found: dict[str, Found], hit: Found) -> None:
    found.setdefault(normalise(hit.name), hit)
