"""Why two notes are similar: the heaviest tags that both carry."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from . import engine


def shared_tags(index: engine.Index, rows: NDArray, others: NDArray, most: int) -> NDArray[np.int32]:
    """Up to `most` tags that each row shares with each of its others, heaviest first, the lower number first
    among equals; -1 where there are fewer. Shape (rows, others of each, most)."""
    found = np.full((*others.shape, most), -1, np.int32)
    _shared_tags(index.starts, index.tags, index.squares, index.inner, rows, others, found)
    return found


@njit(cache=True, nogil=True)
def _shared_tags(starts, tags, squares, inner, rows, others, found):
    most = found.shape[2]
    for number in range(len(rows)):
        me = inner[rows[number]]
        mine = tags[starts[me] : starts[me + 1]].copy()
        for at in range(1, len(mine)):  # ascending before, and so among equals
            tag = mine[at]
            place = at
            while place > 0 and squares[mine[place - 1]] < squares[tag]:
                mine[place] = mine[place - 1]
                place -= 1
            mine[place] = tag
        for at in range(others.shape[1]):
            if others[number, at] < 0:
                break
            other = inner[others[number, at]]
            count = 0
            for tag in mine:
                for place in range(starts[other], starts[other + 1]):
                    if tags[place] == tag:
                        found[number, at, count] = tag
                        count += 1
                        break
                if count == most:
                    break
