"""Exact nearest neighbours by weighted tags: cosine, rarest tag first, stopped by a max-score bound.

Rows are items, columns are tags in a sparse matrix; the vector of a row holds the weight of each of its
tags. To answer a row, the posting lists of its tags are read from the heaviest tag down. A row not met so
far shares only the tags still to come, so by Cauchy-Schwarz its cosine is at most |rest of the query| /
|query|; as soon as that is below the k-th best score found, the long lists of the common tags need not be
read. What remains is scored exactly. (Turtle and Flood, "Query evaluation: strategies and optimizations",
1995.)

`groups` bounds how many of the answers may come from one group (an author): at most `per_group`.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

EPSILON = 1e-9


@dataclass(frozen=True)
class Index:
    """Sparse rows (`starts`, `tags` ascending in each row), posting lists (`list_starts`, `rows`), tag
    weights, row lengths and the group of each row. 4 bytes for an entry of a row and 4 for one of a list."""

    starts: NDArray[np.int64]
    tags: NDArray[np.int32]
    list_starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    squares: NDArray[np.float64]
    lengths: NDArray[np.float64]
    groups: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts) - 1


def build(rows: NDArray, tags: NDArray, weights: NDArray, groups: NDArray) -> Index:
    """An index of the pairs (row, tag); `weights` has one number per tag, `groups` one per row."""
    size = len(groups)
    order = np.lexsort((tags, rows))
    by_row = rows[order]
    row_tags = tags[order].astype(np.int32)
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(by_row, minlength=size), out=starts[1:])
    by_tag = np.argsort(row_tags, kind="stable")
    list_starts = np.zeros(len(weights) + 1, np.int64)
    np.cumsum(np.bincount(row_tags, minlength=len(weights)), out=list_starts[1:])
    squares = weights.astype(np.float64) ** 2
    lengths = np.sqrt(np.bincount(by_row, squares[row_tags], minlength=size))
    _names, numbers = np.unique(groups, return_inverse=True)
    return Index(
        starts,
        row_tags,
        list_starts,
        by_row[by_tag].astype(np.int32),
        squares,
        lengths,
        numbers.astype(np.int32),
    )


def neighbours(
    index: Index, wanted: NDArray, *, k: int = 20, per_group: int = 2
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The `k` rows most similar to each wanted row, best first, the later row first among equals.

    Returns rows (-1 where there are fewer) and scores, both of shape (len(wanted), k). A row is never its own
    neighbour, and rows without a common tag are no neighbours.
    """
    return _neighbours(
        index.starts,
        index.tags,
        index.list_starts,
        index.rows,
        index.squares,
        index.lengths,
        index.groups,
        wanted.astype(np.int32),
        k,
        per_group,
    )


@njit(cache=True, nogil=True)
def _neighbours(starts, tags, list_starts, rows, squares, lengths, groups, wanted, k, per_group):
    size = len(starts) - 1
    out_rows = np.full((len(wanted), k), -1, np.int32)
    out_scores = np.zeros((len(wanted), k), np.float64)
    dots = np.zeros(size, np.float64)
    met = np.empty(size, np.int32)
    in_query = np.zeros(len(squares), np.float64)
    best_rows = np.empty(k, np.int32)
    best_scores = np.empty(k, np.float64)
    for number in range(len(wanted)):
        row = wanted[number]
        length = lengths[row]
        if length == 0.0:
            continue
        mine = tags[starts[row] : starts[row + 1]].copy()
        for tag in mine:
            in_query[tag] = squares[tag]
        _heaviest_first(mine, squares)
        dots[row] = -np.inf  # never its own neighbour
        rest = length * length
        count = 0
        for tag in mine:
            posting = rows[list_starts[tag] : list_starts[tag + 1]]
            # To look at the best so far costs as much as reading what was met: worth it before a long list.
            if count >= k and len(posting) > count // 4:
                bound = (
                    _kth_best(dots, met, count, lengths, groups, best_rows, best_scores, per_group) / length
                )
                if bound > np.sqrt(max(rest, 0.0)) / length + EPSILON:
                    break
            for other in posting:
                if dots[other] == 0.0:
                    met[count] = other
                    count += 1
                dots[other] += squares[tag]
            rest -= squares[tag]
        dots[row] = 0.0
        bound = _kth_best(dots, met, count, lengths, groups, best_rows, best_scores, per_group) / length
        rest = max(rest, 0.0)
        found = 0
        for at in range(count):
            other = met[at]
            # The tags not read add at most all of the query's rest, and by Cauchy-Schwarz at most what the
            # rest of both rows allows.
            partial = dots[other]
            dots[other] = 0.0
            enough = (bound - EPSILON) * length * lengths[other] - partial
            if rest < enough:
                continue
            room = max(lengths[other] * lengths[other] - partial, 0.0)
            if enough <= 0.0 or rest * room >= enough * enough:
                # Tags in ascending order, so that a score does not depend on the way it was found.
                dot = 0.0
                for tag in tags[starts[other] : starts[other + 1]]:
                    dot += in_query[tag]
                score = min(dot / (length * lengths[other]), 1.0)
                found = _offer(score, other, found, best_rows, best_scores, groups, per_group)
        for at in range(found):
            out_rows[number, at] = best_rows[at]
            out_scores[number, at] = best_scores[at]
        for tag in mine:
            in_query[tag] = 0.0
    return out_rows, out_scores


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
def _kth_best(dots, met, count, lengths, groups, best_rows, best_scores, per_group):
    """The k-th best of dot / |row| among rows met, with at most `per_group` of each group; 0 when there are
    fewer."""
    found = 0
    k = len(best_rows)
    for at in range(count):
        other = met[at]
        found = _offer(dots[other] / lengths[other], other, found, best_rows, best_scores, groups, per_group)
    return best_scores[k - 1] if found == k else 0.0


@njit(cache=True, nogil=True)
def _offer(score, row, found, best_rows, best_scores, groups, per_group):
    """Put a row into the best so far (best first, at most `per_group` of a group); returns how many there
    are.

    What is turned away or pushed out can never belong to the best again: each group keeps its best rows, and
    the last score never falls.
    """
    k = len(best_rows)
    if found == k and (
        score < best_scores[k - 1] or (score == best_scores[k - 1] and row < best_rows[k - 1])
    ):
        return found
    same = 0
    leaves = found if found < k else k - 1
    for at in range(found):
        if groups[best_rows[at]] == groups[row]:
            same += 1
            if same == per_group:
                leaves = at
                if score < best_scores[at] or (score == best_scores[at] and row < best_rows[at]):
                    return found
    if same < per_group:
        leaves = found if found < k else k - 1
        found = min(found + 1, k)
    place = leaves
    while place > 0 and (
        best_scores[place - 1] < score or (best_scores[place - 1] == score and best_rows[place - 1] < row)
    ):
        best_rows[place] = best_rows[place - 1]
        best_scores[place] = best_scores[place - 1]
        place -= 1
    best_rows[place] = row
    best_scores[place] = score
    return found
