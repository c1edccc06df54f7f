"""Exact nearest neighbours by weighted tags: cosine, rarest tag first, stopped by a max-score bound.

Rows are items, columns are tags in a sparse matrix; the vector of a row holds the weight of each of its
tags. To answer a row, the posting lists of its tags are read from the heaviest tag down, and each row met is
scored exactly at once. A row met first in the list of some tag shares only this tag and lighter ones, whose
squared weights add up to R; its cosine is at most R / (|query| |row|) and, by Cauchy-Schwarz, at most
sqrt(R) / |query|. Lists hold the shortest rows first, so that a list is left as soon as its rows are too long
for the k-th best score found, and all lists are left once even sqrt(R) / |query| is below it. (Turtle and
Flood, "Query evaluation: strategies and optimizations", 1995.)

Inside, rows are numbered by their length: lists are ascending numbers, and what is read most lies together.

`groups` bounds how many of the answers may come from one group (an author): at most `per_group`.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Bounds are compared with this room for rounding, scores never.
ROOM = 1.0 - 1e-9
CHUNK = 2_000  # rows that a thread answers at a time


@dataclass(frozen=True)
class Index:
    """Sparse rows by inner number, shortest vector first: `starts` and `tags` of each, posting lists
    (`list_starts`, `lists`), squared tag weights, lengths and groups. `inner` is the inner number of a row,
    `outer` the way back. 4 bytes for an entry of a row and 4 for one of a list."""

    starts: NDArray[np.int64]
    tags: NDArray[np.int32]
    list_starts: NDArray[np.int64]
    lists: NDArray[np.int32]
    squares: NDArray[np.float64]
    lengths: NDArray[np.float64]
    groups: NDArray[np.int32]
    inner: NDArray[np.int32]
    outer: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.outer)

    def tags_of(self, row: int) -> NDArray[np.int32]:
        """The tags of a row, ascending."""
        at = self.inner[row]
        return self.tags[self.starts[at] : self.starts[at + 1]]


def build(rows: NDArray, tags: NDArray, weights: NDArray, groups: NDArray) -> Index:
    """An index of the pairs (row, tag); `weights` has one number per tag, `groups` one per row."""
    size = len(groups)
    squares = weights.astype(np.float64) ** 2
    lengths = np.sqrt(np.bincount(rows, squares[tags], minlength=size))
    outer = np.argsort(lengths, kind="stable").astype(np.int32)
    inner = np.empty(size, np.int32)
    inner[outer] = np.arange(size, dtype=np.int32)
    by_row = inner[rows]
    order = np.lexsort((tags, by_row))
    by_row, row_tags = by_row[order], tags[order].astype(np.int32)
    del order
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(by_row, minlength=size), out=starts[1:])
    list_starts = np.zeros(len(weights) + 1, np.int64)
    np.cumsum(np.bincount(row_tags, minlength=len(weights)), out=list_starts[1:])
    lists = by_row[np.argsort(row_tags, kind="stable")]
    _names, numbers = np.unique(groups, return_inverse=True)
    return Index(
        starts,
        row_tags,
        list_starts,
        lists,
        squares,
        lengths[outer],
        numbers[outer].astype(np.int32),
        inner,
        outer,
    )


def neighbours(
    index: Index, wanted: NDArray, *, k: int = 20, per_group: int = 2, threads: int = 1
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The `k` rows most similar to each wanted row, best first, the later row first among equals.

    Returns rows (-1 where there are fewer) and scores, both of shape (len(wanted), k). A row is never its own
    neighbour, and rows without a common tag are no neighbours.
    """
    found = np.full((len(wanted), k), -1, np.int32)
    scores = np.zeros((len(wanted), k), np.float64)

    def answer(start: int) -> None:
        part = slice(start, start + CHUNK)
        _neighbours(
            index.starts,
            index.tags,
            index.list_starts,
            index.lists,
            index.squares,
            index.lengths,
            index.groups,
            index.inner,
            index.outer,
            wanted[part].astype(np.int32),
            per_group,
            found[part],
            scores[part],
        )

    chunks = range(0, len(wanted), CHUNK)
    if threads > 1 and len(chunks) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(answer, chunks))
    else:
        for start in chunks:
            answer(start)
    return found, scores


@njit(cache=True, nogil=True)
def _neighbours(
    starts, tags, list_starts, lists, squares, lengths, groups, inner, outer, wanted, per_group, found, scores
):
    k = found.shape[1]
    in_query = np.zeros(len(squares), np.float64)
    met = np.full(len(lengths), -1, np.int32)
    for number in range(len(wanted)):
        me = inner[wanted[number]]
        length = lengths[me]
        if length == 0.0:
            continue
        mine = tags[starts[me] : starts[me + 1]].copy()
        for tag in mine:
            in_query[tag] = squares[tag]
        _heaviest_first(mine, squares)
        met[me] = number
        rest = length * length
        count = 0
        bound = 0.0  # the k-th best score times the length of the query
        for tag in mine:
            if bound > 0.0 and np.sqrt(max(rest, 0.0)) < bound * ROOM:
                break
            for at in range(list_starts[tag], list_starts[tag + 1]):
                other = lists[at]
                if rest < bound * lengths[other] * ROOM:
                    break
                if met[other] == number:
                    continue
                met[other] = number
                # Tags in ascending order, so that a score does not depend on the way it was found.
                dot = 0.0
                for place in range(starts[other], starts[other + 1]):
                    dot += in_query[tags[place]]
                if dot < bound * lengths[other] * ROOM:
                    continue
                score = min(dot / (length * lengths[other]), 1.0)
                count = _offer(
                    score,
                    outer[other],
                    groups[other],
                    count,
                    found[number],
                    scores[number],
                    groups,
                    inner,
                    per_group,
                )
                if count == k:
                    bound = scores[number, k - 1] * length
            rest -= squares[tag]
        for tag in mine:
            in_query[tag] = 0.0


@njit(cache=True, nogil=True)
def _heaviest_first(mine, squares):
    for at in range(1, len(mine)):
        tag = mine[at]
        place = at
        while place > 0 and squares[mine[place - 1]] < squares[tag]:
            mine[place] = mine[place - 1]
            place -= 1
        mine[place] = tag


@njit(cache=True, nogil=True)
def _offer(score, row, group, count, rows, scores, groups, inner, per_group):
    """Put a row into the best so far (best first, at most `per_group` of a group), and count them.

    What is turned away or pushed out can never belong to the best again: each group keeps its best rows, and
    the last score never falls.
    """
    k = len(rows)
    if count == k and (score < scores[k - 1] or (score == scores[k - 1] and row < rows[k - 1])):
        return count
    same = 0
    leaves = count if count < k else k - 1
    if per_group < k:
        for at in range(count):
            if groups[inner[rows[at]]] == group:
                same += 1
                if same == per_group:
                    leaves = at
                    if score < scores[at] or (score == scores[at] and row < rows[at]):
                        return count
    if same < per_group:
        leaves = count if count < k else k - 1
        count = min(count + 1, k)
    place = leaves
    while place > 0 and (scores[place - 1] < score or (scores[place - 1] == score and rows[place - 1] < row)):
        rows[place] = rows[place - 1]
        scores[place] = scores[place - 1]
        place -= 1
    rows[place] = row
    scores[place] = score
    return count
