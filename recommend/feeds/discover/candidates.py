"""The notes that could stand in one member's Discover, each with how strongly every source speaks for it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from ...models import Arm, Kind
from ..interests import interests_of, taste_of
from . import shelves
from .facts import FACTS, PUBLIC, Facts

TAGS = 15  # the tags a member likes most
TAGS_READ = 4  # those of them whose shelves nobody has filled yet and one request does
SEEN_DAYS = 3
SEEN_MOST = 1_500
ACTED_DAYS = 7
ACTED = 10  # the latest notes liked, saved or opened
NEIGHBOURS = 8  # of each
FOLLOWED = 40  # the latest follows
THEIR_FOLLOWS = 25  # of each
AUTHORS = 20
OF_AUTHOR = 2

SEEN, NEIGHBOUR, PEOPLE, TAG = range(4)

# What is particular to one member, in one statement: (source, origin, how often or how much, note …).
# Like and Bookmark are asked besides the log, which forgets; but nothing is drawn from what was before a
# member had all that was learned erased.
PERSONAL_SQL = f"""
WITH taste AS (
    SELECT COALESCE(max(since), '-infinity') AS since FROM recommend_taste WHERE user_id = %(user)s
), acted AS (
    SELECT note_id, max(at) AS at FROM (
        (SELECT note_id, at FROM recommend_event
          WHERE user_id = %(user)s AND at > %(acted)s AND at <= %(now)s AND note_id IS NOT NULL
            AND kind IN ({Kind.CLICK:d}, {Kind.LIKE:d}, {Kind.SAVE:d}, {Kind.COMMENT:d})
          ORDER BY at DESC LIMIT 30)
        UNION ALL
        (SELECT note_id, made_at FROM notes_like
          WHERE user_id = %(user)s AND made_at > (SELECT since FROM taste) ORDER BY id DESC LIMIT {ACTED})
        UNION ALL
        (SELECT note_id, made_at FROM notes_bookmark
          WHERE user_id = %(user)s AND made_at > (SELECT since FROM taste) ORDER BY id DESC LIMIT {ACTED})
    ) AS acts GROUP BY note_id
), latest AS (
    SELECT note_id, row_number() OVER (ORDER BY at DESC) AS place FROM acted ORDER BY at DESC LIMIT {ACTED}
), neighbour AS (
    SELECT DISTINCT ON (note_id) latest.note_id AS origin, (item ->> 'note')::bigint AS note_id,
           (item ->> 'score')::float / (1 + 0.1 * place) AS strength
      FROM latest JOIN recommend_similarlist list ON list.note_id = latest.note_id
     CROSS JOIN LATERAL jsonb_path_query(list.items, '$[0 to {NEIGHBOURS - 1}]') AS item
     ORDER BY note_id, strength DESC
), friend AS (
    SELECT followed_id AS id FROM accounts_follow
     WHERE follower_id = %(user)s ORDER BY id DESC LIMIT {FOLLOWED}
), author AS (
    SELECT theirs.followed_id AS id, min(friend.id) AS friend, count(*) AS friends
      FROM friend CROSS JOIN LATERAL (
        SELECT followed_id FROM accounts_follow
         WHERE follower_id = friend.id ORDER BY id DESC LIMIT {THEIR_FOLLOWS}
      ) AS theirs
     WHERE theirs.followed_id <> %(user)s
     GROUP BY theirs.followed_id ORDER BY friends DESC, theirs.followed_id DESC LIMIT {AUTHORS}
)
SELECT {SEEN}, 0, 1.0, note_id, NULL::bigint, NULL::bigint, NULL::float, NULL::bigint[]
  FROM (SELECT note_id FROM recommend_event
         WHERE user_id = %(user)s AND at > %(seen)s AND at <= %(now)s AND note_id IS NOT NULL
         ORDER BY at DESC LIMIT {SEEN_MOST}) AS seen
UNION ALL
SELECT {SEEN}, 0, 1.0, note_id, NULL, NULL, NULL, NULL FROM acted
UNION ALL
SELECT {NEIGHBOUR}, neighbour.origin, neighbour.strength, {FACTS}
  FROM neighbour JOIN notes_note note ON note.id = neighbour.note_id WHERE {PUBLIC}
