"""Redis is a hint: what it loses, the sweepers find again."""

import time
import uuid
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache
from kombu import pools
from redis import Redis

from core import tasks as core_tasks
from notes import actions, tasks
from notes.models import Note
from recommend import tasks as recommend_tasks
from tests import make
from tests.conftest import start_worker, stop
from xhs.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def post(author, number: int) -> list[Note]:
    return [
        actions.create_note(
            author=author,
            request_key=uuid.uuid4(),
            title=f"雨天的第 {n} 杯茶",
            text="#下雨天 #喝茶",
            photos=[make.photo(owner=author)],
        )
        for n in range(number)
    ]


def wait_until_done(notes: list[Note], seconds: float = 40) -> None:
    """Wait for a worker; the sweeps stand in for beat."""
    ids = [note.pk for note in notes]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        tasks.sweep.delay()
        recommend_tasks.sweep.delay()
        done = Note.objects.published().exclude(pk__in=Note.objects.unindexed()).filter(pk__in=ids).count()
        if done == len(ids):
            return
        time.sleep(0.5)
    states = list(Note.objects.filter(pk__in=ids).values("status", "revision", "indexed_revision"))
    pytest.fail(f"not all done: {states}")


@pytest.mark.worker
def test_what_is_posted_while_the_worker_is_off_catches_up():
    notes = post(make.user(), 4)
    assert Note.objects.published().count() == 0
    worker = start_worker()
    try:
        wait_until_done(notes)
    finally:
        stop(worker)
    assert {tag.name for tag in notes[0].tags.all()} >= {"下雨天", "喝茶"}


@pytest.mark.worker
def test_flushing_redis_in_the_middle_loses_no_note():
    notes = post(make.user(), 3)
    Redis.from_url(settings.REDIS_URL).flushdb()
    worker = start_worker()
    try:
        notes += post(make.user(), 3)
        Redis.from_url(settings.REDIS_URL).flushdb()
        cache.clear()
        wait_until_done(notes)
    finally:
        stop(worker)
    assert Note.objects.published().count() == 6


@contextmanager
def broker_away():
    """Nothing listens where tasks are sent."""
    broker = app.conf.broker_url
    _connect_anew("redis://127.0.0.1:1/0")
    try:
        yield
    finally:
        _connect_anew(broker)


def _connect_anew(url: str) -> None:
    app.conf.broker_url = url
    app._pool = app.amqp._producer_pool = None
    pools.reset()
    core_tasks.resume()


def test_posting_works_while_redis_is_away(member):
    started = time.monotonic()
    with broker_away():
        (note,) = post(member, 1)
    assert time.monotonic() - started < 2
    assert note.status == Note.Status.PROCESSING
    assert note in Note.objects.unprocessed()
