"""What tags mean to people: tags that the same people go for lie close together.

People by tags are a matrix: how much of what a person liked carries each tag. Its largest singular vectors
give every tag a place in a space of few dimensions (Deerwester and others, "Indexing by latent semantic
analysis", 1990), found by randomised subspace iteration (Halko, Martinsson and Tropp, "Finding structure with
randomness", 2011). An item is placed where its tags are, by their weights, so that two can be alike that have
no tag in common. A tag that nobody went for has no place: all zeros.
"""

import zlib
from dataclasses import dataclass
from typing import Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from . import engine

DIMENSIONS = 192
SPARE = 16  # dimensions that make the others exact
ROUNDS = 3
PEOPLE = 20_000  # so many say what tags mean
LEAST = 3  # items that carry a tag: what fewer carry says which item it is, not what it is about
CHUNK = 500  # rows compared at a time
_ENTRY = np.dtype([("tag", "<i8"), ("place", "<f2", (DIMENSIONS,))])


@dataclass(frozen=True)
class Senses:
    """Tags by id, ascending, and where each lies: shapes (tags,), (tags, dimensions)."""

    tag_ids: NDArray[np.int64]
    places: NDArray[np.float16]

    @classmethod
    def learnt(cls, tag_ids: NDArray, places: NDArray) -> Self:
        """Of those that have a place."""
        known = np.flatnonzero(places.any(axis=1))
        return cls(tag_ids[known].astype(np.int64), places[known].astype(np.float16))

    @classmethod
    def unpacked(cls, packed: bytes | memoryview) -> Self:
        """From what `packed` gave; no tag has a place where it gave nothing."""
        entries = np.frombuffer(zlib.decompress(packed) if packed else b"", _ENTRY)
        return cls(entries["tag"], entries["place"])

    def packed(self) -> bytes:
        entries = np.empty(len(self.tag_ids), _ENTRY)
        entries["tag"], entries["place"] = self.tag_ids, self.places
        return zlib.compress(entries.tobytes(), 1)

    def of(self, tag_ids: NDArray) -> NDArray[np.float32]:
        """The places of these tags."""
        found = np.zeros((len(tag_ids), DIMENSIONS), np.float32)
        if len(self.tag_ids):
            at = np.minimum(np.searchsorted(self.tag_ids, tag_ids), len(self.tag_ids) - 1)
            known = self.tag_ids[at] == tag_ids
            found[known] = self.places[at[known]]
        return found


def learn(tags: engine.Index, rows: NDArray, person: NDArray) -> NDArray[np.float32]:
    """The place of each tag of the index, from who went for which row; both arrays name one act each.

    The more rows a person went for, the less each says.
    """
    places = np.zeros((len(tags.squares), DIMENSIONS), np.float32)
    if not len(rows):
        return places
    order = np.argsort(person, kind="stable")
    _names, first = np.unique(person[order], return_index=True)
    ends = np.append(first, len(order))[: PEOPLE + 1]
    rows = tags.inner[rows[order[: ends[-1]]]]
    squares = np.where(np.bincount(tags.tags, minlength=len(places)) >= LEAST, tags.squares, 0.0)
    starts, columns, values = _profiles(tags.starts, tags.tags, squares, tags.lengths, rows, ends)
    if not len(columns):
        return places
    size = min(DIMENSIONS + SPARE, len(places), len(starts) - 1)
    basis = np.random.default_rng(1).standard_normal((len(places), size)).astype(np.float32)
    for _round in range(ROUNDS):
        seen = _forth(starts, columns, values, basis)
        basis, _r = np.linalg.qr(_back(starts, columns, values, seen, len(places)))
    seen = _forth(starts, columns, values, basis)
    squares, turned = np.linalg.eigh((seen.T @ seen).astype(np.float64))
    best = np.argsort(-squares)[:DIMENSIONS]
    # The square root of a singular value: what few people have in common counts beside what all have.
    weights = np.maximum(squares[best], 0.0) ** 0.25
    places[:, : len(best)] = basis @ (turned[:, best] * weights).astype(np.float32)
    return places


