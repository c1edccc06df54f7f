"""What is the same for everybody, kept in this process for some seconds: rows of a feed, pieces of a page.

All of it is forgotten at once, in every process, when something must not be shown any longer
(`forget_all`): each entry remembers the generation it was made in, and the generation is a value in the
cache. Without the cache nothing is kept. Whatever differs between viewers never belongs here.
"""

import logging
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

GENERATION = "kept:generation"
SECONDS = 10.0
LOOK_AGAIN_S = 0.25
MOST = 300
MOST_PIECES = 6_000

T = TypeVar("T")
_entries: OrderedDict[Hashable, tuple[float, Any, Any]] = OrderedDict()
_pieces: dict[Hashable, Any] = {}
_generation: tuple[float, Any] = (0.0, None)


def kept(key: Hashable, make: Callable[[], T], seconds: float = SECONDS) -> T:
    """The value under `key` made less than `seconds` ago, or a new one. Callers must not change it."""
    if not settings.KEEP_SHARED:
        return make()
    now = time.monotonic()
    try:
        generation = _generation_at(now)
    except RedisError as error:
        log.warning("nothing is kept while the cache is away: %s", error)
        return make()
    entry = _entries.get(key)
    if entry and entry[0] > now and entry[1] == generation:
        return entry[2]
    value = make()
    _entries[key] = (now + seconds, generation, value)
    _entries.move_to_end(key)
    if len(_entries) > MOST:
        _entries.popitem(last=False)
    return value


def _generation_at(now: float) -> Any:
    """The generation in force, asked for a few times a second; this process knows its own changes at once."""
    global _generation
    if now >= _generation[0]:
        _generation = (now + LOOK_AGAIN_S, cache.get(GENERATION, ""))
    return _generation[1]


def piece(key: Hashable, render: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """A rendered piece of a page whose `key` holds all that it shows, so that it can never be out of date."""
    found = _pieces.get(key)
    if found is None:
        if len(_pieces) >= MOST_PIECES:
            _pieces.clear()
        found = _pieces[key] = render(*args, **kwargs)
    return found


def forget_all() -> None:
    """Once the transaction commits, what is kept anywhere is made anew: something was hidden."""
    transaction.on_commit(forget_now)


def forget_now() -> None:
    """What is kept anywhere is made anew from now on."""
    global _generation
    _generation = (0.0, None)
    try:
        cache.set(GENERATION, uuid.uuid4().hex, None)
    except RedisError as error:
        log.warning("kept pages run out by themselves: %s", error)
