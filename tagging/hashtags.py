"""Hashtags as people write them: `#词`, `#词#`, `#词[话题]#`, `＃词`, `#two-words`, `#mixed中文Eng`.

A tag ends at white space, punctuation or the next mark. A fragment of an address, an HTML entity and a bare
number (`#1`) are no tags; with the closing bracket even a number is one, since then it was picked from a
list.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .models import Tag
from .names import clean_name, is_usable

# What a tag is made of: letters and digits of any script with their combining marks, and emoji.
_CHAR = (
    r"(?:\w|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u1780-\u17d3]"
    r"|[\u200d\ufe0f\u20e3\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f])"
)
_PLAIN = rf"{_CHAR}+(?:[-·・&'’.]{_CHAR}+)*"
MOST = 300  # marks of one text that are read as tags; what follows stays text
URL = re.compile(r"https?://[!-~]+|www\.[!-~]+", re.IGNORECASE)
_HASHTAG = re.compile(
    rf"(?P<picked>[#＃](?P<picked_name>[^#＃\[\]\r\n]{{1,200}})\[(?P<sort>[^#＃\[\]\r\n]{{1,6}})\][#＃])"
    rf"|(?<![A-Za-z0-9/&])[#＃](?P<name>{_PLAIN})(?:[#＃](?!{_CHAR}))?"
)
_NO_URL = (sys.maxsize, sys.maxsize)
_SORTS = {
    "地点": Tag.Kind.PLACE,
    "位置": Tag.Kind.PLACE,
    "品牌": Tag.Kind.BRAND,
    "商品": Tag.Kind.COMMODITY,
    "影视": Tag.Kind.FILM,
    "电影": Tag.Kind.FILM,
    "人物": Tag.Kind.PERSON,
    "明星": Tag.Kind.PERSON,
}


@dataclass(frozen=True)
class Hashtag:
    """One hashtag of a text: where its mark starts and ends, the name as shown, and the kind it was picked
    from."""

    start: int
    end: int
    name: str
    kind: Tag.Kind = Tag.Kind.TOPIC

    @property
    def is_usable(self) -> bool:
        return is_usable(self.name)


def find_hashtags(text: str) -> Iterator[Hashtag]:
    """The first MOST hashtags in order, those too long to be a tag included (see `Hashtag.is_usable`)."""
    if "#" not in text and "＃" not in text:
        return
    has_urls = "://" in text or "www." in text.lower()
    urls = (match.span() for match in URL.finditer(text)) if has_urls else iter(())
    url_start, url_end = next(urls, _NO_URL)
    number = 0
    for match in _HASHTAG.finditer(text):
        while url_end <= match.start():
            url_start, url_end = next(urls, _NO_URL)
        if url_start <= match.start():
            continue
        picked = match["picked"] is not None
        name = clean_name(match["picked_name"] if picked else match["name"])
        if not name or (not picked and name.isdigit()):
            continue
        kind = _SORTS.get(match["sort"], Tag.Kind.TOPIC) if picked else Tag.Kind.TOPIC
        yield Hashtag(match.start(), match.end(), name, kind)
        number += 1
        if number == MOST:
            return


def hashtags(text: str) -> list[str]:
    """The names of the usable hashtags of a text, each once, in order."""
    return list(dict.fromkeys(tag.name for tag in find_hashtags(text) if tag.is_usable))


def unusable_hashtags(text: str) -> list[str]:
    """The hashtags that are too long to be a tag, so that a form can say so."""
    return list(dict.fromkeys(tag.name for tag in find_hashtags(text) if not tag.is_usable))


def strip_hashtag_marks(text: str) -> str:
    """The text with `#词[话题]#` read as `词`."""
    return _replace(text, lambda tag: tag.name + " ")


def without_hashtags(text: str) -> str:
    """The text with hashtags and addresses cut out."""
    return URL.sub(" ", _replace(text, lambda tag: "\n"))


def _replace(text: str, instead) -> str:
    parts, last = [], 0
    for tag in find_hashtags(text):
        parts += [text[last : tag.start], instead(tag)]
        last = tag.end
    return "".join([*parts, text[last:]])
