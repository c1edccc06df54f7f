"""The screening score of a creator: four parts, each 0 to 1 with the facts it was made from.

Pure functions: facts in, parts out. Change a weight or a formula, and `FORMULA` changes with it, because
stored scores name the formula they were made by.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

FORMULA = "1"
WEEKS = 12
WEIGHTS = {"activity": 0.3, "interaction": 0.3, "focus": 0.2, "rules": 0.2}

FULL_NOTES = 24  # notes in the period that count as fully active: two a week
PRIOR_VIEWS = 300  # a creator with few views is taken for an average one
PRIOR_RATE = 0.05
FULL_RATE = 0.15
TOP_TAGS = 3
ENOUGH_NOTES = 5  # fewer notes say little about a topic


@dataclass
class Facts:
    """What is known of a creator over the last `WEEKS` weeks; counts leave out the creator's own acts."""

    notes: int = 0
    active_weeks: int = 0
    views: int = 0
    likes: int = 0
    bookmarks: int = 0
    comments: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    notes_with_top_tags: int = 0
    rejected: int = 0
    removed: int = 0
    reports_upheld: int = 0


@dataclass(frozen=True)
class Part:
    """One part of the score: 0 to 1, its weight in the whole, and the facts behind it."""

    part: str
    score: float
    evidence: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "score": round(self.score, 4),
            "weight": WEIGHTS[self.part],
            "evidence": self.evidence,
        }


def activity(facts: Facts) -> Part:
    """How steadily the creator posts: weeks with a note count more than the number of notes."""
    weeks = min(facts.active_weeks / WEEKS, 1)
    notes = min(facts.notes / FULL_NOTES, 1)
    evidence = {"notes": facts.notes, "active_weeks": facts.active_weeks, "weeks": WEEKS}
    return Part("activity", 0.6 * weeks + 0.4 * notes, evidence)


def interaction(facts: Facts) -> Part:
    """Likes, bookmarks and comments of others per view, drawn towards the average while views are few."""
    acts = facts.likes + facts.bookmarks + facts.comments
    rate = (acts + PRIOR_RATE * PRIOR_VIEWS) / (facts.views + PRIOR_VIEWS)
    evidence = {
        "views": facts.views,
        "likes": facts.likes,
        "bookmarks": facts.bookmarks,
        "comments": facts.comments,
        "rate": round(rate, 4),
        "full_rate": FULL_RATE,
    }
    return Part("interaction", min(rate / FULL_RATE, 1), evidence)


def focus(facts: Facts) -> Part:
    """How much the notes are about the same things: share with a top tag, and evenness (entropy) of tags."""
    share = facts.notes_with_top_tags / facts.notes if facts.notes else 0
    spread = _evenness(facts.tags)
    sure = min(facts.notes / ENOUGH_NOTES, 1)
    evidence = {
        "tags": [[name, count] for name, count in facts.tags.most_common(TOP_TAGS)],
        "share": round(share, 4),
        "spread": round(spread, 4),
        "notes": facts.notes,
    }
    return Part("focus", sure * (0.7 * share + 0.3 * (1 - spread) * (share > 0)), evidence)


def rules(facts: Facts) -> Part:
    """Starts full; every note rejected or removed, and every report that was right, takes some away."""
    lost = 0.15 * facts.rejected + 0.4 * facts.removed + 0.05 * facts.reports_upheld
    evidence = {
        "rejected": facts.rejected,
        "removed": facts.removed,
        "reports_upheld": facts.reports_upheld,
    }
    return Part("rules", max(1 - lost, 0), evidence)


def _evenness(tags: Counter[str]) -> float:
    """Entropy of the tags as a share of its maximum: 0 for one tag only, 1 when all are equally frequent."""
    total = sum(tags.values())
    if len(tags) < 2:
        return 0
    return -sum(n / total * log(n / total) for n in tags.values()) / log(len(tags))


def screen(facts: Facts) -> list[Part]:
    """All parts, in the order in which they are shown."""
    return [activity(facts), interaction(facts), focus(facts), rules(facts)]


def total(parts: Sequence[Part]) -> float:
    """The whole score, 0 to 1: the parts by their weights."""
    return round(sum(WEIGHTS[part.part] * part.score for part in parts), 4)
