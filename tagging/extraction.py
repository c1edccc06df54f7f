"""Which tags a text carries: hashtags, names of the vocabulary, places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .gazetteer import find_place
from .hashtags import find_hashtags, hashtags, strip_hashtag_marks, unusable_hashtags, without_hashtags
from .matching import FOR_TITLE, IN_PASSING, IN_TEXT, IN_TITLE, Vocabulary, Word, vocabulary
from .models import Tag
from .names import clean_name, is_usable, normalise

__all__ = [
    "MAX_TAGS",
    "LIKELY",
    "Found",
    "Goods",
    "Named",
    "Vocabulary",
    "extract",
    "hashtags",
    "named_words",
    "of_goods",
    "strip_hashtag_marks",
    "unusable_hashtags",
    "vocabulary",
]

MAX_TAGS = 20
MAX_FROM_TEXT = 8  # words found in running text; what the author wrote as a tag comes first
MAX_FROM_PRODUCTS = 6
# How sure it must be that a word of the text is meant: rather so than not, to become a tag; less, to be
# suggested to the author.
SURE, LIKELY = 0.5, 0.15
# So many characters at the start of a text stand for a missing title, and so many say what it is about.
FIRST_WORDS, OPENING = 24, 80
_OF_GOODS = frozenset({Tag.Kind.BRAND, Tag.Kind.COMMODITY, Tag.Kind.FILM, Tag.Kind.PERSON})
_EMOJI_CODE = re.compile(r"\[[^\[\]\s]{1,8}\]")
_ONE_WORD = re.compile(r"[\u4e00-\u9fff]{2,6}|[A-Za-z]{3,20}")
_PLACE_PARTS = re.compile(r"[,，·/|]| - ")


@dataclass(frozen=True)
class Found:
    """One tag of a note: `how` is `hashtag`, `place` (its place field), `product` or `text`."""

    name: str
    kind: str
    how: str


@dataclass(frozen=True)
class Goods:
    """What a product that a note shows is called, and by whom it is made."""

    name: str
    brand: str = ""
    category: str = ""


def extract(
    title: str, text: str, place: str = "", goods: Sequence[Goods] = (), *, sure: float = SURE
) -> list[Found]:
    """The tags of a note, surest first, each word once, at most MAX_TAGS."""
    known = vocabulary()
    found: dict[str, Found] = {}
    for tag in [*find_hashtags(title), *find_hashtags(text)]:
        if tag.is_usable:
            _add(found, _meant(known, tag.name, tag.kind))
    for hit in [*_of_place_field(place), *of_goods(goods)]:
        _add(found, hit)
    for named in named_words(known, title, text):
        if named.sureness() >= sure and sum(hit.how == "text" for hit in found.values()) < MAX_FROM_TEXT:
            _add(found, Found(named.word.name, named.word.kind, "text"))
    return list(found.values())[:MAX_TAGS]


@dataclass(frozen=True)
class Named:
    """A word of the vocabulary that a text names, and the odds that it is meant by where it is said."""

    word: Word
    odds: float

    def sureness(self, **left_out: int) -> float:
        return self.word.sureness(odds_there=self.odds, **left_out)


def named_words(known: Vocabulary, title: str, text: str) -> list[Named]:
    """The words that a note names outside its hashtags, each once, the surest first."""
    found: dict[str, Named] = {}
    for word in known.find(_read(title), in_title=True):
        found.setdefault(word.name, Named(word, IN_TITLE))
    is_untitled = not title.strip()
    for word, start in known.mentions(_read(text)):
        before = found.get(word.name)
        if not before:
            in_opening = FOR_TITLE if is_untitled and start < FIRST_WORDS else IN_TEXT
            found[word.name] = Named(word, in_opening if start < OPENING else IN_PASSING)
        elif before.odds < IN_TEXT:
            found[word.name] = Named(word, IN_TEXT)
    return sorted(found.values(), key=lambda named: -named.sureness())


def _read(text: str) -> str:
    return _EMOJI_CODE.sub(" ", without_hashtags(text))


def of_goods(goods: Sequence[Goods]) -> list[Found]:
    """Brands, categories, and what the names of products say, most telling first.

    A category that is a label of several words (`咖啡与茶 Coffee & Tea`) counts for the words in it.
    """
    known = vocabulary()
    found: dict[str, Found] = {}
    for thing in goods:
        if is_usable(thing.brand):
            _add(found, _named_so(known, thing.brand, Tag.Kind.BRAND))
    for thing in goods:
        if thing.category and is_usable(thing.category) and _ONE_WORD.fullmatch(thing.category):
            _add(found, _named_so(known, thing.category, Tag.Kind.COMMODITY))
    for text in [part for thing in goods for part in (thing.category, thing.name)]:
        for word in known.find(text, in_title=True):
            if word.kind in _OF_GOODS:
                _add(found, Found(word.name, word.kind, "product"))
    return list(found.values())[:MAX_FROM_PRODUCTS]


def _named_so(known: Vocabulary, name: str, kind: str) -> Found:
    word = known.meaning(name) or Word(clean_name(name), kind)
    return Found(word.name, word.kind, "product")


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
