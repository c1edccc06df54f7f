"""What a note is worth to one member: a weighted sum of parts, each 0 to 1."""

import random
from hashlib import sha256
from typing import NamedTuple

from core.kept import kept

from ...models import Arm
from .candidates import Candidates
from .facts import Facts

HALF_LIFE_DAYS = 3.0  # of heat: a note so many days behind the hottest has half of it
JITTER = 0.05  # so that lists differ a little from time to time
REASONS = 3
LEAST_REASON = 0.03
MORE_TAGS = 0.25  # how far tags besides the best one count
COLD = 0.4  # what an interest keeps in an old note


class Weighing(NamedTuple):
    """The arm of a member and its weights."""

    arm: int
    weights: dict[str, float]


class Part(NamedTuple):
    """One part of a score: which, how much of it in percent, and the row that it comes from."""

    name: str
    percent: int
    origin: int


def weighing_of(user_id: int) -> Weighing:
    """The arm of this member, the same while the shares stay: the one whose share a hash of them lies in."""
    bucket = int.from_bytes(sha256(f"discover:{user_id}".encode()).digest()[:4]) % 100
    for pk, share, weights in kept("arms of discover", _running, 60):
        if bucket < share:
            return Weighing(pk, weights)
        bucket -= share
    return Weighing(0, Arm().weights)


def _running() -> list[tuple[int, int, dict[str, float]]]:
    return [(arm.pk, arm.share, arm.weights) for arm in Arm.objects.running()]


class Scores:
    """The scores of one member's candidates."""

    def __init__(self, found: Candidates, weighing: Weighing, seed: int):
        self.found = found
        self.weights = weighing.weights
        self.seed = seed
        hottest = max((facts.hot for facts in found.facts.values()), default=0.0)
        self.heat = {pk: 0.5 ** ((hottest - facts.hot) / HALF_LIFE_DAYS) for pk, facts in found.facts.items()}

    def ranked(self, left_out: set[int]) -> list[Facts]:
        """The candidates but those left out, best first."""
        chance = random.Random(self.seed).random
        facts_of, popular = self.found.facts, self.weights["popular"]
        scores = {
            pk: popular * heat + JITTER * chance() for pk, heat in self.heat.items() if pk not in left_out
        }
        if self.weights["interest"]:
            liked = self.found.interests.keys()
            for pk in scores:
                if not liked.isdisjoint(facts_of[pk].tag_ids):
                    scores[pk] += self._interest(pk)[0]
        for name, source in self.found.sources.items():
            if weight := self.weights[name]:
                for pk, (strength, _origin) in source.items():
                    if pk in scores:
                        scores[pk] += weight * strength
        best = sorted(scores.items(), key=lambda scored: (-scored[1], -scored[0]))
        return [facts_of[pk] for pk, _score in best]

    def parts(self, pk: int) -> list[Part]:
        """The parts of a note's score worth naming, the largest first."""
        worth, origin = self._interest(pk)
        found = [("popular", self.weights["popular"] * self.heat[pk], 0), ("interest", worth, origin)]
        for name, source in self.found.sources.items():
            if pk in source:
                strength, origin = source[pk]
                found.append((name, self.weights[name] * strength, origin))
        total = sum(worth for _name, worth, _origin in found) or 1.0
        found.sort(key=lambda part: -part[1])
        return [
            Part(name, round(100 * worth / total), origin)
            for name, worth, origin in found[:REASONS]
            if worth > LEAST_REASON
        ]

    def _interest(self, pk: int) -> tuple[float, int]:
        """What the tags of a note are worth to the member, in a fresh note more, and the best of them."""
        liked, best, all_of_them, best_tag = self.found.interests, 0.0, 0.0, 0
        for tag in self.found.facts[pk].tag_ids:
            weight = liked.get(tag, 0.0)
            all_of_them += weight
            if weight > best:
                best, best_tag = weight, tag
        if not best_tag:
            return 0.0, 0
        worth = min(1.0, best + MORE_TAGS * (all_of_them - best))
        return self.weights["interest"] * worth * (COLD + (1 - COLD) * self.heat[pk]), best_tag
