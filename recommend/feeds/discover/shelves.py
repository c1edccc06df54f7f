"""Notes that all members choose from: the hottest, rising, new and picked ones, and the best of each tag.

A shelf stands in this process for a moment and in Redis for longer; a task fills the shared ones anew before
they are old, so that hardly any reader waits for one. They say what could be shown; who may see it is decided
when it is read.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.cache import away
from core.kept import kept
from tagging.models import Tag

from ...models import Kind
from .facts import FACTS, PUBLIC, Facts

HERE_S = 30
REDIS_S = 900
HOTTEST = 500
OF_TAG = 40  # the hottest
OF_TAG_NEWEST = 150  # of the newest with the tag
TAGS_HERE = 1_500
TAGS_HERE_S = 120
POPULAR_TAGS = 400

HOTTEST_SQL = f"""
SELECT 1.0::float, 0::bigint, {FACTS}
  FROM notes_note note JOIN accounts_user author ON author.id = note.author_id
 WHERE {PUBLIC} AND author.is_active ORDER BY note.hot DESC, note.id DESC
OFFSET %(first)s LIMIT {HOTTEST}
"""

# What people did in the last day against the day before; an act counts once for a person. The log holds
# nothing that authors did with their own notes.
RISING_SQL = f"""
SELECT ((recent - earlier) / sqrt(earlier + 4.0))::float AS growth, 0::bigint, {FACTS}
  FROM (
    SELECT note_id, count(DISTINCT user_id) FILTER (WHERE is_recent) AS people,
           COALESCE(sum(worth) FILTER (WHERE is_recent), 0) AS recent,
           COALESCE(sum(worth) FILTER (WHERE NOT is_recent), 0) AS earlier
      FROM (
        SELECT DISTINCT note_id, user_id, kind, at > %(day)s AS is_recent,
               CASE kind WHEN {Kind.CLICK:d} THEN 1 ELSE 3 END AS worth
          FROM recommend_event
         WHERE at > %(before)s AND at <= %(now)s AND user_id IS NOT NULL AND note_id IS NOT NULL
           AND kind IN ({Kind.CLICK:d}, {Kind.LIKE:d}, {Kind.SAVE:d}, {Kind.COMMENT:d}, {Kind.SHARE:d})
      ) AS done GROUP BY note_id
  ) AS counted JOIN notes_note note ON note.id = note_id
 WHERE people >= 3 AND recent > earlier AND {PUBLIC}
 ORDER BY growth DESC, note.id DESC LIMIT 100
"""

# New notes, those that the fewest people have seen first.
FRESH_SQL = f"""
SELECT (1.0 / (1 + seen / 10.0))::float, 0::bigint, {FACTS}
  FROM (SELECT * FROM notes_note note WHERE {PUBLIC} AND note.published_at > %(week)s
         ORDER BY note.published_at DESC, note.id DESC LIMIT 600) AS note
 CROSS JOIN LATERAL (
    SELECT count(*) AS seen FROM (
        SELECT FROM recommend_event
         WHERE note_id = note.id AND at > %(week)s AND at <= %(now)s AND kind = {Kind.IMPRESSION:d} LIMIT 30
    ) AS impressions
 ) AS counted
 WHERE seen < 30 ORDER BY seen, note.published_at DESC LIMIT 200
"""

PICKED_SQL = f"""
SELECT 1.0::float, pick.id, {FACTS} FROM recommend_pick pick JOIN notes_note note ON note.id = pick.note_id
 WHERE pick.channel_id IS NULL AND pick.starts_at <= %(now)s AND COALESCE(pick.ends_at > %(now)s, true)
   AND {PUBLIC} ORDER BY pick.starts_at DESC LIMIT 60
