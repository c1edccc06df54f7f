"""What a note is worth to one member: a weighted sum of parts, each 0 to 1."""

import random
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from core.kept import kept

from ...models import Arm
from .candidates import Candidates
from .facts import Facts

HALF_LIFE_DAYS = 3.0  # of heat: a note so much less hot than the hottest is worth half
JITTER = 0.05  # so that lists differ a little from time to time
REASONS = 3
LEAST_REASON = 0.03
STARTING = 0.3  # how far the tags that most notes are about count for those of whom nothing is known


class Weighing(NamedTuple):
    """The arm of a member and its weights."""

    arm: int
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and the parts that made most of it: (part, how much, of what)."""

    facts: Facts
    score: float
    parts: tuple[tuple[str, float, int], ...]

    @property
    def author_id(self) -> int:
        return self.facts.author_id

    @property
    def paid_brand_id(self) -> int | None:
        return self.facts.paid_brand_id

    @property
    def tag_ids(self) -> tuple[int, ...]:
        return self.facts.tag_ids


def weighing_of(user_id: int) -> Weighing:
    """The arm this member is in, always the same while the shares stay: a hash of the member lies in its share."""
    bucket = int.from_bytes(sha256(f"discover:{user_id}".encode()).digest()[:4]) % 100
    for pk, share, weights in kept("arms of discover", _running, 60):
        if bucket < share:
            return Weighing(pk, weights)
        bucket -= share
    return Weighing(0, Arm().weights)


def _running() -> list[tuple[int, int, dict[str, float]]]:
    return [(arm.pk, arm.share, arm.weights) for arm in Arm.objects.running()]


def scored(found: Candidates, weighing: Weighing, left_out: set[int], seed: int) -> list[Scored]:
    """The candidates but those left out, best first."""
    weights, chance = weighing.weights, random.Random(seed).random
    sources = [
        (name, weights[name], of)
        for name, of in (
            ("co_engagement", found.neighbours),
            ("second_degree", found.people),
            ("trend", found.rising),
            ("fresh", found.fresh),
            ("pick", found.picked),
        )
        if weights[name] and of
    ]
    liked, for_liked = found.interests, weights["interest"] * (1.0 if found.is_known else STARTING)
    rows = []
    hottest = max((facts.hot for facts in found.facts.values()), default=0.0)
    for pk, facts in found.facts.items():
        if pk in left_out:
            continue
        heat = 0.5 ** ((hottest - facts.hot) / HALF_LIFE_DAYS)
        parts: list[tuple[str, float, int]] = [("popular", weights["popular"] * heat, 0)]
        mine = [(liked[tag], tag) for tag in facts.tag_ids if tag in liked]
        if mine and for_liked:
            # The best tag counts, a second and third a little; a fresh note more than an old one.
            best = max(mine)
            worth = min(1.0, best[0] + 0.25 * (sum(weight for weight, _tag in mine) - best[0]))
            parts.append(("interest", for_liked * worth * (0.4 + 0.6 * heat), best[1]))
        for name, weight, of in sources:
            if pk in of:
                strength, origin = of[pk]
                parts.append((name, weight * strength, origin))
        score = sum([part[1] for part in parts])
        rows.append((score + JITTER * chance(), pk, facts, parts))
    rows.sort(key=lambda row: (-row[0], -row[1]))
    return [Scored(facts, score, tuple(parts)) for score, _pk, facts, parts in rows]


def strongest(parts: tuple[tuple[str, float, int], ...]) -> list[list[Any]]:
    """The parts worth naming as reasons, the strongest first: [part, share of the score in percent, origin]."""
    total = sum(part[1] for part in parts) or 1.0
    named = sorted(parts, key=lambda part: -part[1])[:REASONS]
    return [[name, round(100 * worth / total), origin] for name, worth, origin in named if worth > LEAST_REASON]
