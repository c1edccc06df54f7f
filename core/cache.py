"""The cache as a hint: while Redis is away, reads find nothing, writes are lost, and no request fails."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# After a failure nobody asks for a while: a request must not wait for a server that is away at each step.
PAUSE_S = 3.0
OWED_AT_MOST = 10_000


@dataclass
class Outage:
    """Until when not to ask one server, and which keys are still to be deleted there."""

    until: float = 0.0
    owed: set[str] = field(default_factory=set)


_outages: dict[tuple[str, ...], Outage] = {}


class HintClient(RedisCacheClient):
    """Django's client, answering as an empty cache would while the server is away.

    A deletion is not lost: a session that ended must not come back with the server.
    """

    def __init__(self, servers, **options):
        super().__init__(servers, **options)
        self.outage = _outages.setdefault(tuple(servers), Outage())
        self._made: dict[int, Any] = {}

    def get_client(self, key=None, *, write=False):
        """One client for each server: making one takes longer than what it is asked."""
        place = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if place not in self._made:
            self._made[place] = super().get_client(key, write=write)
        return self._made[place]

    def add(self, key, value, timeout):
        return self._try(super().add, True, key, value, timeout)

    def get(self, key, default):
        return self._try(super().get, default, key, default)

    def set(self, key, value, timeout):
        self._try(super().set, None, key, value, timeout)

    def touch(self, key, timeout):
        return self._try(super().touch, False, key, timeout)

    def get_many(self, keys):
        return self._try(super().get_many, {}, list(keys))

    def has_key(self, key):
        return self._try(super().has_key, False, key)

    def incr(self, key, delta):
        value = self._try(super().incr, None, key, delta)
        if value is None:
            raise ValueError(f"Key {key!r} not found.")
        return value

    def set_many(self, data, timeout):
        self._try(super().set_many, None, data, timeout)

    def clear(self):
        return self._try(super().clear, False)

    def delete(self, key):
        deleted = self._try(super().delete, None, key)
        self._owe([key] if deleted is None else [])
        return bool(deleted)

    def delete_many(self, keys):
        keys = list(keys)
        deleted = self._try(lambda: super(HintClient, self).delete_many(keys) or True, False)
        self._owe([] if deleted else keys)

    def away(self) -> bool:
        """Did the server fail to answer a moment ago?"""
        return time.monotonic() < self.outage.until

    def answers(self) -> bool:
        """Ask the server now."""
        try:
            return bool(self.get_client(None, write=True).ping())
        except RedisError:
            return False

    def _owe(self, keys: Iterable[str]) -> None:
        if len(self.outage.owed) < OWED_AT_MOST:
            self.outage.owed.update(keys)

    def _try(self, command: Callable[..., Any], lost: Any, *args: Any) -> Any:
        if self.away():
            return lost
        try:
            if self.outage.owed:
                owed = list(self.outage.owed)
                super().delete_many(owed)
                self.outage.owed.difference_update(owed)
            return command(*args)
        except RedisError as error:
            self.outage.until = time.monotonic() + PAUSE_S
            log.warning("the cache is away: %s", error)
            return lost


class HintCache(RedisCache):
    """Django's Redis cache for what can be made again; `incr` of a lost key raises ValueError."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = HintClient


def away() -> bool:
    """Did the cache fail to answer a moment ago?"""
    return _client().away()


def answers() -> bool:
    """Ask the cache now, whatever was heard before."""
    return _client().answers()


def _client() -> HintClient:
    return cast(Any, caches[DEFAULT_CACHE_ALIAS])._cache
