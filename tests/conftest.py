"""Fixtures of the whole suite. Data comes from `tests.make`."""

import gc
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from zeal import zeal_context

from tests import emptying, make
from tests.settings import forget_files
from xhs import processes
from xhs.celery import app


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.path.name != "test_up.py")


def pytest_collection_finish() -> None:
    """What was loaded stays until the end; the collector need not look at it again and again, nor often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _empty_at_first():
    forget_files()
    emptying.install()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Besides the usual: drop the databases that earlier migrations left behind."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = settings.DATABASES["default"]["NAME"]
        ours = name.split("_gw")[0]
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9a-f]{10}(_gw[0-9]+)?$' AND datname !~ %s",
            [f"^{ours}"],
        )
        for (old,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request leaves its language behind in the thread; the next test starts in the site's own."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _empty_cache(request) -> None:
    """Every test that may touch the database starts with an empty Valkey: cache, counters and queues."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture
def run_tasks(django_capture_on_commit_callbacks) -> Callable[[], AbstractContextManager]:
    """`with run_tasks(): …` runs, when the block ends, every task that was enqueued in it, and those they enqueue.

    An exception in a task fails the test.
    """

    @contextmanager
    def run() -> Iterator[None]:
        before = app.conf.task_always_eager, app.conf.task_eager_propagates
        app.conf.task_always_eager = app.conf.task_eager_propagates = True
        try:
            if connection.in_atomic_block:
                with django_capture_on_commit_callbacks(execute=True):
                    yield
            else:  # a test with real transactions: callbacks run by themselves
                yield
        finally:
            app.conf.task_always_eager, app.conf.task_eager_propagates = before

    return run


@pytest.fixture
def no_n_plus_one() -> Iterator[None]:
    """The whole test raises on a query repeated per row, not only its requests."""
    with zeal_context():
        yield


@pytest.fixture
def celery_worker_process(transactional_db) -> Iterator[subprocess.Popen]:
    """A real Celery worker on this test's database, Valkey and files. Mark the test with `worker`."""
    worker = start_worker()
    try:
        yield worker
    finally:
        stop(worker)


def start_worker(*, beat: bool = False) -> subprocess.Popen:
    """Start a worker (or beat) as the product does and wait until it takes tasks; end it with `stop`."""
    command = processes.beat() if beat else processes.worker(queues=processes.ALL_QUEUES, concurrency=2)
    process = subprocess.Popen(
        processes.here(command), env=environment(), cwd=settings.BASE_DIR, start_new_session=True
    )
    if beat:
        return process
    deadline = time.monotonic() + 60
    while not app.control.ping(timeout=0.5):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(process)
            pytest.fail("The worker did not start.")
    return process


def stop(process: subprocess.Popen) -> None:
    """End a process of ours and all it started, at once; how they end when asked is told by `test_up`."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def environment(**changes: str) -> dict[str, str]:
    """The environment in which another process sees this test's database, Valkey and files."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": connection.settings_dict["NAME"],
        **changes,
    }


@pytest.fixture
def member(db):
    """A signed-up person."""
    return make.user()


@pytest.fixture
def operator(db):
    """A member of staff who may do everything."""
    return make.user(is_staff=True, is_superuser=True)


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """`client_of(user)` is a browser signed in as that user."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
