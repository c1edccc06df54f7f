"""The list that Discover shows one member: made once, kept while they scroll, made longer at its end."""

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
REDIS_S = 3600

SAVE = """
INSERT INTO recommend_ranking (user_id, version, arm, entries, loose_from, depth, shown, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, now())
ON CONFLICT (user_id) DO UPDATE SET
    version = excluded.version, arm = excluded.arm, entries = excluded.entries, loose_from = excluded.loose_from,
    depth = excluded.depth, shown = excluded.shown, made_at = excluded.made_at
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
    """A list as it was ranked. `version` names it; see `models.Ranking`."""

    version: int
    arm: int
    entries: list[Entry]
    loose_from: int
    depth: int = PAGE_SIZE
    shown: list[int] = field(default_factory=list)


def current(user, *, renew: bool) -> Frozen:
    """The list for the first page: the one that stands while it is fresh, else one of what was not shown.

    `renew` asks for other notes now. A list that does not fill a page is made anew each time.
    """
    old = stored(user.pk)
    if old and not renew and len(old.entries) >= PAGE_SIZE and _age_s(old) < FRESH_S:
        return old
    return _make(user, old)


def stored(user_id: int) -> Frozen | None:
    """The list as it stands, from Redis or, where that forgot it, from PostgreSQL."""
    found = cache.get(_key(user_id))
    if found is None:
        row = Ranking.objects.filter(pk=user_id).values_list(
            "version", "arm", "entries", "loose_from", "depth", "shown"
        )
        if (row := row.first()) is None:
            return None
        version, arm, entries, *rest = row
        found = Frozen(version, arm, [Entry(*entry) for entry in entries], *rest)
        cache.set(_key(user_id), _packed(found), REDIS_S)
        return found
    return _unpacked(found)


def longer(user, old: Frozen) -> Frozen:
    """The list with more at its end; the same where nothing is left."""
    if len(old.entries) >= LONGEST:
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
    new = replace(old, entries=old.entries + _entries(spacer.placed, scores), loose_from=loose_from)
    _save(user.pk, new)
    return new


def deepen(user_id: int, ranking: Frozen, depth: int) -> None:
    """Remember how far the list was shown."""
    if depth > ranking.depth:
        Ranking.objects.filter(pk=user_id, version=ranking.version, depth__lt=depth).update(depth=depth)
        cache.set(_key(user_id), _packed(replace(ranking, depth=depth)), REDIS_S)


def forget(user_id: int) -> None:
    """Drop the list of this member: what it was made from is no longer theirs to keep."""
    Ranking.objects.filter(pk=user_id).delete()
    cache.delete(_key(user_id))


def drop_old() -> int:
    """Drop the lists that nobody scrolls any longer; returns how many."""
    return Ranking.objects.filter(made_at__lt=timezone.now() - SHOWN_FOR).delete()[0]


def _make(user, old: Frozen | None) -> Frozen:
    version = time.time_ns() // 1_000_000
    weighing = weighing_of(user.pk)
    shown = _shown(old)
    found = gather(user)
    scores = Scores(found, weighing, version)
    spacer = Spacer()
    rest = spacer.place(scores.ranked(found.seen | set(shown)), LENGTH)
    if len(spacer.placed) < PAGE_SIZE and not rest:  # all was seen: then again
        again = scores.ranked({facts.pk for facts in spacer.placed})
        recent = {pk: place for place, pk in enumerate(shown)}
        again.sort(key=lambda facts: recent.get(facts.pk, -1))
        spacer.place(again, LENGTH)
    loose_from = len(spacer.placed) if spacer.loose_from is None else spacer.loose_from
    depth = min(PAGE_SIZE, len(spacer.placed))
    new = Frozen(version, weighing.arm, _entries(spacer.placed, scores), loose_from, depth, shown)
    _save(user.pk, new)
    return new


def _entries(placed: list[Facts], scores: Scores) -> list[Entry]:
    return [
        Entry(pk, author, paid, tags[:TAGS_KEPT], scores.parts(pk)) for pk, author, paid, _hot, tags in placed
    ]


def _shown(old: Frozen | None) -> list[int]:
    """What the lists until now have shown, oldest first; forgotten after some days."""
    if old is None or _age_s(old) > SHOWN_FOR.total_seconds():
        return []
    return [*old.shown, *(entry.pk for entry in old.entries[: old.depth])][-SHOWN_MOST:]


def _age_s(ranking: Frozen) -> float:
    return time.time() - ranking.version / 1000


def _save(user_id: int, new: Frozen) -> None:
    entries = json.dumps(new.entries, separators=(",", ":"))
    told = [user_id, new.version, new.arm, entries, new.loose_from, new.depth, new.shown]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, told)
    cache.set(_key(user_id), _packed(new), REDIS_S)


def _packed(ranking: Frozen) -> tuple:
    entries = [tuple(entry) for entry in ranking.entries]
    return (ranking.version, ranking.arm, entries, ranking.loose_from, ranking.depth, ranking.shown)


def _unpacked(found: tuple) -> Frozen:
    version, arm, entries, *rest = found
    return Frozen(version, arm, [Entry(*entry) for entry in entries], *rest)


def _key(user_id: int) -> str:
    return f"discover:of:{user_id}"
