"""What is asked of the index of notes, whatever engine holds it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tagging.hashtags import strip_hashtag_marks

from .words import BREAK, CHINESE, LATIN, MAX_QUERY_WORDS, STOP, cut

SORTS = ("relevance", "new", "likes", "comments", "saves")
TEXT, PICTURES, FILM = 0, 1, 2  # kinds of note


@dataclass(frozen=True)
class Words:
    """A query taken apart: `words` must all be there; `runs` are its Chinese strings, any of which may also
    stand inside longer words; `latin` its other words; `phrases` the runs that were cut into several words.
    """

    words: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or any(len(run) > 1 for run in self.runs))


def _repeats(run: str) -> bool:
    words = run.split()
    return len(set(words)) < len(words) and CHINESE.fullmatch("".join(words)) is not None


def words_in(q: str) -> Words:
    """The words of a query, in order, each once. Chinese that says a word twice is looked for whole."""
    tokens = cut(strip_hashtag_marks(q))  # as notes are read
    words = dict.fromkeys(
        token
        for run in tokens.split(BREAK)
        for token in (["".join(run.split())] if _repeats(run) else run.split())
        if token not in STOP
    )
    joined = tokens.replace(" ", "")
    runs = dict.fromkeys(run for run in CHINESE.findall(joined) if len(run) > 1 or run not in STOP)
    spread = tokens.replace(BREAK, "\n").split("\n")
    latin = dict.fromkeys(word for word in LATIN.findall(tokens) if word not in STOP)
    phrases = dict.fromkeys(
        run for part in spread if " " in part.strip() for run in CHINESE.findall(part.replace(" ", ""))
    )
    return Words(
        tuple(words)[:MAX_QUERY_WORDS],
        tuple(runs)[:MAX_QUERY_WORDS],
        tuple(latin)[:MAX_QUERY_WORDS],
        tuple(run for run in phrases if len(run) > 1)[:MAX_QUERY_WORDS],
    )


@dataclass(frozen=True)
class Limits:
    """Which notes may be found: of these kinds, since then (Unix time), by these people, in these cells of
    about 7 km, among or not among these notes. None: no limit."""

    kind: int | None = None
    since: int | None = None
    authors: tuple[int, ...] | None = None
    cells: tuple[int, ...] | None = None
    among: tuple[int, ...] | None = None
    without: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Asked:
    words: Words
    sort: str = SORTS[0]
    limits: Limits = field(default_factory=Limits)
    any_word: bool = False


class Engine(Protocol):
    """An index of notes that answers with ids. Who may see them is decided by those who ask."""

    def find(self, asked: Asked, most: int) -> list[int]:
        """Ids in the order asked for; by relevance those with the words themselves come first, then those
        where they are part of longer ones."""
        ...

    def frequency(self, word: str) -> int:
        """How many notes have this word."""
        ...

    def beginning_with(self, prefix: str, most: int) -> Sequence[tuple[str, int]]:
        """Words of the index that begin so, each with the number of notes."""
        ...
