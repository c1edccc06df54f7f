"""How fast all neighbours are found: `python -m bench.similar [ITEMS]`.

Items with 8 distinct tags each out of 50,000 (Zipf 1.0) are generated, and the 20 nearest of every item are
found by the engine with the weights of the site, in two threads. In the same run `sparse_dot_topn` does the
same on the same matrix with two threads (up to 100,000 items). 300 random rows are checked against brute
force. Prints one JSON object: seconds, ratio to sparse_dot_topn, mismatches, peak memory of our part in MB,
and the time that one new item takes against all others.
"""

import argparse
import json
import resource
import time

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from recommend.similar import engine
from recommend.similar.weights import rarity

TAGS, EACH, BEST, THREADS = 50_000, 8, 20, 2
CHECKED, SINGLE = 300, 50
COMPARED_UP_TO = 100_000


def items(number: int, seed: int = 1) -> NDArray[np.int64]:
    """Eight distinct tags for each item, drawn by Zipf's law."""
    random = np.random.default_rng(seed)
    chances = np.cumsum(1 / np.arange(1, TAGS + 1))
    chances /= chances[-1]
    drawn = np.searchsorted(chances, random.random((number, EACH)))
    while True:
        drawn.sort(axis=1)
        again = np.zeros(drawn.shape, bool)
        again[:, 1:] = drawn[:, 1:] == drawn[:, :-1]
        if not again.any():
            return drawn
        drawn[again] = np.searchsorted(chances, random.random(int(again.sum())))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("items", nargs="?", type=int, default=100_000)
    number = parser.parse_args().items
    tags = items(number).ravel()
    rows = np.repeat(np.arange(number), EACH)
    weights = rarity(np.bincount(tags, minlength=TAGS), number)
    authors = np.arange(number)
    engine.neighbours(engine.build(rows[:80], tags[:80], weights, authors[:10]), authors[:10])  # compiles

    began = time.perf_counter()
    index = engine.build(rows, tags, weights, authors)
    found, scores = engine.neighbours(index, authors, k=BEST, threads=THREADS)
    seconds = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report = {"items": number, "threads": THREADS, "seconds": round(seconds, 2), "peak_mb": round(peak_mb)}

    began = time.perf_counter()
    for row in range(SINGLE):
        engine.neighbours(index, authors[row : row + 1], k=BEST)
    report["new_item_ms"] = round((time.perf_counter() - began) / SINGLE * 1000, 2)

    matrix = _normalised(rows, tags, weights, number)
    report["mismatches"] = _mismatches(matrix, found, scores)
    if number <= COMPARED_UP_TO:
        other_side = matrix.T.tocsr()
        began = time.perf_counter()
        sp_matmul_topn(matrix, other_side, top_n=BEST + 1, threshold=0.0, sort=True, n_threads=THREADS)
        theirs = time.perf_counter() - began
        report |= {"sparse_dot_topn_seconds": round(theirs, 2), "ratio": round(seconds / theirs, 3)}
    print(json.dumps(report))


def _normalised(rows: NDArray, tags: NDArray, weights: NDArray, number: int) -> sparse.csr_matrix:
    lengths = np.sqrt(np.bincount(rows, weights[tags] ** 2, minlength=number))
    return sparse.csr_matrix((weights[tags] / lengths[rows], (rows, tags)), shape=(number, TAGS))


def _mismatches(matrix: sparse.csr_matrix, found: NDArray, scores: NDArray) -> int:
    """Rows among those checked whose scores are not the best there are, or not those of the rows named."""
    wrong = 0
    for row in np.random.default_rng(2).choice(len(found), min(CHECKED, len(found)), replace=False):
        all_scores = np.asarray((matrix @ matrix[row].T).todense()).ravel()
        all_scores[row] = 0.0
        best = np.sort(all_scores)[::-1][:BEST]
        named = np.where(found[row] >= 0, all_scores[found[row]], 0.0)
        wrong += not (
            np.allclose(best, scores[row], atol=1e-9) and np.allclose(named, scores[row], atol=1e-9)
        )
    return wrong


if __name__ == "__main__":
    main()
