"""A worker as `manage.py up` starts it, when `up` is no more."""

import subprocess
import sys
import time

import psutil
import pytest
from django.conf import settings
from django.db import connection, transaction

from notes.tasks import prepare_video
from tests.conftest import environment
from xhs.celery import LINGER_SECONDS

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

SUPERVISE = """
import os
from xhs import processes
from xhs.supervisor import Supervisor
supervisor = Supervisor(print, os.environ, ".")
command = processes.here(processes.worker(queues=processes.ALL_QUEUES, concurrency=2))
print(supervisor.start("worker", command).process.pid, flush=True)
supervisor.run()
"""


@pytest.fixture
def supervised():
    """A supervisor and the worker that it started, whose family a test may name."""
    told = {"env": environment(), "cwd": settings.BASE_DIR, "start_new_session": True}
    process = subprocess.Popen([sys.executable, "-c", SUPERVISE], stdout=subprocess.PIPE, **told)
    worker = psutil.Process(int(process.stdout.readline()))
    family = [worker]
    yield process, family
    for left in filter(psutil.Process.is_running, family):
        left.kill()
    process.kill()
    process.wait(10)
    process.stdout.close()


def until(true, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def someone_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE NOT granted AND datname = current_database()"
        )
        return cursor.rowcount > 0


def test_an_orphan_ends_soon_though_its_task_waits_for_ever(supervised):
    supervisor, family = supervised
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE notes_video IN ACCESS EXCLUSIVE MODE")
        prepare_video.delay(1)
        assert until(someone_waits_for_a_lock, 40)
        family += family[0].children()
        assert len(family) == 3
        supervisor.kill()
        _gone, left = psutil.wait_procs(family, LINGER_SECONDS + 10)
    assert not left
