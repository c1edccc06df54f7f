"""Fixed-window limits in the cache. The cache is a hint: when it is away, nobody is locked out."""

import time

from django.core.cache import cache


def limit(key: str, n: int, seconds: int) -> bool:
    """Count one act under `key`; False when it is the (n+1)-th or later within the running window."""
    window = f"limit:{key}:{int(time.time()) // seconds}"
    try:
        cache.add(window, 0, seconds)
        return cache.incr(window) <= n
    except ValueError:  # it ran out in this very moment, or the cache is away
        return True
