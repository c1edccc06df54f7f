"""Hand work to Celery without ever failing the request that asks for it."""

import logging
import time
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
# After a failure nothing is sent for a while: requests must not wait for a broker that is away.
PAUSE_S = 5.0
_away_until = 0.0


def enqueue(task: Task, *args: Any, countdown: float | None = None, **kwargs: Any) -> None:
    """Send `task` once the surrounding transaction commits.

    A broker that cannot be reached is logged and forgotten: the row that asks for the work is committed, and
    the sweeper finds it.
    """

    transaction.on_commit(lambda: _send(task, args, kwargs, countdown))


def _send(task: Task, args: tuple, kwargs: dict[str, Any], countdown: float | None) -> None:
    global _away_until
    if time.monotonic() < _away_until:
        return
    try:
        task.apply_async(args, kwargs, countdown=countdown, retry=False)
    except (OperationalError, OSError) as error:
        _away_until = time.monotonic() + PAUSE_S
        log.warning("%s was not sent, the sweeper will: %s", task.name, error)


def resume() -> None:
    """Send again at once, without waiting out the pause after a failure."""
    global _away_until
    _away_until = 0.0
