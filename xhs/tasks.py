"""Signs of life: each kind of worker writes the time when it runs a task from its own small queue."""

import time

from celery import shared_task
from django.core.cache import cache


def heartbeat_key(worker: str) -> str:
    """Cache key under which the worker that reads queue `worker` leaves its last sign of life."""
    return "heartbeat" if worker == "pulse" else f"heartbeat:{worker}"


@shared_task
def heartbeat(worker: str = "pulse") -> None:
    """Remember now (seconds since 1970). Runs in the worker, so its age says how long no task was run."""
    cache.set(heartbeat_key(worker), time.time(), None)
