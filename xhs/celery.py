"""The Celery application; tasks are idempotent and acknowledged late."""

import os
import signal
import warnings

from celery import Celery, signals
from celery.platforms import SecurityWarning
from django.conf import settings

from . import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
# Tasks are JSON: being root in a container is no way in for a message.
warnings.filterwarnings("ignore", category=SecurityWarning, module="celery")

# What an orphan gets to end by itself.
LINGER_SECONDS = 5
_parent = os.getppid()

app = Celery("xhs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
@signals.beat_init.connect
def have_broker(**kwargs) -> None:
    """A worker or beat started by hand finds the embedded Valkey running."""
    if settings.EMBEDDED_VALKEY:
        embedded.attach(embedded.VALKEY, settings.VAR_DIR, durable=settings.EMBEDDED_DURABLE)


@signals.worker_ready.connect
def first_heartbeat(sender, **kwargs) -> None:
    """Be seen at once, not only when beat asks for the next sign of life."""
    for queue in sender.app.amqp.queues.consume_from:
        if queue.startswith("pulse"):
            app.send_task("xhs.tasks.heartbeat", kwargs={"worker": queue}, queue=queue)


@signals.worker_shutting_down.connect
def end_soon_when_orphaned(**kwargs) -> None:
    """A worker whose starter is gone has nobody to hurry it, and may wait for ever: for a task that waits, or
    for a process of its pool that cannot tell what became of its task, as the worker listens no more."""
    if os.getppid() != _parent and os.getpgrp() == os.getpid():
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(0, signal.SIGKILL))
        signal.alarm(LINGER_SECONDS)
