"""From the text of a search entry to what the index holds of it. Knows neither database nor engine."""

from operator import add
from typing import NamedTuple

from .words import BREAK, CHINESE, MAX_WORD, STOP, parts_of, stem

MANY_WORDS = 400_000  # what is remembered of so many words, then all is forgotten
_known: dict[str, tuple[str, str]] = {}


class Analysed(NamedTuple):
    """Tokens between spaces: all `words`; those of title and tags, `head`; the words inside longer ones,
    `parts`; and every two characters that stand side by side, `pairs`."""

    words: str
    head: str
    parts: str
    pairs: str


def analyse(text: str) -> Analysed:
    head, _newline, body = text.rpartition("\n")
    top, parts = _words(head)
    rest, more = _words(body)
    joined = BREAK.join(CHINESE.findall(text.replace(" ", "")))
    framed = f"{BREAK}{joined}{BREAK}" if joined else ""
    return Analysed(
        words=f"{top} {rest}",
        head=top,
        parts=f"{parts} {more}".strip(),
        pairs=" ".join(map(add, framed, framed[1:])),
    )


def analyse_all(texts: list[str]) -> list[Analysed]:
    return [analyse(text) for text in texts]


def _words(text: str) -> tuple[str, str]:
    words, parts = [], []
    for token in text.split():
        known = _known.get(token)
        if known is None:
            known = _learn(token)
        if known[0]:
            words.append(known[0])
            if known[1]:
                parts.append(known[1])
    return " ".join(words), " ".join(parts)


def _learn(token: str) -> tuple[str, str]:
    if len(_known) >= MANY_WORDS:
        _known.clear()
    if token == BREAK or token in STOP or len(token) > MAX_WORD:
        found = ("", "")
    else:
        found = (stem(token), " ".join(parts_of(token)) if len(token) > 2 else "")
    _known[token] = found
    return found
