"""What a note is about in words: those of its title, then what its text says most, a dozen in all.

Words are kept as hashed numbers, read from the search entry, where the text is cut already.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from ..search.words import BREAK, STOP, stem
from . import engine
from .weights import rarity

MOST = 12  # words of a note
BUCKETS = 2**20  # in which words are counted
READ = 800  # characters of a search entry
BATCH = 10_000


@dataclass(frozen=True)
class Counted:
    """How many of `total` notes have the words of each bucket."""

    used: NDArray[np.int32]
    total: int

    @classmethod
    def of(cls, hashed: NDArray, total: int) -> "Counted":
        return cls(np.bincount(hashed, minlength=BUCKETS).astype(np.int32), total)

    @classmethod
    def unpacked(cls, packed: bytes | memoryview, total: int) -> "Counted":
        """From what `packed` gave; nothing is counted where it gave nothing."""
        used = np.frombuffer(zlib.decompress(packed), np.int32) if packed else np.zeros(BUCKETS, np.int32)
        return cls(used, total)

    def packed(self) -> bytes:
        return zlib.compress(self.used.tobytes(), 1)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        return rarity(self.used, max(self.total, 1))


def of_entry(entry: str) -> list[str]:
    """The words that stand for a note, out of its search entry: lines of title, tags and text."""
    title, _tags, text, *_ = (*entry.split("\n", 3), "", "")
    found = dict.fromkeys(filter(_tells, map(stem, title.split())))
    for word, _times in Counter(map(stem, text.split())).most_common(4 * MOST):
        if len(found) >= MOST:
            break
        if _tells(word):
            found[word] = None
    return list(found)[:MOST]


def _tells(word: str) -> bool:
    return 1 < len(word) <= 20 and word not in STOP and word != BREAK and not word.isdigit()


def _hashed(word: str) -> int:
    return zlib.crc32(word.encode()) % BUCKETS


def read_all(note_ids: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of row and hashed word of these notes, which are in ascending order; each pair once."""
    rows: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    hashed: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    for start in range(0, len(note_ids), BATCH):
        pks = note_ids[start : start + BATCH]
        pairs = list(_pairs(pks.tolist()))
        if pairs:
            note, word = np.array(pairs, np.int64).T
            rows.append((start + np.searchsorted(pks, note)).astype(np.int32))
            hashed.append(word.astype(np.int32))
    return np.concatenate(rows), np.concatenate(hashed)


def _pairs(pks: Sequence[int]) -> Iterator[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note_id, left(text, %s) FROM recommend_notedocument WHERE note_id = ANY(%s)",
            [READ, list(pks)],
        )
        for pk, entry in cursor.fetchall():
            for word in {_hashed(word) for word in of_entry(entry)}:
                yield pk, word


def index_of_few(
    note_ids: NDArray[np.int64], wanted: NDArray, groups: NDArray, counted: Counted
) -> engine.Index:
    """The words of the wanted rows among `note_ids`; the other rows stay without."""
    rows, hashed = read_all(note_ids[wanted])
    buckets, column = np.unique(hashed, return_inverse=True)
    # Ascending buckets keep the order in which a whole catalogue adds them up.
    return engine.build(wanted[rows], column.astype(np.int32), counted.weights[buckets], groups)