UNION ALL
SELECT {PEOPLE}, author.friend, author.friends, {FACTS}
  FROM author CROSS JOIN LATERAL (
    SELECT * FROM notes_note note WHERE note.author_id = author.id AND {PUBLIC}
     ORDER BY published_at DESC, note.id DESC LIMIT {OF_AUTHOR}
  ) AS note
UNION ALL
SELECT {TAG}, tag, 1.0, of_tags.id, of_tags.author_id, of_tags.paid_brand_id, of_tags.hot, of_tags.tags
  FROM ({shelves.OF_TAGS_SQL}) AS of_tags (tag, id, author_id, paid_brand_id, hot, tags)
"""


Source = dict[int, tuple[float, int]]


def _sources() -> dict[str, Source]:
    return {name: {} for name in Arm.WEIGHTS if name not in ("interest", "popular")}


@dataclass
class Candidates:
    """Notes by id; for each source, how strongly (0-1) it speaks for which notes and which row says so; and
    how much the member likes which tags."""

    facts: dict[int, Facts] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=_sources)
    interests: dict[int, float] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


def gather(user, deeper: int = 0) -> Candidates:
    """All candidates for this member; `deeper` counts how often the list was made longer."""
    found = Candidates()
    liked = interests_of(user)[:TAGS]
    most = max((weight for _tag, weight in liked), default=1.0) or 1.0
    found.interests = {tag: weight / most for tag, weight in liked}
    of_tags, missing = shelves.of_tags(list(found.interests))
    missing = missing[:TAGS_READ]  # the most liked first; the next list has the others
    read = _read_personal(user, missing, found)
    if missing:
        of_tags |= {tag: read[tag] for tag in missing}
        shelves.put_of_tags({tag: read[tag] for tag in missing})
    for shelf in of_tags.values():
        found.facts.update((facts.pk, facts) for facts in shelf)
    for name, rows in shelves.shared().items():
        found.facts.update((row.facts.pk, row.facts) for row in rows)
        if name in found.sources:
            found.sources[name].update((facts.pk, (strength, origin)) for facts, strength, origin in rows)
    if deeper:
        found.facts.update((row.facts.pk, row.facts) for row in shelves.hottest(deeper))
    _leave_out(found, user)
    return found


def _read_personal(user, missing: list[int], found: Candidates) -> dict[int, list[Facts]]:
    """What only this member's own acts and follows say; returns the shelves of the tags that were missing."""
    of_tags: dict[int, list[Facts]] = defaultdict(list)
    for source, origin, strength, *row in _rows(user.pk, missing):
        if source == SEEN:
            found.seen.add(row[0])
            continue
        facts = Facts.of(row)
        if source == TAG:
            of_tags[origin].append(facts)
        elif source == NEIGHBOUR:
            found.sources["co_engagement"][facts.pk] = (min(1.0, float(strength)), origin)
        else:
            found.sources["second_degree"][facts.pk] = (1 - 0.6 ** float(strength), origin)
        found.facts[facts.pk] = facts
    return of_tags


def _rows(user_id: int, missing: list[int]) -> list[Any]:
    now = timezone.now()
    told: dict[str, int | datetime | list[int]] = {
        "user": user_id,
        "tags": missing,
        "now": now,
        "seen": now - timedelta(days=SEEN_DAYS),
        "acted": now - timedelta(days=ACTED_DAYS),
    }
    with connection.cursor() as cursor:
        cursor.execute(PERSONAL_SQL, told)
        return cursor.fetchall()


def _leave_out(found: Candidates, user) -> None:
    """Without the member's own notes and what they hid."""
    hidden = taste_of(user)
    authors = hidden.authors | {user.pk}
    gone = [pk for pk, facts in found.facts.items() if facts.author_id in authors]
    gone += hidden.notes
    if hidden.tags:
        gone += [pk for pk, facts in found.facts.items() if not hidden.tags.isdisjoint(facts.tag_ids)]
    for pk in gone:
        found.facts.pop(pk, None)
