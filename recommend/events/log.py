"""Writing to the event log: entries wait in Redis until a task copies them into PostgreSQL.

Told at least once, written once. A batch is one element of a list in Redis. Who writes takes the whole list
under a name of its own, which is deleted after the rows are committed: whoever comes after a crash writes it
again, and the database keeps one row for an id and time. What cannot be kept is lost; nobody waits for it.
"""

import io
import logging
import time
import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, DataError, connection, transaction
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from core.cache import away

from .entries import COLUMNS, Entry

log = logging.getLogger(__name__)
MOST_WAITING = 20_000  # batches; what comes on top of them is lost
BATCHES_AT_ONCE = 2_000
DIRECT_AT_MOST = 100  # entries of one batch that are written at once while Redis is away
DIRECT_PAUSE_S = 0.05
_next_direct = 0.0

CREATE_TOLD = "CREATE TEMP TABLE IF NOT EXISTS told (LIKE recommend_event) ON COMMIT DELETE ROWS"
# Unknown ids are left out, and what authors do with their own notes. Of members who want nothing personal
# kept it is written that somebody saw something, and no act. An act counts once, and for the list that the
# note was last opened from.
WRITE = f"""
    WITH once AS (SELECT DISTINCT ON (id) * FROM told ORDER BY id, at),
    written AS (
        INSERT INTO recommend_event ({", ".join(COLUMNS)})
        SELECT t.at, t.id, CASE WHEN reader.is_personalised THEN t.user_id END, t.kind,
               COALESCE(opened.surface, t.surface), t.note_id, t.product_id,
               COALESCE(opened.position, t.position), t.dwell_ms, COALESCE(opened.arm, t.arm)
        FROM once t
        LEFT JOIN accounts_user reader ON reader.id = t.user_id
        LEFT JOIN notes_note note ON note.id = t.note_id
        LEFT JOIN commerce_product product ON product.id = t.product_id
        LEFT JOIN LATERAL (
            SELECT surface, position, arm FROM recommend_event click
            WHERE t.kind >= 4 AND t.surface = 0 AND click.note_id = t.note_id AND click.user_id = t.user_id
                AND click.kind = 2 AND click.at BETWEEN t.at - interval '1 day' AND t.at
            ORDER BY click.at DESC LIMIT 1
        ) opened ON true
        WHERE (t.note_id IS NULL) = (note.id IS NULL)
            AND (t.product_id IS NULL) = (product.id IS NULL)
            AND (t.user_id IS NULL) = (reader.id IS NULL)
            AND (t.note_id IS NOT NULL OR t.product_id IS NOT NULL OR t.kind = 9)
            AND t.user_id IS DISTINCT FROM note.author_id
            AND (t.kind < 4 OR (reader.is_personalised AND NOT EXISTS (
                SELECT FROM recommend_event done WHERE done.id = t.id AND done.kind >= 4
            )))
        ON CONFLICT DO NOTHING
        RETURNING user_id, kind
    )
    SELECT count(*), array_agg(DISTINCT user_id) FILTER (WHERE user_id IS NOT NULL AND kind > 1) FROM written
"""


@lru_cache(maxsize=1)
def redis() -> Any:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def key(name: str) -> str:
    return f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:events:{name}"


def record(entries: Iterable[Entry]) -> None:
    """Have these entries written soon. Never fails: without Redis some are written at once, others lost."""
    entries = list(entries)
    if not entries:
        return
    if not away():
        try:
            if redis().rpush(key("waiting"), _text(entries)) > MOST_WAITING:
                redis().rpop(key("waiting"))
            return
        except RedisError as error:
            log.warning("events do not wait in Redis: %s", error)
    _record_directly(entries)


def _record_directly(entries: list[Entry]) -> None:
    global _next_direct
    now = time.monotonic()
    if now < _next_direct:
        return
    _next_direct = now + DIRECT_PAUSE_S
    try:
        write(_text(entries[:DIRECT_AT_MOST]))
    except DatabaseError as error:
        log.warning("events not written: %s", error)


def write_waiting() -> int:
    """Write what waits, and what somebody took before and did not finish; returns how many rows that made."""
    try:
        _take()
        return sum(_write_taken(name.decode()) for name in redis().smembers(key("taken")))
    except RedisError as error:
        log.warning("events not read: %s", error)
        return 0


def _take() -> None:
    """Give the waiting batches a name of their own. The name is written down first: nothing is forgotten."""
    name = uuid.uuid4().hex
    redis().sadd(key("taken"), name)
    try:
        redis().rename(key("waiting"), key(name))
    except ResponseError:  # nothing waits
        redis().srem(key("taken"), name)


def _write_taken(name: str) -> int:
    rows, at = 0, 0
    while batches := redis().lrange(key(name), at, at + BATCHES_AT_ONCE - 1):
        try:
            rows += write(b"".join(batches))
        except DataError as error:  # never again: the rest must not wait for what cannot be read
            log.error("%s batches of events lost: %s", len(batches), error)
        at += len(batches)
    redis().delete(key(name))
    redis().srem(key("taken"), name)
    return rows


@transaction.atomic
def write(text: bytes) -> int:
    """Copy entries into the log, as far as they count; returns how many rows that made."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE_TOLD)
        cursor.execute("TRUNCATE told")
        with connection.wrap_database_errors:
            cursor.copy_expert(f"COPY told ({', '.join(COLUMNS)}) FROM STDIN", io.BytesIO(text))
        cursor.execute(WRITE)
        rows, changed = cursor.fetchone()
    if changed:
        transaction.on_commit(lambda: ask_to_learn(changed))
    return rows


def ask_to_learn(user_ids: Iterable[int]) -> None:
    """Have the interests of these members learned soon; without Redis they are learned in the night."""
    try:
        redis().sadd(key("changed"), *user_ids)
    except RedisError as error:
        log.warning("nobody learns before the night: %s", error)


def to_learn(most: int) -> list[int]:
    """Members who did something since their interests were learned; each is named once."""
    try:
        found = redis().spop(key("changed"), most)
    except RedisError as error:
        log.warning("who changed is not known: %s", error)
        return []
    return [int(pk) for pk in found or []]


def waiting() -> int:
    """How many batches wait."""
    try:
        return redis().llen(key("waiting"))
    except RedisError:
        return 0


def _text(entries: Iterable[Entry]) -> bytes:
    return "".join(entry.line() for entry in entries).encode()