def cosines(
    tags: engine.Index, places: NDArray[np.float32], wanted: NDArray, pool: NDArray
) -> NDArray[np.float64]:
    """How alike each wanted row and each of its pool (-1 for none) are in what their tags mean, 0 to 1."""
    out = np.zeros(pool.shape)
    if not places.any():
        return out
    for start in range(0, len(wanted), CHUNK):
        part = slice(start, start + CHUNK)
        rows, at = np.unique(np.concatenate([wanted[part, None], pool[part]], axis=1), return_inverse=True)
        lie = _lie(tags.starts, tags.tags, tags.squares, tags.inner, places, rows)
        out[part] = _dots(lie, at.reshape(-1, pool.shape[1] + 1))
    return out


@njit(cache=True, nogil=True)
def _profiles(starts, tags, squares, lengths, rows, ends):
    """Rows of the matrix, one for each person: starts, columns, values."""
    people = len(ends) - 1
    most = 0
    for row in rows:
        most += starts[row + 1] - starts[row]
    bounds = np.zeros(people + 1, np.int64)
    columns = np.empty(most, np.int32)
    values = np.empty(most, np.float32)
    summed = np.zeros(len(squares), np.float64)
    filled = 0
    for number in range(people):
        begun = filled
        said = 1.0 / np.sqrt(ends[number + 1] - ends[number])
        for row in rows[ends[number] : ends[number + 1]]:
            for place in range(starts[row], starts[row + 1]):
                tag = tags[place]
                if squares[tag] > 0.0:
                    if summed[tag] == 0.0:
                        columns[filled] = tag
                        filled += 1
                    summed[tag] += said * np.sqrt(squares[tag]) / lengths[row]
        for at in range(begun, filled):
            values[at] = summed[columns[at]]
            summed[columns[at]] = 0.0
        bounds[number + 1] = filled
    return bounds, columns[:filled].copy(), values[:filled].copy()


@njit(cache=True, nogil=True)
def _forth(starts, columns, values, basis):
    out = np.zeros((len(starts) - 1, basis.shape[1]), np.float32)
    for number in range(len(out)):
        for at in range(starts[number], starts[number + 1]):
            for dimension in range(out.shape[1]):
                out[number, dimension] += values[at] * basis[columns[at], dimension]
    return out


@njit(cache=True, nogil=True)
def _back(starts, columns, values, seen, tags):
    out = np.zeros((tags, seen.shape[1]), np.float32)
    for number in range(len(seen)):
        for at in range(starts[number], starts[number + 1]):
            for dimension in range(out.shape[1]):
                out[columns[at], dimension] += values[at] * seen[number, dimension]
    return out


@njit(cache=True, nogil=True)
def _lie(starts, tags, squares, inner, places, rows):
    """Where each row lies, as far from nowhere as any other; -1 nowhere."""
    lie = np.zeros((len(rows), places.shape[1]), np.float32)
    for number in range(len(rows)):
        if rows[number] < 0:
            continue
        row = inner[rows[number]]
        for at in range(starts[row], starts[row + 1]):
            weight = np.float32(np.sqrt(squares[tags[at]]))
            for dimension in range(lie.shape[1]):
                lie[number, dimension] += weight * places[tags[at], dimension]
        squared = np.float32(0.0)
        for dimension in range(lie.shape[1]):
            squared += lie[number, dimension] * lie[number, dimension]
        if squared > 0.0:
            length = np.sqrt(squared)
            for dimension in range(lie.shape[1]):
                lie[number, dimension] /= length
    return lie


@njit(cache=True, nogil=True)
def _dots(lie, rows):
    """The first of each row with the others."""
    out = np.zeros((len(rows), rows.shape[1] - 1))
    for number in range(len(rows)):
        mine = rows[number, 0]
        for place in range(out.shape[1]):
            other = rows[number, place + 1]
            dot = np.float32(0.0)
            for dimension in range(lie.shape[1]):
                dot += lie[mine, dimension] * lie[other, dimension]
            out[number, place] = min(max(dot, 0.0), 1.0)
    return out
