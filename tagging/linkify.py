"""A note's text in pieces, so that a template can show live tags and people without touching HTML."""

import re
from itertools import islice

from .hashtags import find_hashtags
from .names import slug_of

# (kind, value, address): `text` as it stands, `tag` with its slug, `mention` with the handle, `break` for a
# new line.
Piece = tuple[str, str, str]
_MENTION_OR_BREAK = re.compile(r"(?<![\w@/.])@([A-Za-z0-9][A-Za-z0-9_.]{1,28}[A-Za-z0-9_])|\r\n|\n|\r")


def pieces(text: str) -> list[Piece]:
    """Text, tags (value without its marks), mentions (value without @) and line breaks, in order; codes such
    as `[笑哭R]` stay text."""
    found: list[Piece] = []
    last = 0
    for tag in find_hashtags(text):
        if tag.is_usable:
            found += _plain(text[last : tag.start])
            found.append(("tag", tag.name, slug_of(tag.name)))
            last = tag.end
    return found + _plain(text[last:])


def mentions(text: str, most: int) -> list[str]:
    """The first handles that a text mentions, each once, in small letters."""
    if "@" not in text:
        return []
    found = (address for kind, _value, address in pieces(text) if kind == "mention")
    return list(islice(dict.fromkeys(found), most))


def _plain(text: str) -> list[Piece]:
    found: list[Piece] = []
    last = 0
    for match in _MENTION_OR_BREAK.finditer(text):
        if match.start() > last:
            found.append(("text", text[last : match.start()], ""))
        handle = match[1]
        found.append(("mention", handle, handle.lower()) if handle else ("break", "\n", ""))
        last = match.end()
    if last < len(text):
        found.append(("text", text[last:], ""))
    return found
