"""Places by name, in Chinese and English; read from a file that `tagging.atlas` makes of what others know.

Precision goes before recall: a name that is also an everyday word is no place here, and of several places
of one name the largest is meant.
"""

import csv
import heapq
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .names import normalise

PLACES = Path(__file__).resolve().parent / "data" / "gazetteer.tsv"


@dataclass(frozen=True)
class Place:
    """One place: `name` is the name of its tag; `in_text` are the normal forms found in running text,
    `names` all normal forms. A country or state has no single point."""

    name: str
    lat: float | None = None
    lng: float | None = None
    population: int = 0
    names: frozenset[str] = field(default=frozenset(), compare=False)
    in_text: frozenset[str] = field(default=frozenset(), compare=False)


def _read() -> list[Place]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
        return [
            Place(
                name,
                float(lat) if lat else None,
                float(lng) if lng else None,
                int(population),
                frozenset(filter(None, [*in_text.split("|"), *others.split("|")])),
                frozenset(filter(None, in_text.split("|"))),
            )
            for name, lat, lng, population, in_text, others in rows
        ]


@cache
def places() -> dict[str, Place]:
    """Every known place by each of its normal forms; the first in rank keeps a name that several share."""
    known: dict[str, Place] = {}
    for place in _read():
        for key in place.names:
            known.setdefault(key, place)
    return known


def find_place(name: str) -> Place | None:
    """The place of this name in any known spelling."""
    return places().get(normalise(name))


@cache
def _spellings() -> list[str]:
    return sorted(places())


def places_beginning(key: str, most: int) -> list[tuple[Place, str]]:
    """Places of which a normal form begins so, the largest first, each once with that form."""
    spellings = _spellings()
    found: dict[Place, str] = {}
    for at in range(bisect_left(spellings, key), len(spellings)):
        if not spellings[at].startswith(key):
            break
        found.setdefault(places()[spellings[at]], spellings[at])
    return heapq.nlargest(most, found.items(), key=lambda hit: (hit[1] == key, hit[0].population))
