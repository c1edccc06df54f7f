"""What people searched for: a member's own latest, and what many search for today."""

import logging
import threading
import time
from collections import Counter
from datetime import timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from core.kept import kept
from tagging.models import Tag
from tagging.names import normalise

from ..models import PastSearch, QuietSearch, SearchCount

KEPT_OF_ONE = 20
HOT = 10
HOT_PEOPLE = 3  # so many must have searched before all see it
HOT_DAYS = 2
KEPT_DAYS = 30
WRITE_EVERY_S = 5.0
COUNTED_AGAIN_S = 24 * 3600

log = logging.getLogger(__name__)
_lock = threading.Lock()
_waiting: Counter[tuple[str, str]] = Counter()
_written = 0.0

_REMEMBER = """
    INSERT INTO recommend_pastsearch (user_id, key, text, at)
    SELECT %(user)s, %(key)s, %(text)s, clock_timestamp() WHERE %(key)s IS DISTINCT FROM (
        SELECT key FROM recommend_pastsearch WHERE user_id = %(user)s ORDER BY at DESC LIMIT 1)
    ON CONFLICT (user_id, key) DO UPDATE SET text = EXCLUDED.text, at = EXCLUDED.at
"""
_TIDY = """
    DELETE FROM recommend_pastsearch WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY at DESC) AS place
            FROM recommend_pastsearch
        ) ranked WHERE place > %s)
"""
_COUNT = """
    INSERT INTO recommend_searchcount (day, key, text, searches)
    SELECT %s, key, text, searches
    FROM unnest(%s::text[], %s::text[], %s::int[]) AS made (key, text, searches)
    ON CONFLICT (day, key) DO UPDATE SET searches = recommend_searchcount.searches + EXCLUDED.searches
"""


def remember(q: str, viewer) -> None:
    """Keep what a member searched for, if they want such things kept."""
    if viewer.pk is None or not viewer.is_personalised or not (key := _key(q)):
        return
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, {"user": viewer.pk, "key": key, "text": q})


def past_searches(user: User, beginning: str = "", most: int = KEPT_OF_ONE) -> list[str]:
    """What this member searched for, the latest first."""
    rows = PastSearch.objects.filter(user=user).order_by("-at")
    if beginning:
        rows = rows.filter(key__startswith=_key(beginning))
    return list(rows.values_list("text", flat=True)[:most])


def forget(user: User, q: str = "") -> None:
    """Forget one past search of this member, or all of them."""
    rows = PastSearch.objects.filter(user=user)
    (rows.filter(key=_key(q)) if q else rows).delete()


def count(q: str, who: str) -> None:
    """Count a search for the hot list: each person once a day for the same words; written a little later."""
    key = _key(q)
    if not key or len(key) > 40:
        return
    mark = sha256(f"{who}\n{key}".encode()).hexdigest()[:24]
    if not cache.add(f"searched:{mark}", 1, COUNTED_AGAIN_S):
        return
    with _lock:
        _waiting[key, q] += 1
    if time.monotonic() - _written > WRITE_EVERY_S:
        write_counts()


def write_counts() -> None:
    """Write the searches counted in this process."""
    global _written
    with _lock:
        _written = time.monotonic()
        taken = dict(_waiting)
        _waiting.clear()
    if not taken:
        return
    texts: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for (key, text), number in sorted(taken.items()):
        texts.setdefault(key, text)
        numbers[key] += number
    keys = sorted(texts)
    rows: list[list] = [keys, [texts[key] for key in keys], [numbers[key] for key in keys]]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [timezone.localdate(), *rows])
    except DatabaseError as error:
        log.warning("searches were not counted: %s", error)


def hot_searches() -> list[str]:
    """What many people search for these days; filled up with the tags that most notes carry."""
    return kept("hot searches", _hot_searches, 30)


def _hot_searches() -> list[str]:
    since = timezone.localdate() - timedelta(days=HOT_DAYS - 1)
    counted = SearchCount.objects.filter(day__gte=since).values("key").annotate(number=Sum("searches"))
    often = counted.filter(number__gte=HOT_PEOPLE).order_by("-number", "key")
    keys = list(often.values_list("key", flat=True)[: HOT * 3])
    quiet = set(QuietSearch.objects.values_list("key", flat=True))
    quiet |= set(Tag.objects.filter(is_banned=True, key__in=keys).values_list("key", flat=True))
    texts = dict(SearchCount.objects.filter(day__gte=since, key__in=keys).values_list("key", "text"))
    found = [texts[key] for key in keys if key in texts and not any(word in key for word in quiet)][:HOT]
    if len(found) < HOT:
        had = {_key(text) for text in found} | quiet
        popular = Tag.objects.usable().filter(note_count__gt=0).popular()
        found += [tag.name for tag in popular[: HOT * 2] if tag.key not in had][: HOT - len(found)]
    return found


def tidy() -> None:
    """Drop old counts, and what members searched for beyond the latest few."""
    SearchCount.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_TIDY, [KEPT_OF_ONE])


def _key(q: str) -> str:
    return normalise(q)[:100]
