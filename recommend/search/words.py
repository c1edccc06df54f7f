"""Words of a text, cut the same way for what is stored and for what is asked.

What is stored is text: words between spaces, `/` where something that is no word stood, one line each for
title, tags, text and other names. Indexes are made from it without cutting again. The `tsvector` and
`tsquery` literals bypass PostgreSQL's own parser, which knows no Chinese, so a stored word is exactly a word
of ours.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import rjieba
from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import Func, Value

from tagging.hashtags import strip_hashtag_marks
from tagging.names import simplify

BREAK = "/"
MAX_WORD = 40  # characters; longer runs are no words people look for
MAX_QUERY_WORDS = 10
MAX_POSITION = 16_383  # PostgreSQL's own limit
MAX_OCCURRENCES = 4  # of one word in one part, enough for ranking
STOP = frozenset("的了是在我你他她它们和也就都与及啊吧吗呢哦很又还这那着过把被给") | frozenset(
    ("a", "an", "and", "are", "at", "be", "for", "in", "is", "it", "of", "on", "or", "the", "to")
)
CHINESE = re.compile(r"[^\x00-\x7f]+")  # in cut text, where no mark is left
LATIN = re.compile(r"[\x21-\x2e\x30-\x7f]+")
# Latin letters without their accents.
_PLAIN = {
    place: bare
    for place in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (bare := unicodedata.normalize("NFD", chr(place))[0]).isascii() and bare.isalpha()
}


def folded(text: str) -> str:
    """The form in which two spellings are one: width, case, script and accents make no difference."""
    plain = unicodedata.normalize("NFKC", text).replace("\x00", " ").casefold()
    return simplify(plain if plain.isascii() else plain.translate(_PLAIN))


def cut(text: str) -> str:
    """The words of one part, spaces between them, a break for each run of what is no word."""
    tokens: list[str] = []
    broken = True
    for token in rjieba.cut(folded(text)):
        if token.isalnum() or any(map(str.isalnum, token)):
            tokens.append("".join(token.split()).replace(BREAK, ""))
            broken = False
        elif not broken:
            tokens.append(BREAK)
            broken = True
    return " ".join(tokens)


def document(title: str, tags: str, text: str, also: str = "") -> str:
    """A note as its search entry stores it: title, tags, text and other names, a line each."""
    return "\n".join(map(cut, (title, tags, text, also)))


def words_of(text: str) -> list[str]:
    """Words to store: each as cut, and the shorter words inside the long ones."""
    return _kept(rjieba.cut_for_search(folded(text)))


def _kept(tokens: Iterable[str]) -> list[str]:
    return [
        token
        for token in tokens
        if len(token) <= MAX_WORD and token not in STOP and any(map(str.isalnum, token))
    ]


def stem(word: str) -> str:
    """An English word without the s of its plural."""
    if word.isascii() and word.isalpha() and len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def parts_of(word: str) -> list[str]:
    """The shorter words inside a long one."""
    parts = [part for part in _kept(rjieba.cut_for_search(word)) if part != word]
    if not word.isascii() and any(map(str.isascii, word)):
        parts += [part for part in (*CHINESE.findall(word), *LATIN.findall(word)) if part not in parts]
    return parts


def vector_literal(parts: Sequence[tuple[str, str]]) -> str:
    """A `tsvector` literal of parts (text, weight A-D), in order."""
    found: dict[str, list[str]] = {}
    position = 0
    for text, weight in parts:
        seen: dict[str, int] = {}
        for word in words_of(text):
            position = min(position + 1, MAX_POSITION)
            seen[word] = seen.get(word, 0) + 1
            if seen[word] <= MAX_OCCURRENCES:
                found.setdefault(word, []).append(f"{position}{weight}")
    return " ".join(f"{_quoted(word)}:{','.join(places)}" for word, places in found.items())


def query_literal(text: str, *, any_word: bool = False) -> str:
    """A `tsquery` literal that asks for all words of a text, or for any of them; empty when it has no
    word."""
    plain = folded(strip_hashtag_marks(text[:200]))  # as notes are read
    words = list(dict.fromkeys(_kept(rjieba.cut(plain))))[:MAX_QUERY_WORDS]
    return (" | " if any_word else " & ").join(_asked(word) for word in words)


def _asked(word: str) -> str:
    """One word: an English one also finds its longer forms, a Chinese one its parts standing together."""
    if word.isascii():
        short = stem(word)
        return _quoted(short) + (":*" if len(short) >= 3 and short.isalpha() else "")
    parts = [part for part in _kept(rjieba.cut_for_search(word)) if part != word]
    if not parts:
        return _quoted(word)
    return f"({_quoted(word)} | ({' & '.join(map(_quoted, parts))}))"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


class Literal(SearchQuery):
    """A `tsquery` literal made by `query_literal`, for `words=` lookups and `SearchRank`."""

    template = "%(expressions)s::tsquery"

    def __init__(self, literal: str):
        self.invert = False
        Func.__init__(self, Value(literal), output_field=SearchQueryField())
