"""Kinds of notices: each app registers how its notices read and which icon stands before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from .models import Notification


class UnknownKind(LookupError):
    """A notice of a kind that no app registered: a mistake in code, never in input."""


class Group(models.TextChoices):
    """What members choose about, and the tabs of the inbox."""

    LIKES = "likes", _("Likes and saves")
    COMMENTS = "comments", _("Comments and mentions")
    FOLLOWERS = "followers", _("New followers")
    MESSAGES = "messages", pgettext_lazy("between people", "Messages")
    SYSTEM = "system", _("Orders and system")


class Bundle(models.TextChoices):
    """Which acts of one kind on one day share a notice: none, those of the kind, those about one page, or
    those about one place on a page."""

    NONE = ""
    KIND = "kind"
    PAGE = "page"
    PLACE = "place"


@dataclass(frozen=True)
class Kind:
    """How one kind of notice is shown: its sentence in the active language and the name of its icon."""

    sentence: Callable[[Notification], str]
    icon: str
    group: Group = Group.SYSTEM
    bundle: Bundle = Bundle.NONE


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    sentence: Callable[[Notification], str],
    icon: str,
    group: Group = Group.SYSTEM,
    bundle: Bundle = Bundle.NONE,
) -> None:
    """Make `kind` known, in an app's `ready()`. `sentence` reads `notice.data`.

    The page puts the actor's name before the sentence when there is an actor: "Mei" + "liked your note".
    """
    _kinds[kind] = Kind(sentence, icon, group, bundle)


def names(group: str = "") -> list[str]:
    """The kinds of one group, or all."""
    return [name for name, kind in _kinds.items() if not group or kind.group == group]


def kind_of(name: str) -> Kind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"no notice of kind {name!r} is registered") from None
