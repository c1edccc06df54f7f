"""What the apps above do with the vocabulary: they follow its changes, and know what some words name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .models import Tag


@dataclass(frozen=True)
class Guess:
    """What kind of thing a tag seems to name: how sure (0 to 1), and why in one sentence."""

    tag: Tag
    kind: str
    score: float
    reason: str


Merger = Callable[[Sequence[int], int], None]
Watcher = Callable[[Sequence[int]], None]
Proposer = Callable[[Sequence[Tag]], Iterable[Guess]]
mergers: list[Merger] = []
watchers: list[Watcher] = []
proposers: list[Proposer] = []


def on_merge(merger: Merger) -> None:
    """`merger(old ids, new id)` moves what hangs on tags, inside the transaction that merges them.

    Rows that only point at a tag need none: they are moved, doubles dropped, whichever app they are of.
    """
    mergers.append(merger)


def on_change(watcher: Watcher) -> None:
    """`watcher(ids)` hears of tags whose name, kind or ban changed, inside the transaction."""
    watchers.append(watcher)


def register_proposer(proposer: Proposer) -> None:
    """`proposer(tags)` guesses what topics name; a person decides."""
    proposers.append(proposer)
