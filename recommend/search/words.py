"""Words of a text, cut the same way for what is stored and for what is asked; both become PostgreSQL
literals.

The literals bypass PostgreSQL's own parser, which knows no Chinese, so a stored word is exactly a word of
ours.
"""

import unicodedata
from collections.abc import Iterable, Sequence

import rjieba
from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import Func, Value

from tagging.names import simplify

MAX_WORD = 40  # characters; longer runs are no words people look for
MAX_QUERY_WORDS = 10
MAX_POSITION = 16_383  # PostgreSQL's own limit
MAX_OCCURRENCES = 4  # of one word in one part, enough for ranking
_STOP = frozenset("的了是在我你他她它们和也就都与及啊吧吗呢哦很又还这那着过把被给") | frozenset(
    ("a", "an", "and", "are", "at", "be", "for", "in", "is", "it", "of", "on", "or", "the", "to")
)


def words_of(text: str) -> list[str]:
    """Words to store: each as cut, and the shorter words inside the long ones."""
    return _kept(rjieba.cut_for_search(_folded(text)))


def _folded(text: str) -> str:
    return simplify(unicodedata.normalize("NFKC", text).replace("\x00", " ").casefold())


def _kept(tokens: Iterable[str]) -> list[str]:
    return [
        token
        for token in tokens
        if len(token) <= MAX_WORD and token not in _STOP and any(map(str.isalnum, token))
    ]


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
    words = list(dict.fromkeys(_kept(rjieba.cut(_folded(text[:200])))))[:MAX_QUERY_WORDS]
    return (" | " if any_word else " & ").join(_asked(word) for word in words)


def word_count(text: str) -> int:
    return len(set(_kept(rjieba.cut(_folded(text[:200])))))


def _asked(word: str) -> str:
    """One word: an English one also finds its longer forms, a Chinese one its parts standing together."""
    if word.isascii():
        stem = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        return _quoted(stem) + (":*" if len(stem) >= 3 and stem.isalpha() else "")
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
