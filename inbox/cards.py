"""Cards in messages: an address of this site in the text is shown as what it leads to.

Apps above register who makes the cards of their pages. A card is made when a message is read, for the person
who reads it: what they may not see makes no card.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

MOST = 3
LINK = re.compile(r"https?://[^\s<>\"'“”，。！？）】]+")


@dataclass(frozen=True)
class Card:
    """What a link leads to. `picture` is an address, `mark` a short word such as a price."""

    kind: str
    title: str
    url: str
    picture: str = ""
    note: str = ""
    mark: str = ""
    cover_style: int = 0


# The arguments of the addresses found, and who looks -> a card for each argument that leads somewhere.
Maker = Callable[[Sequence[dict[str, Any]], Any], Sequence[Card | None]]
# The arguments of an address that a member sent on, and the member.
Listener = Callable[[dict[str, Any], Any], None]
_makers: dict[str, Maker] = {}
_listeners: dict[str, Listener] = {}


def register(url_name: str, maker: Maker, passed_on: Listener | None = None) -> None:
    """Let `maker` make the cards of the addresses of this name, in an app's `ready()`.

    `passed_on` is told when somebody sends one of them into conversations.
    """
    _makers[url_name] = maker
    if passed_on:
        _listeners[url_name] = passed_on


def links_in(text: str) -> list[str]:
    """The paths of this site's pages that have cards and stand in a text, at most three."""
    found: list[str] = []
    host = urlsplit(settings.SITE_URL).netloc
    for address in LINK.findall(text):
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.netloc == host and parts.path not in found and _target(parts.path):
            found.append(parts.path)
    return found[:MOST]


def without_links(text: str, paths: Iterable[str]) -> str:
    """The text without the addresses that stand below it as cards."""
    wanted = {*paths}
    host = urlsplit(settings.SITE_URL).netloc

    def keep(found: re.Match) -> str:
        parts = urlsplit(found[0])
        return "" if parts.netloc == host and parts.path in wanted else found[0]

    return LINK.sub(keep, text).strip() if wanted else text


def cards_of(paths: Iterable[str], viewer: Any) -> dict[str, Card]:
    """The cards behind these paths that the viewer may see; what each app asks for is asked once."""
    wanted: dict[str, list[tuple[str, dict]]] = defaultdict(list)
    for path in dict.fromkeys(paths):
        if target := _target(path):
            wanted[target[0]].append((path, target[1]))
    made: dict[str, Card] = {}
    for name, targets in wanted.items():
        cards = _makers[name]([arguments for _path, arguments in targets], viewer)
        made.update({path: card for (path, _a), card in zip(targets, cards, strict=True) if card})
    return made


def card_of(path: str, viewer: Any) -> Card | None:
    """The card behind one path, or None when there is nothing for this viewer."""
    return cards_of([path], viewer).get(path)


def tell_passed_on(path: str, sender: Any) -> None:
    """A member sent this page on."""
    name, arguments = _target(path) or ("", {})
    if name in _listeners:
        _listeners[name](arguments, sender)


def _target(path: str) -> tuple[str, dict[str, Any]] | None:
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return None
    return (match.view_name, match.kwargs) if match.view_name in _makers else None
