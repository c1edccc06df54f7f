"""Reports of messages: moderation lies above the inbox and registers how it takes them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User

from .models import Message


@dataclass(frozen=True)
class Desk:
    """Who looks at reported messages. `take` gets the keywords target, reporter, reason and text; `sees` says
    whether a viewer may look at a message because it was reported; `keeps` tells of messages that both people
    deleted which ones are still needed."""

    reasons: Sequence[tuple[str, Any]]
    take: Callable[..., bool]
    sees: Callable[[Message, User], bool]
    keeps: Callable[[Collection[int]], set[int]]


_desks: list[Desk] = []


def register(desk: Desk) -> None:
    """Make this the desk, in an app's `ready()`."""
    _desks[:] = [desk]


def reasons() -> Sequence[tuple[str, Any]]:
    return _desks[0].reasons


def report(*, message: Message, reporter: User, reason: str, text: str) -> bool:
    """False when this member has reported the message before."""
    return _desks[0].take(target=message, reporter=reporter, reason=reason, text=text)


def may_see(message: Message, viewer: User) -> bool:
    """Is this somebody of the desk, and was the message reported?"""
    return bool(_desks) and _desks[0].sees(message, viewer)


def kept(message_ids: Collection[int]) -> set[int]:
    """Those of these messages that the desk has not done with."""
    return _desks[0].keeps(message_ids) if _desks and message_ids else set()