"""

SHARED = {"hottest": HOTTEST_SQL, "trend": RISING_SQL, "fresh": FRESH_SQL, "pick": PICKED_SQL}

CHEAP = ("hottest", "pick")

OF_TAGS_SQL = f"""
SELECT tag, best.* FROM unnest(%(tags)s::bigint[]) AS tag CROSS JOIN LATERAL (
    SELECT {FACTS}
      FROM (SELECT content_object_id FROM notes_taggednote WHERE tag_id = tag
             ORDER BY content_object_id DESC LIMIT {OF_TAG_NEWEST}) AS newest
      JOIN notes_note note ON note.id = newest.content_object_id
     WHERE {PUBLIC} ORDER BY note.hot DESC LIMIT {OF_TAG}
) AS best
"""


class Placed(NamedTuple):
    """A note on a shelf, how strongly it belongs there (0-1), and which row put it there."""

    facts: Facts
    strength: float
    origin: int


Shelves = dict[str, list[Placed]]


# --- Shelves for all ----------------------------------------------------------------------------------------


def shared() -> Shelves:
    """The hottest notes, and those that rise (`trend`), are new (`fresh`) or picked by editors (`pick`)."""
    return kept("shelves of discover", _found, HERE_S)


def hottest(chunk: int) -> list[Placed]:
    """Hot notes further down; each chunk begins where the one before ends."""
    return kept(("hottest", chunk), lambda: _read(["hottest"], chunk * HOTTEST)["hottest"], HERE_S)


def refresh() -> None:
    """Fill the shared shelves anew; a reader who comes meanwhile still finds the old ones."""
    _put(_read(list(SHARED)))


def forget_picked() -> None:
    """Read the picks anew: they changed."""
    cache.delete(_key("pick"))


def forget() -> None:
    """Read all shelves anew."""
    _of_tags.clear()
    cache.delete_many([_key(name) for name in SHARED])


def _found() -> Shelves:
    there = cache.get_many([_key(name) for name in SHARED])
    found = {name: there[_key(name)] for name in SHARED if _key(name) in there}
    # Without Redis nothing is kept: then readers do without what takes long to find.
    missing = [name for name in (CHEAP if away() else SHARED) if name not in found]
    return found | _put(_read(missing)) if missing else found


def _read(names: list[str], first: int = 0) -> Shelves:
    """These shelves, all in one statement."""
    now = timezone.now()
    ago = {"week": timedelta(days=7), "day": timedelta(days=1), "before": timedelta(days=2)}
    told: dict[str, Any] = {name: now - time for name, time in ago.items()}
    parts = [f"SELECT '{name}', shelf.* FROM ({SHARED[name]}) AS shelf" for name in names]
    found: Shelves = {name: [] for name in names}
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), told | {"now": now, "first": first})
        for name, strength, origin, *row in cursor.fetchall():
            found[name].append(Placed(Facts.of(row), strength, origin))
    if rising := found.get("trend"):
        most = rising[0].strength
        found["trend"] = [row._replace(strength=row.strength / most) for row in rising]
    return found


def _put(found: Shelves) -> Shelves:
    cache.set_many({_key(name): rows for name, rows in found.items()}, REDIS_S)
    return found


def _key(name: str) -> str:
    return f"discover:shelf:{name}"


# --- The shelf of each tag ----------------------------------------------------------------------------------

_of_tags: OrderedDict[int, tuple[float, list[Facts]]] = OrderedDict()


def of_tags(tags: Sequence[int]) -> tuple[dict[int, list[Facts]], list[int]]:
    """The shelves of these tags as far as this process or Redis has them, and the tags that are missing."""
    now = monotonic()
    here = {tag: _of_tags[tag][1] for tag in tags if tag in _of_tags and _of_tags[tag][0] > now}
    asked = [tag for tag in tags if tag not in here]
    if asked:
        found = cache.get_many([_key(f"tag:{tag}") for tag in asked])
        there = {tag: found[_key(f"tag:{tag}")] for tag in asked if _key(f"tag:{tag}") in found}
        _keep(there)
        here |= there
    return here, [tag for tag in asked if tag not in here]


def put_of_tags(shelves: dict[int, list[Facts]]) -> None:
    """Keep shelves that were just read."""
    cache.set_many({_key(f"tag:{tag}"): shelf for tag, shelf in shelves.items()}, REDIS_S)
    _keep(shelves)


def refresh_tags(most: int = POPULAR_TAGS) -> None:
    """Fill the shelves of the tags that most notes carry anew."""
    tags = list(Tag.objects.usable().popular().values_list("pk", flat=True)[:most])
    found: dict[int, list[Facts]] = {tag: [] for tag in tags}
    with connection.cursor() as cursor:
        cursor.execute(OF_TAGS_SQL, {"tags": tags})
        for tag, *row in cursor.fetchall():
            found[tag].append(Facts.of(row))
    put_of_tags(found)


def _keep(shelves: dict[int, list[Facts]]) -> None:
    until = monotonic() + TAGS_HERE_S
    for tag, shelf in shelves.items():
        _of_tags[tag] = (until, shelf)
        _of_tags.move_to_end(tag)
    while len(_of_tags) > TAGS_HERE:
        _of_tags.popitem(last=False)
