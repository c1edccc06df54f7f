import time

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import make
from tests.conftest import start_worker, stop
from xhs import health
from xhs.processes import PULSES
from xhs.tasks import heartbeat, heartbeat_key

AWAY = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0", "OPTIONS": {}}}


def beat_all(age_s=0):
    for worker in PULSES:
        cache.set(heartbeat_key(worker), time.time() - age_s)


def test_healthz_asks_nobody(client):
    assert client.get("/healthz").status_code == 200


def test_health_pages_answer_any_host_name(client):
    assert client.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.django_db
def test_ready_when_database_cache_and_workers_answer(client):
    beat_all()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": True, "cache": True, "worker": True}


@pytest.mark.django_db
@pytest.mark.parametrize("silent", PULSES)
def test_not_ready_when_one_kind_of_worker_is_silent(client, silent):
    beat_all()
    cache.set(heartbeat_key(silent), time.time() - 2 * health.WORKER_SILENT_S)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": True, "cache": True, "worker": False}


@pytest.mark.django_db
def test_not_ready_without_the_cache(client, settings):
    settings.CACHES = AWAY
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": True, "cache": False, "worker": False}


@pytest.mark.django_db
def test_a_heartbeat_is_measured_by_its_age():
    heartbeat()
    cache.set(heartbeat_key("pulse-media"), time.time() - 30)
    ages = health.heartbeat_ages()
    assert ages["pulse"] < 5
    assert 29 < ages["pulse-media"] < 40


@pytest.mark.django_db
def test_metrics_count_notes_queues_and_age(client):
    make.note()
    beat_all(age_s=7)
    text = client.get("/metrics").content.decode()
    assert 'xhs_notes{status="published"} 1.0' in text
    assert 'xhs_queue_tasks{queue="default"} 0.0' in text
    assert 'xhs_heartbeat_age_seconds{worker="pulse"} 7.' in text


@pytest.mark.django_db
def test_metrics_are_not_for_the_world(client, settings):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    settings.METRICS_TOKEN = "s3cret"
    assert client.get("/metrics").status_code == 404
    asked = client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers={"authorization": "Bearer s3cret"})
    assert asked.status_code == 200


@pytest.mark.worker
def test_a_real_worker_shows_itself_at_once_and_takes_tasks(celery_worker_process, client):
    deadline = time.monotonic() + 10
    while not health.workers_alive() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert client.get("/readyz").status_code == 200
    cache.delete(heartbeat_key("pulse"))
    heartbeat.apply_async(queue="pulse")
    while health.heartbeat_ages()["pulse"] is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert health.heartbeat_ages()["pulse"] < 5


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_tasks_wait_for_a_worker_that_is_off():
    heartbeat.apply_async(queue="pulse")
    assert health.queue_lengths()["pulse"] == 1
    worker = start_worker()
    deadline = time.monotonic() + 10
    while health.queue_lengths()["pulse"] and time.monotonic() < deadline:
        time.sleep(0.1)
    stop(worker)
    assert health.queue_lengths()["pulse"] == 0
