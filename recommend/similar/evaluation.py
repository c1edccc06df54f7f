"""How well similar items are found, on data from elsewhere: who liked what, in which order.

The last fifth of what each person liked is held out and looked for, starting from the latest of what is left.
How much tags, words, people and popularity count is not set by hand: an inner fifth is held out of the
training part in the same way, and the mixture that finds most of it is taken (nested validation; Varma and
Simon, "Bias in error estimation when using cross-validation for model selection", 2006). So a corpus in which
popularity says more than tags gets a mixture in which it does.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ..search.words import words_of
from . import engine, senses
from .blend import cosines
from .catalogue import index_of_people
from .weights import rarity

SHOWN = 20
POOL = 300  # candidates by each likeness
POPULAR = 100
READ = 800  # characters of a text
INNER = 4_000  # held-out items that a mixture is chosen by
CHUNK = 500


@dataclass(frozen=True)
class Mixture:
    """What likeness by tags, words and people count; how much what tags mean to people counts beside the tags
    themselves; how much more items with many tags and much liked items count than others as alike
    (exponents); and what being liked counts by itself."""

    tags: float = 1.0
    senses: float = 0.0
    words: float = 0.0
    people: float = 0.0
    length: float = 0.0
    liked: float = 0.0
    popularity: float = 0.0


BY_TAGS = [
    Mixture(senses=senses, length=length)
    for senses, length in product((0.0, 0.25, 0.5, 1.0, 2.0), (0.0, 0.35, 0.7, 1.0))
]
PARTS = list(
    product((0.0, 0.1, 0.2, 0.35, 0.6, 1.0), (0.0, 0.15), (0.0, 0.2, 0.4, 0.7), (0.0, 0.02, 0.1, 0.5))
)
BY_POPULARITY = Mixture(tags=0.0, popularity=1.0)


@dataclass(frozen=True)
class Search:
    """One held-out item to be found from another that the same person liked before."""

    start: int
    wanted: int
    known: NDArray[np.int32]  # what else the person liked before: not to be shown


@dataclass(frozen=True)
class Items:
    """The items under each likeness; `people` is None where nobody did anything."""

    tags: engine.Index
    words: engine.Index | None
    people: engine.Index | None
    places: NDArray[np.float32]  # of tags, by what they mean to people
    likes: NDArray[np.float64]

    @classmethod
    def of(cls, items: Sequence[Mapping], taught: Mapping[str, NDArray]) -> "Items":
        authors = np.arange(len(items), dtype=np.int32)
        by_text = [list(dict.fromkeys(words_of(str(item.get("text") or "")[:READ]))) for item in items]
        person = np.repeat(np.arange(len(taught)), [len(liked) for liked in taught.values()])
        rows = np.concatenate([np.empty(0, np.int32), *taught.values()])
        tags = _index([list(dict.fromkeys(map(str, item.get("tags") or ()))) for item in items], authors)
        return cls(
            tags,
            _index(by_text, authors) if any(by_text) else None,
            index_of_people(rows, person, authors),
            senses.learn(tags, rows, person),
            np.bincount(rows, minlength=len(items)).astype(float),
        )


def _index(carried: Sequence[Sequence[str]], authors: NDArray) -> engine.Index:
    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(name, len(numbers)) for names in carried for name in names]
    rows = np.repeat(np.arange(len(carried), dtype=np.int32), [len(names) for names in carried])
    column = np.array(columns, np.int32)
    weights = rarity(np.bincount(column, minlength=len(numbers)), len(carried))
    return engine.build(rows, column, weights, authors)


def evaluate(items: Sequence[Mapping], interactions: Sequence[tuple[str, str, float]]) -> dict:
    """Recall and NDCG of the first twenty and the share of items ever shown, of the whole engine, of its tags
    alone and of popularity alone. `interactions` are (person, item, time); unknown items are left out."""
    began = time.perf_counter()
    taught, searches = _split(_histories(items, interactions))
    inner_taught, inner = _split(taught)
    inner = [inner[at] for at in np.linspace(0, len(inner) - 1, min(INNER, len(inner))).astype(int)]
    learned = Items.of(items, inner_taught)
    by_tags = _best(learned, inner, BY_TAGS)
    by_all = _best(learned, inner, [*_with_all(Mixture()), *_with_all(by_tags)])
    known = Items.of(items, taught)
    asked = {"engine": by_all, "tags_only": by_tags, "popularity": BY_POPULARITY}
    measured = _measure(known, searches, list(asked.values()))
    return {
        "users": len(taught),
        "items": len(items),
        "queries": len(searches),
        **dict(zip(asked, measured, strict=True)),
        "mixture": vars(by_all),
        "seconds": round(time.perf_counter() - began, 1),
    }


def _with_all(by_tags: Mixture) -> list[Mixture]:
    """Tags in this way, with all else."""
    mixtures = []
    for tags, words, liked, popularity in PARTS:
        people = max(0.0, 1.0 - tags - words)
        mixtures.append(
            replace(by_tags, tags=tags, words=words, people=people, liked=liked, popularity=popularity)
        )
    return mixtures


def _histories(items: Sequence[Mapping], interactions) -> dict[str, NDArray[np.int32]]:
    """What each person liked in order, each item once."""
    rows = {str(item["id"]): row for row, item in enumerate(items)}
    found: dict[str, dict[int, None]] = {}
    for person, item, _at in sorted(interactions, key=lambda one: one[2]):
        if str(item) in rows:
            found.setdefault(person, {})[rows[str(item)]] = None
    return {person: np.array(list(liked), np.int32) for person, liked in found.items()}


def _split(histories: Mapping[str, NDArray]) -> tuple[dict[str, NDArray], list[Search]]:
    """The training part of each person, and what is to be found from it."""
    taught, searches = {}, []
    for person, liked in histories.items():
        held = max(1, len(liked) // 5)
        if len(liked) <= held:
            continue
        taught[person] = before = liked[:-held]
        for at, wanted in enumerate(liked[-held:]):
            searches.append(Search(int(before[-1 - at % len(before)]), int(wanted), before))
    return taught, searches


def _best(items: Items, searches: Sequence[Search], mixtures: Sequence[Mixture]) -> Mixture:
    found = [one["recall@20"] for one in _measure(items, searches, mixtures)]
    return mixtures[int(np.argmax(found))] if searches else mixtures[0]


def _measure(items: Items, searches: Sequence[Search], mixtures: Sequence[Mixture]) -> list[dict]:
    hits, gains = np.zeros(len(mixtures)), np.zeros(len(mixtures))
    shown: list[set[int]] = [set() for _mixture in mixtures]
    popular = np.argsort(-items.likes, kind="stable")[:POPULAR].astype(np.int32)
    for start in range(0, len(searches), CHUNK):
        part = searches[start : start + CHUNK]
        asked, place = np.unique([one.start for one in part], return_inverse=True)
        pool, parts = _candidates(items, asked, popular)
        to_show = pool[place]
        known = np.array([np.isin(row, one.known) for row, one in zip(to_show, part, strict=True)])
        to_show[known] = -1
        wanted = np.array([one.wanted for one in part])[:, None]
        for at, mixture in enumerate(mixtures):
            best = _first(to_show, _scores(items, asked, pool, parts, mixture)[place])
            shown[at].update(best[best >= 0].tolist())
            rank = np.nonzero(best == wanted)[1]
            hits[at] += len(rank)
            gains[at] += (1 / np.log2(2 + rank)).sum()
    total = max(len(searches), 1)
    return [
        {
            "recall@20": round(hit / total, 4),
            "ndcg@20": round(gain / total, 4),
            "coverage": round(len(seen) / max(len(items.likes), 1), 4),
        }
        for hit, gain, seen in zip(hits, gains, shown, strict=True)
    ]


def _candidates(items: Items, asked: NDArray, popular: NDArray) -> tuple[NDArray, list[NDArray]]:
    """The items that any likeness brings, or that are popular, and their cosines under each."""
    indexes = [items.tags, items.words, items.people]
    brought = [
        engine.neighbours(index, asked, k=POOL, per_group=POOL)[0] for index in indexes if index is not None
    ]
    pool = np.concatenate([*brought, np.tile(popular, (len(asked), 1))], axis=1)
    pool.sort(axis=1)
    pool[:, 1:][pool[:, 1:] == pool[:, :-1]] = -1
    pool[pool == asked[:, None]] = -1
    nothing = np.zeros(pool.shape)
    alike = [nothing if index is None else cosines(index, asked, pool) for index in indexes]
    return pool, [*alike, senses.cosines(items.tags, items.places, asked, pool)]


def _scores(items: Items, asked: NDArray, pool: NDArray, parts: list[NDArray], mixture: Mixture) -> NDArray:
    by_tags, by_words, by_people, by_senses = parts
    likes = items.likes[pool]
    many = np.maximum(items.tags.lengths[items.tags.inner[pool]], 1e-9) / max(items.tags.lengths.mean(), 1e-9)
    alike = mixture.words * by_words + mixture.people * by_people * (1 + likes) ** mixture.liked
    if mixture.tags:
        meant = by_tags * many**mixture.length + mixture.senses * by_senses
        alike = alike + mixture.tags * meant
    alike = alike + mixture.popularity * likes / max(items.likes.max(), 1.0)
    return np.where(pool < 0, -1.0, alike)


def _first(pool: NDArray, scores: NDArray) -> NDArray:
    """The first twenty of each pool, best first; -1 for what may not be shown, or is like nothing."""
    scores = np.where(pool < 0, 0.0, scores)
    best = np.argpartition(-scores, min(SHOWN, scores.shape[1] - 1), axis=1)[:, :SHOWN]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(best, order, axis=1)
    return np.where(np.take_along_axis(scores, best, axis=1) > 0, np.take_along_axis(pool, best, axis=1), -1)
