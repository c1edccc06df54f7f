"""The vocabulary as one process sees it: which words of a text name a tag."""

import logging
import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import rjieba
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q

from . import context, gazetteer
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
# that many notes carry, which is less so for topics and kinds of goods, and any other. So many notes weigh as
# much as what is known of it.
VOUCHED, VOUCHED_COMMON, UNPROVEN = 0.7, 0.6, 0.1
PRIOR_NOTES = 3
PRIOR_NOTES_OF_PLACES = 100  # and so many as what is known of all places of the gazetteer together
# A title names what a note is about, and so does the opening of a note without one; running text names more,
# and a word that is said once in the middle of it is hardly ever meant: odds measured on hashtags of real
# notes.
IN_TITLE, FOR_TITLE, IN_TEXT, IN_PASSING = 3.0, 1.0, 0.5, 0.2


@dataclass(frozen=True)
class Word:
    """What a matched word stands for: the tag's name and kind, and whether it must be written with a capital
    or, as an ordinary word, with `hint` near it. Of `named` notes whose text names it, `meant` carry it as a
    hashtag."""

    name: str
    kind: str
    capital: bool = False
    hint: re.Pattern[str] | None = field(default=None, compare=False)
    is_vouched: bool = field(default=True, compare=False)
    from_gazetteer: bool = field(default=False, compare=False)
    prior: float = field(default=VOUCHED, compare=False)
    named: int = field(default=0, compare=False)
    meant: int = field(default=0, compare=False)

    def sureness(self, *, odds_there: float, named: int = 0, meant: int = 0) -> float:
        """How likely (0 to 1) the author means it, with the odds of where it is said; `named` and `meant` are
        left out of what is known."""
        notes, yes = self.named - named, self.meant - meant
        share = (yes + PRIOR_NOTES * self.prior) / (notes + PRIOR_NOTES)
        odds = share / max(1 - share, 1e-6) * odds_there
        return odds / (1 + odds)


class Vocabulary:
    """Tag names and aliases, places included, for matching on word boundaries and for looking hashtags up."""

    def __init__(self, words: dict[str, Word]):
        self._words = words = _with_prior_of_places(words)
        # What is looked for in texts: also what stands for nothing, and names that need a hint.
        self._said = said = dict.fromkeys(context.compounds()) | words | _hinted(words)
        self._starts = {key[:end] for key in said for end in range(1, len(key) + 1)}
        self._cutter = rjieba.Jieba()
        for key in said:
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

    def trusted(self, sure: float) -> set[tuple[str, float]]:
        """The names of the words that are meant so surely, with the odds of each place where they are."""
        words = set(self._words.values())
        return {
            (normalise(word.name), odds)
            for word in words
            for odds in (IN_TITLE, FOR_TITLE, IN_TEXT, IN_PASSING)
            if word.sureness(odds_there=odds) >= sure
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

    def find(self, text: str, *, in_title: bool = False) -> list[Word]:
        """The words of the vocabulary that a text names, each once, in order."""
        return list(dict.fromkeys(word for word, _start in self.mentions(text, in_title=in_title)))

    def mentions(self, text: str, *, in_title: bool = False) -> Iterator[tuple[Word, int]]:
        """Every word that a text names and where it starts, the longest at each point."""
        text = simplify(text)
        tokens = self._cutter.cut(text)
        at, number, seen, start = 0, len(tokens), 0, 0
        starts, said = self._starts, self._said
        while at < number:
            key = tokens[at].casefold()
            if key not in starts:
                at += 1
                continue
            best, best_end, end = None, at + 1, at + 1
            while True:
                if key in said:
                    word = said[key]
                    if not word or not word.capital or tokens[at][0].isupper():
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
                start += sum(map(len, tokens[seen:at]))
                seen = at
                stop = start + sum(map(len, tokens[at:best_end]))
                next_is_single = best_end < number and len(tokens[best_end]) == 1
                if _stands_there(best, text, start, stop, in_title, next_is_single):
                    yield best, start
            at = best_end


def _stands_there(word: Word, text: str, start: int, stop: int, in_title: bool, next_is_single: bool) -> bool:
    """Does the text around it let a word stand for its tag?"""
    is_ascii = text[start].isascii()
    if word.kind == Tag.Kind.PLACE:
        if context.is_part_of_a_name(text, stop):
            return False
        return is_ascii or not next_is_single or not context.runs_into_a_word(text, start, stop)
    if word.kind == Tag.Kind.FILM:
        is_plain = text[start].islower() if is_ascii else context.is_saying(text[start:stop])
        return (in_title and not is_plain) or context.is_called_a_film(text, start, stop)
    if word.hint:
        has_capital = is_ascii and text[start].isupper()
        return has_capital or context.is_hinted(word.hint, text, start, stop)
    return not context.is_much_of_something(text, start)


def _hinted(words: dict[str, Word]) -> dict[str, Word]:
    """Names of brands that are ordinary words: they need a capital letter or a hint."""
    hinted: dict[str, Word] = {}
    for key, name in context.ambiguous().items():
        word = words.get(key) or words.get(name.owner)
        if word and word.kind == Tag.Kind.BRAND:
            hinted[key] = replace(word, hint=name.hint)
    return hinted


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
        prior=_prior(tag.kind) if is_vouched else UNPROVEN,
        named=tag.named_count,
        meant=min(tag.meant_count, tag.named_count),
    )


def _prior(kind: str) -> float:
    return VOUCHED_COMMON if kind in (Tag.Kind.TOPIC, Tag.Kind.COMMODITY) else VOUCHED


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
