"""The Celery application: queues `media`, `default`, `recommend`; tasks are idempotent and acknowledged late."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")

app = Celery("xhs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
