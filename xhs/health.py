"""Is it up, is it ready, what does it count: `/healthz`, `/readyz`, `/metrics`."""

import hmac
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from redis import Redis
from redis.exceptions import RedisError

from core.cache import answers as cache_answers
from moderation.models import Case
from notes.models import Note

from .processes import ALL_QUEUES, PULSES
from .tasks import heartbeat_key

WORKER_SILENT_S = 60
LOOPBACK = ("127.0.0.1", "::1")


def heartbeat_ages() -> dict[str, float | None]:
    """Seconds since each kind of worker last ran a task; None when it never did or the cache is away."""
    seen = cache.get_many([heartbeat_key(worker) for worker in PULSES])
    moments = {worker: seen.get(heartbeat_key(worker)) for worker in PULSES}
    return {worker: None if at is None else max(0.0, time.time() - at) for worker, at in moments.items()}


def queue_lengths() -> dict[str, int]:
    """Tasks that wait, by queue; empty when Redis is away."""
    queues = ALL_QUEUES.split(",")
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as redis:
            pipe = redis.pipeline(transaction=False)
            for queue in queues:
                pipe.llen(queue)
            return dict(zip(queues, pipe.execute(), strict=True))
    except RedisError:
        return {}


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def workers_alive() -> bool:
    return all(age is not None and age < WORKER_SILENT_S for age in heartbeat_ages().values())


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up. Asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, cache and every kind of worker answer, else 503 and which does not."""
    found = {"database": database_answers(), "cache": cache_answers(), "worker": workers_alive()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for this machine or the holder of METRICS_TOKEN; for others there is no such page."""
    if not _may_read_metrics(request):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    _fill(registry, "xhs_notes", "Notes by status", "status", _counts(Note, "status"))
    _fill(registry, "xhs_queue_tasks", "Tasks waiting", "queue", queue_lengths())
    ages = {worker: age for worker, age in heartbeat_ages().items() if age is not None}
    _fill(registry, "xhs_heartbeat_age_seconds", "Since the worker's last task", "worker", ages)
    cases = Gauge("xhs_review_queue", "Cases that wait for a person", registry=registry)
    cases.set(Case.objects.waiting().count())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _counts(model, field: str) -> dict[str, int]:
    return dict(model.objects.order_by().values_list(field).annotate(n=Count("pk")))


def _fill(registry: CollectorRegistry, name: str, text: str, label: str, numbers: dict) -> None:
    gauge = Gauge(name, text, [label], registry=registry)
    for key, number in numbers.items():
        gauge.labels(key).set(number)


def _may_read_metrics(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
_VIEWS = {f"/{pattern.pattern}": pattern.callback for pattern in urlpatterns}


class HealthMiddleware:
    """Answers the health pages before host names and redirects come into play: probes ask by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = _VIEWS.get(request.path_info)
        return view(request) if view else self.get_response(request)
