"""The Celery application; tasks are idempotent and acknowledged late."""

import os
import warnings

from celery import Celery, signals
from celery.platforms import SecurityWarning
from django.conf import settings

from . import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
# Tasks are JSON: being root in a container is no way in for a message.
warnings.filterwarnings("ignore", category=SecurityWarning, module="celery")

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
