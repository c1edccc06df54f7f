"""One score out of several likenesses: each a cosine, added up with the weight of its kind.

Every candidate that one of the likenesses brings is scored under all of them, pair by pair. So a score says
the same wherever a pair was met, and is the same both ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from . import engine, senses

TAGS, WORDS, PEOPLE, SENSES = range(4)  # the kinds of likeness
DIGITS = 4  # of a score; what differs less is equal


@dataclass(frozen=True)
class Blend:
    """What a likeness by tags, by words, by people and by what tags mean to people counts; together 1."""

    tags: float = 0.4
    words: float = 0.15
    people: float = 0.35
    senses: float = 0.1

    @property
    def weights(self) -> NDArray[np.float64]:
        return np.array([self.tags, self.words, self.people, self.senses])


@dataclass(frozen=True)
class Ranked:
    """The best rows of each wanted one (-1 where there are fewer), their scores, and their cosines by tags,
    words, people and senses: shapes (wanted, k), (wanted, k), (wanted, k, 4)."""

    rows: NDArray[np.int32]
    scores: NDArray[np.float64]
    parts: NDArray[np.float64]


def rank(
    indexes: Sequence[engine.Index],
    wanted: NDArray,
    pool: NDArray,
    given: NDArray | None,
    places: NDArray,
    groups: NDArray,
    blend: Blend,
    *,
    k: int,
    per_group: int,
) -> Ranked:
    """The best `k` of each row's pool, the later row first among equals, at most `per_group` of a group.

    `indexes` are those of tags, words and, unless `given` names the cosines by people for the pool, people;
    `places` are those of the tags (`senses`).
    """
    pool = np.ascontiguousarray(pool, dtype=np.int32)
    parts = [cosines(index, wanted, pool) for index in indexes]
    if given is not None:
        parts.append(given)
    elif len(parts) == PEOPLE:  # nobody did anything
        parts.append(np.zeros(pool.shape))
    parts.append(senses.cosines(indexes[TAGS], places, wanted, pool))
    likeness = np.stack(parts, axis=2)
    rows = np.full((len(wanted), k), -1, np.int32)
    scores = np.zeros((len(wanted), k))
    kept = np.zeros((len(wanted), k, len(parts)))
    _best(wanted, pool, likeness, blend.weights, groups, per_group, rows, scores, kept)
    return Ranked(rows, scores, kept)


def cosines(index: engine.Index, wanted: NDArray, pool: NDArray) -> NDArray[np.float64]:
    """The cosine of each wanted row with each row of its pool (-1 for none)."""
    out = np.zeros(pool.shape)
    _cosines(index.starts, index.tags, index.squares, index.lengths, index.inner, wanted, pool, out)
    return out


@njit(cache=True, nogil=True)
def _cosines(starts, tags, squares, lengths, inner, wanted, pool, out):
    """The cosine of each wanted row with each of its pool. Tags are met in ascending order, both ways."""
    for number in range(len(wanted)):
        me = inner[wanted[number]]
        if lengths[me] == 0.0:
            continue
        for place in range(pool.shape[1]):
            if pool[number, place] < 0:
                continue
            other = inner[pool[number, place]]
            a, b = starts[me], starts[other]
            dot = 0.0
            while a < starts[me + 1] and b < starts[other + 1]:
                if tags[a] == tags[b]:
                    dot += squares[tags[a]]
                    a += 1
                    b += 1
                elif tags[a] < tags[b]:
                    a += 1
                else:
                    b += 1
            if dot > 0.0:
                out[number, place] = min(dot / (lengths[me] * lengths[other]), 1.0)


@njit(cache=True, nogil=True)
def _best(wanted, pool, likeness, weights, groups, per_group, rows, scores, parts):
    k = rows.shape[1]
    ten = 10.0**DIGITS
    for number in range(len(wanted)):
        totals = np.zeros(pool.shape[1])
        for place in range(pool.shape[1]):
            other = pool[number, place]
            if other >= 0 and other != wanted[number]:
                total = 0.0
                for kind in range(len(weights)):
                    total += weights[kind] * likeness[number, place, kind]
                totals[place] = np.round(total * ten) / ten
        count = 0
        while count < k:
            best = -1
            for place in range(pool.shape[1]):
                if totals[place] > 0.0 and (
                    best < 0
                    or totals[place] > totals[best]
                    or (totals[place] == totals[best] and pool[number, place] > pool[number, best])
                ):
                    best = place
            if best < 0:
                break
            row = pool[number, best]
            same = 0
            for at in range(count):
                if rows[number, at] == row:
                    same = per_group
                elif groups[rows[number, at]] == groups[row]:
                    same += 1
            if same < per_group:
                rows[number, count] = row
                scores[number, count] = totals[best]
                for kind in range(len(weights)):
                    parts[number, count, kind] = likeness[number, best, kind]
                count += 1
            totals[best] = 0.0
