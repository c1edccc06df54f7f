"""Finding banned words whatever their number: looked up by their first two characters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import add

from .normal import Text, dense
from .reason import Reason

MOST = 5  # reasons named for one text


class WordList:
    """Banned words ready to be found in many texts. `entries` are (word, weight)."""

    def __init__(self, entries: Iterable[tuple[str, float]]):
        self._by_head: dict[str, list[tuple[str, float, re.Pattern]]] = defaultdict(list)
        for word, weight in entries:
            if key := dense(word):
                self._by_head[key[:2]].append((key, weight, _as_written(key)))

    def found(self, text: Text) -> Iterator[Reason]:
        """A reason for each banned word in the text, spaces, signs, width and case notwithstanding.

        Words of Latin letters count only as whole words, so `class` holds no `ass`.
        """
        hits = []
        for _word, weight, pattern in self._candidates(text.dense):
            if match := pattern.search(text.plain):
                hits.append(Reason("banned_word", weight, match[0]))
        yield from sorted(hits, key=lambda reason: (-reason.weight, reason.found))[:MOST]

    def _candidates(self, dense_text: str) -> Iterator[tuple[str, float, re.Pattern]]:
        heads = {*dense_text, *map(add, dense_text, dense_text[1:])}
        for head in self._by_head.keys() & heads:
            for entry in self._by_head[head]:
                if entry[0] in dense_text:
                    yield entry


def _as_written(word: str) -> re.Pattern:
    spread = r"[\W_]*".join(map(re.escape, word))
    before = r"(?<![a-z0-9])" if word[0].isascii() else ""
    after = r"(?![a-z0-9])" if word[-1].isascii() else ""
    return re.compile(before + spread + after)
