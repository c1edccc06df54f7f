import gc

from .celery import app as celery_app

__all__ = ["celery_app"]

# A request makes thousands of objects that their reference counts free. Looking for cycles after every 700,
# as Python does by default, takes a tenth of a request and a seventh of a process's start.
gc.set_threshold(20_000, 50, 100)
