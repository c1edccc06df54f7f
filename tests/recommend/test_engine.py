"""The kernel gives what brute force gives, in the same order, and never mixes up groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommend.similar import engine


def brute_force(pairs, weights, groups, row, k, per_group):
    matrix = np.zeros((len(groups), len(weights)))
    for item, tag in pairs:
        matrix[item, tag] = weights[tag]
    lengths = np.sqrt((matrix**2).sum(axis=1))
    scores = []
    for other in range(len(groups)):
        dot = (matrix[row] * matrix[other]).sum()
        if other != row and dot > 0:
            scores.append((-round(dot / (lengths[row] * lengths[other]), 9), -other))
    taken, found = {}, []
    for score, other in sorted(scores):
        group = groups[-other]
        if taken.get(group, 0) < per_group and len(found) < k:
            taken[group] = taken.get(group, 0) + 1
            found.append((-other, -score))
    return found


def index_of(pairs, weights, groups):
    rows, tags = (np.array([pair[at] for pair in sorted(pairs)], dtype=np.int64) for at in (0, 1))
    return engine.build(rows, tags, np.array(weights, dtype=float), np.array(groups))


def answers(index, row, **options):
    rows, scores = engine.neighbours(index, np.array([row]), **options)
    return [
        (int(other), round(float(score), 9))
        for other, score in zip(rows[0], scores[0], strict=True)
        if other >= 0
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.data(),
    st.integers(2, 40),
    st.integers(1, 12),
    st.integers(1, 4),
    st.integers(1, 6),
)
def test_neighbours_are_exact(data, size, tag_count, per_group, k):
    pairs = data.draw(st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, tag_count - 1)), min_size=1))
    # Powers of two make sums exact, so that ties are ties in both computations.
    weights = data.draw(
        st.lists(st.sampled_from([0.5, 1.0, 2.0, 4.0]), min_size=tag_count, max_size=tag_count)
    )
    groups = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    index = index_of(pairs, weights, groups)
    for row in range(size):
        expected = brute_force(pairs, weights, groups, row, k, per_group)
        found = answers(index, row, k=k, per_group=per_group)
        assert [score for _other, score in found] == pytest.approx(
            [score for _other, score in expected], abs=1e-8
        )
        assert found == expected or same_but_for_ties(found, expected)


def same_but_for_ties(found, expected):
    """Scores that differ only in the last bit may change places; nothing else may."""
    return all(abs(a[1] - b[1]) < 1e-8 for a, b in zip(found, expected, strict=True))


def test_a_large_catalogue_agrees_with_brute_force():
    random = np.random.default_rng(7)
    size, tag_count = 3000, 800
    popularity = 1 / np.arange(1, tag_count + 1)
    pairs = set()
    for row in range(size):
        for tag in random.choice(tag_count, 8, replace=False, p=popularity / popularity.sum()):
            pairs.add((row, int(tag)))
    frequency = np.bincount([tag for _row, tag in pairs], minlength=tag_count)
    weights = np.log1p(size / np.maximum(frequency, 1))
    groups = random.integers(0, 50, size)
    matrix = np.zeros((size, tag_count))
    for row, tag in pairs:
        matrix[row, tag] = weights[tag]
    matrix /= np.linalg.norm(matrix, axis=1)[:, None]
    index = index_of(pairs, weights, groups)
    wanted = random.integers(0, size, 60)
    _rows, scores = engine.neighbours(index, wanted, k=20, per_group=size)
    for number, row in enumerate(wanted):
        cosine = matrix @ matrix[row]
        cosine[row] = -1
        np.testing.assert_allclose(scores[number], np.sort(cosine)[::-1][:20], atol=1e-9)


def test_at_most_two_of_one_author():
    pairs = {(row, 0) for row in range(10)}
    index = index_of(pairs, [1.0], [1] * 6 + [2, 2, 2, 3])
    assert [other for other, _score in answers(index, 0)] == [9, 8, 7, 5, 4]


def test_scores_are_the_same_both_ways():
    random = np.random.default_rng(1)
    pairs = {(int(random.integers(0, 50)), int(random.integers(0, 20))) for _ in range(400)}
    index = index_of(pairs, random.random(20) + 0.1, list(range(50)))
    rows, scores = engine.neighbours(index, np.arange(50), k=49, per_group=1)
    score = {(a, int(b)): s for a in range(50) for b, s in zip(rows[a], scores[a], strict=True) if b >= 0}
    assert score
    assert all(score[b, a] == value for (a, b), value in score.items())


def test_a_row_without_tags_has_no_neighbours():
    index = index_of({(0, 0), (1, 0)}, [1.0], [1, 2, 3])
    assert answers(index, 2) == []
    assert answers(index, 0) == [(1, 1.0)]
