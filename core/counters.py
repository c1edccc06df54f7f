"""Counting what happens often and may be lost: gathered in Redis, drained into PostgreSQL by a task."""

import logging
import uuid
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from .cache import away

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def _key(name: str) -> str:
    return f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:count:{name}"


def bump(name: str, pk: int) -> None:
    """Add one to counter `name` of row `pk`; a Redis that is away loses the count and nothing else."""
    if away():
        return
    try:
        _redis().hincrby(_key(name), str(pk), 1)
    except RedisError as error:
        log.warning("count %s not kept: %s", name, error)


def drain(name: str) -> dict[int, int]:
    """Take all counts gathered under `name`: row id -> number. Two drains never get the same count."""
    taken = f"{_key(name)}:{uuid.uuid4().hex}"
    try:
        _redis().rename(_key(name), taken)
        counts = _redis().hgetall(taken)
        _redis().delete(taken)
    except ResponseError:  # nothing gathered
        return {}
    except RedisError as error:
        log.warning("counts %s not drained: %s", name, error)
        return {}
    return {int(pk): int(count) for pk, count in counts.items()}
