"""docker-compose.yml and the Dockerfile run what `up` and the tests run."""

import json
import re

import pytest
import yaml
from django.conf import settings

from xhs import processes

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
WEB = processes.web(host="0.0.0.0", port=8000, workers=2)


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", WEB),
        ("uploads", processes.uploads(host="0.0.0.0", port=8000)),
        ("worker", processes.worker(queues=processes.MAIN_QUEUES, concurrency=2)),
        ("worker-media", processes.worker(queues=processes.MEDIA_QUEUES, concurrency=2)),
        ("beat", processes.beat()),
    ],
)
def test_compose_runs_the_same_commands(service, command):
    assert COMPOSE["services"][service]["command"] == command


def test_the_image_runs_the_web_server_as_an_ordinary_user():
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text()
    command = re.search(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)
    assert json.loads(command[1]) == WEB
    assert re.search(r"^USER xhs$", dockerfile, re.MULTILINE)


def test_every_service_is_watched_and_every_volume_declared():
    for name, service in COMPOSE["services"].items():
        built_here = service.get("image") == "hongjian"  # the Dockerfile has a check of its own
        assert built_here or "healthcheck" in service, name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in COMPOSE["volumes"], (name, volume)


def test_every_queue_a_task_is_sent_to_has_a_worker():
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    beaten = {
        entry["options"]["queue"]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if "queue" in entry["options"]
    }
    assert routed | beaten | {settings.CELERY_TASK_DEFAULT_QUEUE} == set(processes.ALL_QUEUES.split(","))


def test_the_example_environment_names_what_compose_needs():
    needed = set(re.findall(r"\$\{(\w+)", (settings.BASE_DIR / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(\w+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    assert needed == named
