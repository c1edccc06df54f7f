"""From the text of a search entry to what the index holds of it. Knows neither database nor engine."""

from collections.abc import Callable
from typing import NamedTuple

from .words import BREAK, CHINESE, LATIN, MAX_WORD, STOP, parts_of, stem

MANY_WORDS = 400_000  # what is remembered of so many words, then all is forgotten


class _Learned(dict[str, str]):
    """What was found out about a word, once."""

    def __init__(self, learn: Callable[[str], str]):
        super().__init__()
        self.learn = learn

    def __missing__(self, word: str) -> str:
        if len(self) >= MANY_WORDS:
            self.clear()
        found = self[word] = self.learn(word)
        return found


def _stem_of(word: str) -> str:
    if word == BREAK or word in STOP or len(word) > MAX_WORD:
        return ""
    return stem(word)


def _parts_of(word: str) -> str:
    return " ".join(parts_of(word)) if 2 < len(word) <= MAX_WORD else ""


def threes_of(word: str) -> list[str]:
    """Every three letters that stand side by side."""
    return [word[at : at + 3] for at in range(len(word) - 2)]


_stems = _Learned(_stem_of)
_parts = _Learned(_parts_of)
_threes = _Learned(lambda word: " ".join(threes_of(word)) if 3 < len(word) <= MAX_WORD else "")


class Analysed(NamedTuple):
    """Tokens between spaces: all `words`; those of title and tags, `head`; the words inside longer ones,
    `parts`, and other names; every two Chinese characters that stand side by side, and the last of a run,
    `pairs`; and every three letters, `threes`."""

    words: str
    head: str
    parts: str
    pairs: str
    threes: str


def analyse(text: str) -> Analysed:
    title, tags, body, also = (*text.split("\n"), "", "", "")[:4]
    top, parts = _words(f"{title} {tags}")
    rest, more = _words(body)
    said = f"{title}/{tags}/{body}"
    chinese = BREAK.join(CHINESE.findall(said.replace(" ", ""))) + BREAK
    return Analysed(
        words=f"{top} {rest}",
        head=top,
        parts=" ".join(filter(None, (parts, more, *_words(also)))),
        pairs=" ".join([a + b for a, b in zip(chinese, chinese[1:], strict=False) if a != BREAK]),
        threes=" ".join(filter(None, map(_threes.__getitem__, LATIN.findall(said)))),
    )


def analyse_all(texts: list[str]) -> list[Analysed]:
    return [analyse(text) for text in texts]


Columns = tuple[list[str], ...]


def columns(texts: list[str]) -> Columns:
    """The same, one list for each field: a form that is quickly sent from one process to another."""
    return tuple(map(list, zip(*analyse_all(texts), strict=True)))


def _words(text: str) -> tuple[str, str]:
    tokens = text.split()
    stems = " ".join(filter(None, map(_stems.__getitem__, tokens)))
    return stems, " ".join([parts for token in tokens if len(token) > 2 and (parts := _parts[token])])
