"""The place of a text that a search found, with what was asked for marked."""

import re
import unicodedata
from dataclasses import dataclass

from markupsafe import Markup, escape

from tagging.names import simplify

from .asking import Words

LENGTH = 60  # characters of a snippet
BEFORE = 12  # of them before the first mark


@dataclass(frozen=True)
class Marks:
    """Finds the words of one query in texts as people wrote them."""

    pattern: re.Pattern[str] | None

    def title(self, text: str) -> Markup:
        """The whole text, marked."""
        return _marked(text, self._found(text))

    def snippet(self, text: str) -> Markup:
        """The first place with a mark and what stands around it; empty when there is none."""
        text = " ".join(text.split())
        found = self._found(text)
        if not found:
            return Markup("")
        start = _word_begin(text, max(0, found[0][0] - BEFORE), found[0][0])
        end = min(len(text), start + LENGTH)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in found if a < end]
        return (
            Markup("…" if start else "")
            + _marked(text[start:end], inside)
            + Markup("…" if end < len(text) else "")
        )

    def _found(self, text: str) -> list[tuple[int, int]]:
        if self.pattern is None:
            return []
        return [
            match.span() for match in self.pattern.finditer(_aligned(text)) if match.end() > match.start()
        ]


def marks_of(words: Words) -> Marks:
    """Longer words first, so that a phrase is marked as one."""
    wanted = sorted({*words.runs, *words.words, *words.latin}, key=lambda word: (-len(word), word))
    ways = [
        rf"(?<![a-z0-9]){re.escape(word)}" if word.isascii() and word[0].isalnum() else re.escape(word)
        for word in wanted
    ]
    return Marks(re.compile("|".join(ways)) if ways else None)


def _word_begin(text: str, start: int, latest: int) -> int:
    """The beginning of the next word, if `start` stands inside a Latin one."""
    if not start or not all(char.isascii() and char.isalnum() for char in text[start - 1 : start + 1]):
        return start
    space = text.find(" ", start, latest)
    return space + 1 if space >= 0 else latest


def _aligned(text: str) -> str:
    """The text in comparable form, character for character."""
    lower = text.translate(_PLAIN)
    plain = simplify(lower)
    return plain if len(plain) == len(text) else lower


class _Plain(dict[int, str]):
    """One character in comparable form, found out once; itself when that would be several."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char).casefold()
        self[code] = found = plain if len(plain) == 1 else char
        return found


_PLAIN = _Plain()


def _marked(text: str, places: list[tuple[int, int]]) -> Markup:
    parts, at = [], 0
    for start, end in places:
        parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)
