"""The vocabulary as one process sees it: which words of a text name a tag."""

import threading
import time
from dataclasses import dataclass

import rjieba
from django.conf import settings
from django.db import connection
from django.db.models import Q

from . import gazetteer
from .models import Tag, TagAlias
from .names import normalise, simplify

REFRESH_S = 60
POPULAR_FROM = 50  # a tag with this many notes is looked for in running text
MOST = 20_000
_JOINTS = frozenset(" \t-_·・")
_ENOUGH = 1_000_000  # frequency given to our words, so that the segmenter keeps them whole


@dataclass(frozen=True)
class Word:
    """What a matched word stands for: the tag's name and kind, and whether it must be written with a
    capital."""

    name: str
    kind: str
    capital: bool = False


class Vocabulary:
    """Tag names and aliases, places included, for matching on word boundaries and for looking hashtags up."""

    def __init__(self, words: dict[str, Word]):
        self._words = words
        self._starts = {key[:end] for key in words for end in range(1, len(key) + 1)}
        self._cutter = rjieba.Jieba()
        for key in words:
            if not key.isascii():
                self._cutter.add_word(key, _ENOUGH, "n")

    @classmethod
    def load(cls) -> "Vocabulary":
        """Read the table: words an operator or our starting list vouches for, and words many notes carry.

        What one member writes as a hashtag or place is not looked for in the texts of others.
        """
        words = _places()
        trusted = Tag.objects.filter(
            Q(is_vocabulary=True) | Q(note_count__gte=POPULAR_FROM) | Q(is_banned=True)
        )
        tags = {tag.pk: tag for tag in trusted.popular()[:MOST]}
        for tag in tags.values():
            _put(words, tag.key, tag)
        for tag_id, key in TagAlias.objects.filter(tag__in=trusted).values_list("tag_id", "name"):
            if tag_id in tags:
                _put(words, key, tags[tag_id])
        return cls(words)

    def meaning(self, name: str) -> Word | None:
        """The typed tag a hashtag names, when the vocabulary or the gazetteer knows it."""
        key = normalise(name)
        if word := self._words.get(key):
            return word
        place = gazetteer.places().get(key)
        return Word(place.name, Tag.Kind.PLACE) if place else None

    def find(self, text: str) -> list[Word]:
        """The words of the vocabulary that a text names, longest first at each point, each once, in order."""
        tokens = self._cutter.cut(simplify(text))
        found: dict[Word, None] = {}
        at, number = 0, len(tokens)
        starts, words = self._starts, self._words
        while at < number:
            key = tokens[at].casefold()
            if key not in starts:
                at += 1
                continue
            best, best_end, end = None, at + 1, at + 1
            while True:
                word = words.get(key)
                if word and (not word.capital or tokens[at][0].isupper()):
                    best, best_end = word, end
                while end < number and tokens[end] in _JOINTS:
                    end += 1
                if end == number:
                    break
                key += tokens[end].casefold()
                end += 1
                if key not in starts:
                    break
            if best:
                found[best] = None
            at = best_end
        return list(found)


def _places() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for place in set(gazetteer.places().values()):
        for key in place.in_text:
            if gazetteer.places()[key] is place:
                words[key] = Word(place.name, Tag.Kind.PLACE, capital=key.isascii())
    return words


def _put(words: dict[str, Word], key: str, tag: Tag) -> None:
    """A tag of the table takes the word from the gazetteer; a banned one leaves nobody to stand for it.

    A single character says too little to be taken from running text, and so does a short topic that is only
    popular.
    """
    if tag.is_banned:
        words.pop(key, None)
        return
    shortest = 2 if tag.is_vocabulary or tag.kind != Tag.Kind.TOPIC else 3
    if len(key) >= (shortest + 1 if key.isascii() else shortest):
        words[key] = Word(tag.name, tag.kind, capital=tag.kind == Tag.Kind.PLACE and key.isascii())


_cached: tuple[float, Vocabulary] | None = None
_refreshing = threading.Lock()


def vocabulary() -> Vocabulary:
    """This process's vocabulary, about a minute old at most. Nobody waits while a newer one is read."""
    global _cached
    if _cached is None:
        _cached = (time.monotonic(), Vocabulary.load())
    elif time.monotonic() - _cached[0] > REFRESH_S and _refreshing.acquire(blocking=False):
        if settings.KEEP_SHARED:
            threading.Thread(target=_refresh_apart, daemon=True).start()
        else:
            _refresh()
    return _cached[1] if _cached else Vocabulary.load()


def _refresh() -> None:
    """Read the table anew, unless it was forgotten meanwhile; the caller has taken `_refreshing`."""
    global _cached
    before = _cached
    try:
        fresh = (time.monotonic(), Vocabulary.load())
        if _cached is before:
            _cached = fresh
    finally:
        _refreshing.release()


def _refresh_apart() -> None:
    """The same in a thread of its own, which leaves no connection behind."""
    try:
        _refresh()
    finally:
        connection.close()


def forget() -> None:
    """Read the table again at the next use."""
    global _cached
    _cached = None
