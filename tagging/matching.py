"""The vocabulary as one process sees it: which words of a text name a tag."""

import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import rjieba
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q

from . import gazetteer
from .models import Tag, TagAlias
from .names import normalise, simplify

logger = logging.getLogger(__name__)

REFRESH_S = 60
POPULAR_FROM = 50  # a tag with this many notes is looked for in running text
LEARNED_FROM = 5  # and with this many, where those that name it mostly mean it
MOST = 20_000
_JOINTS = frozenset(" \t-_·・")
_ENOUGH = 1_000_000  # frequency given to our words, so that the segmenter keeps them whole


# How likely a word that is named is meant, before anything is known of it: one that somebody vouches for or
# that many notes carry, and any other. So many notes weigh as much as what is known of it.
VOUCHED, UNPROVEN = 0.7, 0.1
PRIOR_NOTES = 3
PRIOR_NOTES_OF_PLACES = 100  # and so many as what is known of all places of the gazetteer together
# A title names what a note is about, running text what it is not: odds measured on hashtags of real notes.
IN_TITLE, IN_TEXT = 3.0, 0.5


@dataclass(frozen=True)
class Word:
    """What a matched word stands for: the tag's name and kind, and whether it must be written with a
    capital. Of `named` notes whose text names it, `meant` carry it as a hashtag."""

    name: str
    kind: str
    capital: bool = False
    is_vouched: bool = field(default=True, compare=False)
    from_gazetteer: bool = field(default=False, compare=False)
    prior: float = field(default=VOUCHED, compare=False)
    named: int = field(default=0, compare=False)
    meant: int = field(default=0, compare=False)

    def sureness(self, *, in_title: bool, named: int = 0, meant: int = 0) -> float:
        """How likely (0 to 1) the author means it; `named` and `meant` are left out of what is known."""
        notes, yes = self.named - named, self.meant - meant
        share = (yes + PRIOR_NOTES * self.prior) / (notes + PRIOR_NOTES)
        odds = share / max(1 - share, 1e-6) * (IN_TITLE if in_title else IN_TEXT)
        return odds / (1 + odds)


class Vocabulary:
    """Tag names and aliases, places included, for matching on word boundaries and for looking hashtags up."""

    def __init__(self, words: dict[str, Word]):
        self._words = words = _with_prior_of_places(words)
        self._starts = {key[:end] for key in words for end in range(1, len(key) + 1)}
        self._cutter = rjieba.Jieba()
        for key in words:
            if not key.isascii():
                self._cutter.add_word(key, _ENOUGH, "n")

    @classmethod
    def load(cls) -> "Vocabulary":
        """Read the table: words an operator or our starting list vouches for, and words that notes carry.

        What one member writes as a hashtag or place is not looked for in the texts of others.
        """
        wanted = Tag.objects.filter(
            Q(is_vocabulary=True) | Q(is_banned=True) | Q(note_count__gte=LEARNED_FROM)
        ).popular()[:MOST]
        tags = {tag.pk: tag for tag in wanted.only(*_READ)}
        # All aliases are few; the ids of all tags would be a long list for the database to compare with.
        aliases = TagAlias.objects.values_list("tag_id", "name")
        return cls.of(tags.values(), ((key, tags[pk]) for pk, key in aliases if pk in tags))

    @classmethod
    def of(cls, tags: Iterable[Tag], aliases: Iterable[tuple[str, Tag]]) -> "Vocabulary":
        """The words of these tags and of the gazetteer."""
        words = _places()
        for tag in tags:
            _put(words, tag.key, tag)
        for key, tag in aliases:
            _put(words, key, tag)
        return cls(words)

    def joined(self, tags: Iterable[Tag]) -> "Vocabulary":
        """These tags besides."""
        words = dict(self._words)
        for tag in tags:
            _put(words, tag.key, tag)
        return Vocabulary(words)

    def weighed(self, named: Mapping[str, int], meant: Mapping[str, int]) -> "Vocabulary":
        """The same words with these counts, given by the normal form of their tag's name."""
        keys = {key: normalise(word.name) for key, word in self._words.items()}
        return Vocabulary(
            {
                key: replace(word, named=named.get(keys[key], 0), meant=meant.get(keys[key], 0))
                for key, word in self._words.items()
            }
        )

    def trusted(self, sure: float) -> set[tuple[str, bool]]:
        """The names of the words that are meant where they are named so surely, in a title (True) or text."""
        words = set(self._words.values())
        return {
            (normalise(word.name), in_title)
            for word in words
            for in_title in (True, False)
            if word.sureness(in_title=in_title) >= sure
        }

    def __len__(self) -> int:
        return len(self._words)

    def meaning(self, name: str) -> Word | None:
        """The typed tag a hashtag names, when the vocabulary or the gazetteer knows it."""
        key = normalise(name)
        if word := self._words.get(key):
            return word
        place = gazetteer.places().get(key)
        return Word(place.name, Tag.Kind.PLACE) if place else None

    def keys_of(self, names: Iterable[str]) -> set[str]:
        """Hashtags as the words they stand for, in normal form."""
        words = [(name, self.meaning(name)) for name in names]
        return {normalise(word.name if word else name) for name, word in words}

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


def _with_prior_of_places(words: dict[str, Word]) -> dict[str, Word]:
    """Places that nobody vouches for but the gazetteer are as likely meant as places mostly are."""
    listed = {word for word in words.values() if word.from_gazetteer}
    named, meant = sum(word.named for word in listed), sum(word.meant for word in listed)
    if not named:
        return words
    prior = (meant + PRIOR_NOTES_OF_PLACES * VOUCHED) / (named + PRIOR_NOTES_OF_PLACES)
    return {key: replace(word, prior=prior) if word in listed else word for key, word in words.items()}


_READ = ("name", "key", "kind", "note_count", "is_vocabulary", "is_banned", "named_count", "meant_count")


def _places() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for place in set(gazetteer.places().values()):
        for key in place.in_text:
            if gazetteer.places()[key] is place:
                words[key] = Word(place.name, Tag.Kind.PLACE, capital=key.isascii(), from_gazetteer=True)
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
    if len(key) < (shortest + 1 if key.isascii() else shortest):
        return
    is_place = tag.kind == Tag.Kind.PLACE
    is_listed = is_place and key in words
    is_vouched = tag.is_vocabulary or tag.note_count >= POPULAR_FROM or is_listed
    words[key] = Word(
        tag.name,
        tag.kind,
        capital=is_place and key.isascii(),
        is_vouched=is_vouched,
        from_gazetteer=is_listed and not tag.is_vocabulary,
        prior=VOUCHED if is_vouched else UNPROVEN,
        named=tag.named_count,
        meant=min(tag.meant_count, tag.named_count),
    )


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


def warm() -> None:
    """Read the vocabulary beside whatever goes on, so that the first text of this process need not wait."""
    if settings.KEEP_SHARED:
        threading.Thread(target=_warm_apart, name="vocabulary", daemon=True).start()


def _warm_apart() -> None:
    try:
        vocabulary()
    except DatabaseError:
        logger.warning("the vocabulary is read when it is first needed", exc_info=True)
    finally:
        connection.close()


def forget() -> None:
    """Read the table again at the next use."""
    global _cached
    _cached = None
