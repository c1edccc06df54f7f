"""Whether a word of the vocabulary stands for its tag where it is found, by the words around it.

南京 in 南京西路 is part of the name of a road, 多肉 in 很多肉 no plant, 卧虎藏龙 mostly no film. What a
rule can tell is told here; names of dishes and products that hold a place are in `data/compounds.txt`, brands
whose names are ordinary words in `data/ambiguous.tsv`.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjieba

from .names import normalise

DATA = Path(__file__).resolve().parent / "data"
NEAR = 15  # so many characters on either side tell what a name stands for

_SIDE = r"[东南西北中]?[二三四五六七八九十]?"
_NAMED_AFTER = re.compile(
    # Roads; 南京路边 and 旧金山街头 are the roadside of a city.
    rf"{_SIDE}(?:大道|大街|马路|路(?![边过途程人况灯费演痴易遇])|街(?![头边拍道景区坊市舞]))"
    # Stations; 上海站 may be where a tour stops.
    r"|(?:[东南西北]|火车|高铁|地铁|[东南西北]火车)站|站[0-9A-Za-z一二三四五六七八]{1,2}号?口"
    # Schools: the name may go on before it says what it is, as in 北京外国语大学.
    r"|(?:[^\W的最好这那各所个几一有在去读上是\d_]{0,2}|外国语|航空航天|中医药)(?:大学(?!城)|学院|附中)|中学"
    # Buildings and houses.
    r"|大厦|大楼|大酒店|大饭店|宾馆|酒家|银行|大剧院|大戏院"
    # What is cooked as there, wherever it is cooked.
    r"|菜(?![市场单鸟园价])|料理|小馆|风味|口味|式(?!微)"
    r"|[ ](?:road|rd|street|avenue|ave|boulevard|blvd|parkway|pkwy|lane|tower|university)\b",
    re.IGNORECASE,
)
# A single character that follows the name of a place: 上海菜, 北京城.
_AFTER_PLACES = frozenset("人城菜风话市区县省州里边来去有用是的和都约生站路店馆")
_MUCH = tuple("很好太么许更最超贼不够挺蛮多特真")
_FILM = re.compile(
    r"[电影视剧][影院视集评]|[观重]影|影[片院评]|导演|主演|主角|剧情|片[名尾头]|看[了过完]|[重刷在追]看"
    r"|[追这那]部|[上重首]映|原著|台词|第.季|大结局|主题曲|票房|豆瓣|\b(?:film|movie|cinema|series|season|watch|trailer|director|netflix)",
    re.IGNORECASE,
)
_OPENING, _CLOSING = frozenset("《「『“\"'〈"), frozenset("》」』”\"'〉")


@dataclass(frozen=True)
class Ambiguous:
    """A spelling that is an ordinary word first: it names `owner`, or whatever brand is spelled so, where
    `hint` is near, or where it has a capital letter."""

    owner: str
    hint: re.Pattern[str]


@cache
def compounds() -> frozenset[str]:
    """What holds the name of a place or brand and is none, as normal forms."""
    lines = (DATA / "compounds.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalise(line) for line in lines if line and not line.startswith("#"))


@cache
def ambiguous() -> dict[str, Ambiguous]:
    """Names of brands that are ordinary words, by their normal form."""
    with (DATA / "ambiguous.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(
            (line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return {
            normalise(spelling): Ambiguous(normalise(owner), re.compile(hint, re.IGNORECASE))
            for spelling, owner, hint in rows
        }


def is_part_of_a_name(text: str, stop: int) -> bool:
    """Is the place that ends at `stop` the first part of the name of a road, school, house or dish?"""
    return _NAMED_AFTER.match(text, stop) is not None


def runs_into_a_word(text: str, start: int, stop: int) -> bool:
    """Do the last character of a place and the next one, which the segmenter left alone, make a noun?

    So in 长沙发 and 上海苔. After 国 nearly any noun can follow the name of a country.
    """
    if stop - start < 2 or stop >= len(text) or text[stop] in _AFTER_PLACES or text[stop - 1] == "国":
        return False
    words = rjieba.tag(text[stop - 1 : stop + 1])
    return len(words) == 1 and words[0][1] in ("n", "nz") and _segmenter().has_word(words[0][0])


def is_much_of_something(text: str, start: int) -> bool:
    """Does 多 at `start` belong to the word before it, as in 很多肉?"""
    return text.startswith("多", start) and text.endswith(_MUCH, 0, start)


def is_called_a_film(text: str, start: int, stop: int) -> bool:
    """Does the text say that it speaks of a film or series?"""
    quoted = text[start - 1 : start] in _OPENING and text[stop : stop + 1] in _CLOSING
    return quoted or text.endswith("看", 0, start) or _FILM.search(_around(text, start, stop)) is not None


def is_hinted(hint: re.Pattern[str], text: str, start: int, stop: int) -> bool:
    """Is `hint` near? It sees the word itself too."""
    return hint.search(_around(text, start, stop)) is not None


@cache
def is_saying(name: str) -> bool:
    """Is the whole name an idiom or phrase of everyday language?"""
    words = rjieba.tag(name)
    return len(words) == 1 and words[0][1] in ("i", "l", "ns") and _segmenter().has_word(name)


def _around(text: str, start: int, stop: int) -> str:
    return text[max(0, start - NEAR) : stop + NEAR]


@cache
def _segmenter() -> rjieba.Jieba:
    return rjieba.Jieba()
