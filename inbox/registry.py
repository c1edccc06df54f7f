"""Kinds of notices: each app registers how its notices read and which icon stands before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Notification


class UnknownKind(LookupError):
    """A notice of a kind that no app registered: a mistake in code, never in input."""


@dataclass(frozen=True)
class Kind:
    """How one kind of notice is shown: its sentence in the active language and the name of its icon."""

    sentence: Callable[[Notification], str]
    icon: str


_kinds: dict[str, Kind] = {}


def register(kind: str, sentence: Callable[[Notification], str], icon: str) -> None:
    """Make `kind` known, in an app's `ready()`. `sentence` reads `notice.data`.

    The page puts the actor's name before the sentence when there is an actor: "Mei" + "liked your note".
    """
    _kinds[kind] = Kind(sentence, icon)


def names() -> list[str]:
    return list(_kinds)


def kind_of(name: str) -> Kind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"no notice of kind {name!r} is registered") from None
