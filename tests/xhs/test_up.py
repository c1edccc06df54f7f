"""`manage.py up` as a person runs it: one command, one terminal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings

from tests.xhs.test_embedded import gone

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("up")]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def environment(var: Path, **changes) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("LOG_LEVEL", "TEST_DATABASE")}
    told = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "xhs.settings", "EMBEDDED_DURABLE": "false"}
    return {**kept, **told, **{name: str(value) for name, value in changes.items()}}


@dataclass
class Site:
    """One run of `up`; its output goes to a file."""

    var: Path
    port: int
    process: subprocess.Popen
    output: Path

    def get(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return response.status

    def answers(self, path: str, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.get(path) == 200:
                    return True
            except (URLError, OSError):
                time.sleep(0.1)
        return False

    def said(self) -> str:
        return self.output.read_text()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)


@pytest.fixture(scope="module", autouse=True)
def _nothing_left():
    """Whatever a failed test started ends with the module."""
    yield
    for site in started:
        if site.process.poll() is None:
            site.end(signal.SIGTERM)


started: list[Site] = []


def start(var: Path) -> Site:
    port, output = free_port(), var.parent / f"{var.name}.log"
    with open(output, "wb") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=settings.BASE_DIR,
            env=environment(var, PORT=port),
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    site = Site(var, port, process, output)
    started.append(site)
    return site


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """A site that was started on nothing and looked at; its beat was killed, then the site itself."""
    site = start(tmp_path_factory.mktemp("up") / "var")
    ready = site.answers("/", 110) and site.answers("/readyz", 60)
    if site.process.poll() is not None:
        pytest.fail(site.said())
    next(process for process in site.family() if "beat" in process.cmdline()).kill()
    deadline = time.monotonic() + 20
    while "beat ended" not in site.said() and time.monotonic() < deadline:
        time.sleep(0.1)
    family = site.family()
    site.end(signal.SIGKILL)
    return site, ready, family


def test_the_first_start_makes_a_site_with_demo_data(first_run):
    site, ready, _family = first_run
    assert ready, site.said()
    assert f"http://127.0.0.1:{site.port}/" in site.said()


def test_sign_ins_are_shown_with_fresh_passwords(first_run):
    site, _ready, _family = first_run
    shown = re.findall(r"^    (\S+@\S+)   (\S{14})$", site.said(), re.MULTILINE)
    assert len(shown) == 2
    assert shown[0][1] != shown[1][1]


def test_what_dies_is_started_again(first_run):
    assert "beat ended with code -9 and is started again." in first_run[0].said()


def alive(process: psutil.Process) -> bool:
    """Is it there? One that ended and waits to be collected by a container's lazy init is not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def left_after(seconds: float, family: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run; the keeper of a server ends a moment after the server that it stopped."""
    deadline = time.monotonic() + seconds
    while any(alive(process) for process in family) and time.monotonic() < deadline:
        time.sleep(0.1)
    return [process for process in family if alive(process)]


def test_a_killed_site_leaves_no_process_behind(first_run):
    site, _ready, family = first_run
    assert len(family) >= 8  # web, workers and beat with their children, two keepers and their servers
    assert gone(site.var, 30)
    assert not left_after(30, family)


def test_a_second_start_is_quick_and_ctrl_c_leaves_no_process_behind(first_run):
    var = first_run[0].var
    assert gone(var, 30)
    began = time.monotonic()
    again = start(var)
    assert again.answers("/", 60), again.said()
    assert time.monotonic() - began < 15  # 5 s on an idle machine
    assert "Making demo data" not in again.said()
    assert "@" not in again.said()
    family = again.family()
    assert again.end(signal.SIGINT) == 0, again.said()
    assert not left_after(5, family)
    assert gone(var, 0)


SUPERVISE = """
import os, sys
from xhs.supervisor import Supervisor
supervisor = Supervisor(print, os.environ, ".")
supervisor.listen()
child = supervisor.start("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
print(child.process.pid, flush=True)
supervisor.run()
supervisor.stop()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_ends_all_that_was_started(number):
    run = subprocess.Popen([sys.executable, "-c", SUPERVISE], stdout=subprocess.PIPE, cwd=settings.BASE_DIR)
    child = psutil.Process(int(run.stdout.readline()))
    run.send_signal(number)
    assert run.wait(20) == 0
    run.stdout.close()
    assert not left_after(5, [child])


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not an address of a PostgreSQL database"),
        ({"EMAIL_URL": "nonsense"}, "EMAIL_URL is not an address of a mail server"),
        ({"PERSONAL_DATA_KEYS": "short"}, "A key in PERSONAL_DATA_KEYS cannot encrypt"),
        ({"DATABASE_URL": "postgres://u:p@127.0.0.1:1/x"}, "The database of DATABASE_URL cannot be reached"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "The Redis server of REDIS_URL cannot be reached"),
        ({"PORT": "http"}, "PORT"),
        ({"DEBUG": "true", "ALLOWED_HOSTS": "example.org"}, "DEBUG shows source and settings"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path, told, sentence):
    told = {"PORT": free_port(), **told}
    run = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path, **told),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert gone(tmp_path, 10)


def test_a_port_in_use_is_said_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "manage.py", "up"],
            cwd=settings.BASE_DIR,
            env=environment(tmp_path, PORT=port),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert run.returncode == 1
    assert run.stderr.strip().count("\n") == 0
    assert f"Port {port} of 127.0.0.1 cannot be used" in run.stderr
    assert not (tmp_path / "postgres").exists()
