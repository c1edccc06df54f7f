"""The embedded servers: shared by processes, gone after the last, back after every kind of end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from redis import Redis

from xhs import embedded

USER = """
import sys
from pathlib import Path
from xhs import embedded
var = Path(sys.argv[1])
for service in sys.argv[2:]:
    embedded.attach(service, var, durable=False)
print("attached", flush=True)
sys.stdin.read()
embedded.release(wait=True)
"""


@pytest.fixture
def var(tmp_path):
    yield tmp_path
    for process in servers(tmp_path):
        process.kill()


def use(var: Path, *services: str) -> subprocess.Popen:
    """Another process that uses these services until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(var), *services],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "attached\n"
    return process


def leave(process: subprocess.Popen) -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


def servers(var: Path, name: str = "") -> list[psutil.Process]:
    """Every keeper and server that works for this directory."""
    found = []
    for process in psutil.process_iter(["cmdline", "name"]):
        words = " ".join(process.info["cmdline"] or [])
        if str(var) in words and "attach(" not in words and name in f"{process.info['name']} {words}":
            found.append(process)
    return found


def gone(var: Path, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while servers(var) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not servers(var)


def test_addresses_are_known_without_starting_anything(var):
    assert str(var) in embedded.redis_url(var)
    assert embedded.database_url(var).startswith("postgresql://")
    assert not servers(var)


def test_a_long_path_gets_a_short_place_for_sockets(tmp_path):
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    assert len(str(embedded.run_dir(deep))) < 60
    assert embedded.run_dir(deep) != embedded.run_dir(deep / "c")
    assert embedded.run_dir(Path("/srv/site/var")) == Path("/srv/site/var/run")


def test_celery_spells_a_socket_differently():
    assert embedded.broker_url("unix:///run/v.sock?db=3") == "redis+socket:///run/v.sock?virtual_host=3"
    assert embedded.broker_url("redis://cache:6379/1") == "redis://cache:6379/1"


def test_two_processes_share_the_servers_and_the_last_ends_them(var):
    first, second = use(var, "postgres", "valkey"), use(var, "postgres", "valkey")
    assert len(servers(var, "keeper.py")) == 2
    leave(first)
    assert Redis.from_url(embedded.redis_url(var)).ping()
    assert embedded._answers(embedded.POSTGRES, var)
    leave(second)  # returns when they are down
    assert not servers(var)


def test_a_user_that_is_killed_leaves_nothing_running(var):
    user = use(var, "postgres", "valkey")
    user.kill()
    user.wait()
    assert gone(var)


@pytest.mark.parametrize("victim", ["keeper.py postgres", "postgres -D", "keeper.py valkey", "valkey-server"])
def test_what_is_killed_comes_back(var, victim):
    service = "valkey" if "valkey" in victim else "postgres"
    user = use(var, service)
    for process in servers(var, victim):
        process.send_signal(signal.SIGKILL)
    second = use(var, service)
    assert embedded._answers(service, var)
    leave(second)
    leave(user)
    assert gone(var)


def test_secrets_are_made_once_and_private(var):
    first = embedded.secret(var, "key")
    assert embedded.secret(var, "key") == first
    assert os.stat(var / "key").st_mode & 0o777 == 0o600
    assert [path.name for path in var.iterdir()] == ["key"]


def test_no_server_starts_for_commands_that_need_none(var):
    environment = {**os.environ, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "xhs.settings"}
    for command in (["--help"], ["check"], ["diffsettings"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            capture_output=True,
        )
    assert not (var / "postgres").exists()
    assert not (var / "valkey").exists()
