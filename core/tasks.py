"""Hand work to Celery without ever failing the request that asks for it."""

import logging
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def enqueue(task: Task, *args: Any, countdown: float | None = None, **kwargs: Any) -> None:
    """Send `task` once the surrounding transaction commits.

    A broker that cannot be reached is logged and forgotten: the row that asks for the work is committed, and
    the sweeper finds it.
    """

    def send() -> None:
        try:
            task.apply_async(args, kwargs, countdown=countdown, retry=False)
        except (OperationalError, OSError) as error:
            log.warning("%s was not sent, the sweeper will: %s", task.name, error)

    transaction.on_commit(send)
