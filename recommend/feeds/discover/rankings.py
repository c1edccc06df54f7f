"""The list that Discover shows one member: made once, kept while they scroll, made longer at its end.

It is kept in Redis; who goes on to a second page has it in PostgreSQL too, so that whatever Redis forgets no
note comes twice.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.pagination import PAGE_SIZE

from ...models import Ranking
from ..spacing import LOOKED_BACK, Spacer
from .candidates import gather
from .facts import Facts
from .scoring import Scores, weighing_of

FRESH_S = 15 * 60
LENGTH = 3 * PAGE_SIZE  # what is placed at once
LONGEST = 40 * LENGTH
SHOWN_MOST = 600
SHOWN_FOR = timedelta(days=3)
TAGS_KEPT = 6
REDIS_S = 3 * 3600

SAVE = """
INSERT INTO recommend_ranking (user_id, version, arm, entries, loose_from, depth, shown, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, now())
ON CONFLICT (user_id) DO UPDATE SET
    version = excluded.version, arm = excluded.arm, entries = excluded.entries, made_at = excluded.made_at,
    loose_from = excluded.loose_from, depth = excluded.depth, shown = excluded.shown
"""


class Entry(NamedTuple):
    """One place of a list, with all that spacing and the reasons need."""

    pk: int
    author_id: int
    paid_brand_id: int | None
    tag_ids: Sequence[int]
    parts: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Frozen:
    """A list as it was ranked. `version` is when, in milliseconds; see `models.Ranking` for the rest."""

    version: int
    arm: int
    entries: list[Entry]
    loose_from: int
    depth: int = 0
    shown: list[int] = field(default_factory=list)
    is_saved: bool = False

    @property
    def age_s(self) -> float:
        return time.time() - self.version / 1000


def current(user, *, renew: bool) -> Frozen:
    """The list for the first page: the one that stands while it is fresh, else one of what was not shown.

    `renew` asks for other notes now. A list that does not fill a page is made anew each time.
    """
    old = stored(user.pk)
    if old and not renew and len(old.entries) >= PAGE_SIZE and old.age_s < FRESH_S:
        return old
    return make(user, _shown(old))


def stored(user_id: int) -> Frozen | None:
    """The list as it stands, from Redis or, where that forgot it, from PostgreSQL."""
    if found := cache.get(key(user_id)):
        return _unpacked(found)
    row = Ranking.objects.filter(pk=user_id).first()
    if row is None:
        return None
    entries = [Entry(*entry) for entry in row.entries]
    found = Frozen(row.version, row.arm, entries, row.loose_from, row.depth, row.shown, is_saved=True)
    _keep(user_id, found)
    return found


def make(user, shown: list[int]) -> Frozen:
    """A new list without what was shown already; `deepen` or `save` keeps it."""
    version = time.time_ns() // 1_000_000
    weighing = weighing_of(user.pk)
    found = gather(user)
    scores = Scores(found, weighing, version)
    spacer = Spacer()
    rest = spacer.place(scores.ranked(found.seen | set(shown)), LENGTH)
    if len(spacer.placed) < PAGE_SIZE and not rest:  # all was seen: again, what was shown longest ago first
        again = scores.ranked({facts.pk for facts in spacer.placed})
        recent = {pk: place for place, pk in enumerate(shown)}
        again.sort(key=lambda facts: recent.get(facts.pk, -1))
        spacer.place(again, LENGTH)
    loose_from = len(spacer.placed) if spacer.loose_from is None else spacer.loose_from
    return Frozen(version, weighing.arm, _entries(spacer.placed, scores), loose_from, shown=shown)


def longer(user, old: Frozen) -> Frozen:
    """The list with more at its end; the same where nothing is left, as one that was not filled shows."""
    if len(old.entries) % LENGTH or len(old.entries) >= LONGEST:
        return old
    found = gather(user, deeper=len(old.entries) // LENGTH)
    left_out = found.seen | set(old.shown) | {entry.pk for entry in old.entries}
    scores = Scores(found, weighing_of(user.pk), old.version + len(old.entries))
    spacer = Spacer(old.entries[-LOOKED_BACK:])
    spacer.place(scores.ranked(left_out), LENGTH)
    if not spacer.placed:
        return old
    loose_from = old.loose_from
    if loose_from == len(old.entries):
        loose_from += len(spacer.placed) if spacer.loose_from is None else spacer.loose_from
    entries = old.entries + _entries(spacer.placed, scores)
    return replace(old, entries=entries, loose_from=loose_from, is_saved=False)


def deepen(user_id: int, ranking: Frozen, depth: int) -> None:
    """Remember how far the list was shown; from the second page on, in PostgreSQL."""
    if depth <= ranking.depth and (ranking.is_saved or depth <= PAGE_SIZE):
        return
    depth = max(depth, ranking.depth)
    if depth > PAGE_SIZE:
        save(user_id, replace(ranking, depth=depth))
    else:
        _keep(user_id, replace(ranking, depth=depth))


def save(user_id: int, ranking: Frozen) -> None:
    """Write the list, or how far it was shown, to PostgreSQL."""
    if ranking.is_saved:
        Ranking.objects.filter(pk=user_id, version=ranking.version).update(depth=ranking.depth)
    else:
        entries = json.dumps(ranking.entries, separators=(",", ":"))
        told = (user_id, ranking.version, ranking.arm, entries, ranking.loose_from, ranking.depth)
        with connection.cursor() as cursor:
            cursor.execute(SAVE, (*told, ranking.shown))
    _keep(user_id, replace(ranking, is_saved=True))


def forget(user_id: int) -> None:
    """Drop the list of this member: what it was made from is no longer theirs to keep."""
    Ranking.objects.filter(pk=user_id).delete()
    cache.delete(key(user_id))


def drop_old() -> int:
    """Drop the lists that nobody scrolls any longer; returns how many."""
    return Ranking.objects.filter(made_at__lt=timezone.now() - SHOWN_FOR).delete()[0]


def _entries(placed: list[Facts], scores: Scores) -> list[Entry]:
    return [
        Entry(pk, author, paid, tags[:TAGS_KEPT], scores.parts(pk)) for pk, author, paid, _hot, tags in placed
    ]


def _shown(old: Frozen | None) -> list[int]:
    """What the lists until now have shown, the latest last; forgotten after some days."""
    if old is None or old.age_s > SHOWN_FOR.total_seconds():
        return []
    return [*old.shown, *(entry.pk for entry in old.entries[: old.depth])][-SHOWN_MOST:]


def _keep(user_id: int, found: Frozen) -> None:
    entries = [tuple(entry) for entry in found.entries]
    rest = (found.arm, entries, found.loose_from, found.depth, found.shown, found.is_saved)
    cache.set(key(user_id), (found.version, *rest), REDIS_S)


def _unpacked(found: tuple) -> Frozen:
    version, arm, entries, *rest = found
    return Frozen(version, arm, [Entry(*entry) for entry in entries], *rest)


def key(user_id: int) -> str:
    return f"discover:of:{user_id}"
