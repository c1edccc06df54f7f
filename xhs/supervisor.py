"""Runs the processes of `manage.py up`: starts them, restarts what dies, stops all, leaves nothing behind."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
PATIENCE_SECONDS, HURRY_SECONDS = 6, 4
GIVE_UP_AFTER = 3  # deaths of one process within GIVE_UP_SECONDS
GIVE_UP_SECONDS = 60
_libc = ctypes.CDLL(None, use_errno=True)


class GaveUp(Exception):
    """A process keeps dying; the message names it."""


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen
    deaths: list[float] = field(default_factory=list)


class Supervisor:
    """Each child leads its own session, so that all it starts can be ended with it."""

    def __init__(self, say: Callable[[str], None], environment: Mapping[str, str], directory: os.PathLike):
        self.say, self.environment, self.directory = say, environment, directory
        self.children: list[Child] = []
        self.asked_to_stop = False
        # Grandchildren whose parent died become ours and are ended with the rest.
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def listen(self) -> None:
        """SIGINT, SIGTERM and SIGHUP leave by SystemExit before `run`, and end `run` when it has begun."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: object) -> None:
        self.asked_to_stop = True
        if not self.children:
            raise SystemExit(128 + number)

    def start(self, name: str, command: Sequence[str]) -> Child:
        child = Child(name, command, self._spawn(command))
        self.children.append(child)
        return child

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen:
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with(os.getpid()),
        )

    def run(self) -> None:
        """Until asked to stop. Raises GaveUp when a process does not stay up."""
        while not self.asked_to_stop:
            self.look_after()
            time.sleep(0.2)

    def look_after(self) -> None:
        """Start again what has died since the last look."""
        for child in self.children:
            code = child.process.poll()
            if code is None or self.asked_to_stop:
                continue
            now = time.monotonic()
            child.deaths = [*(at for at in child.deaths if now - at < GIVE_UP_SECONDS), now]
            _kill_group(child.process.pid)
            if len(child.deaths) >= GIVE_UP_AFTER:
                times = f"{GIVE_UP_AFTER} times within {GIVE_UP_SECONDS} s"
                raise GaveUp(f"{child.name} ended {times}, the last time with code {code}.")
            self.say(f"{child.name} ended with code {code} and is started again.")
            child.process = self._spawn(child.command)

    def stop(self) -> None:
        """Ask all to end, last started first; then hurry them (SIGQUIT: hand tasks back), then kill them."""
        self.asked_to_stop = True
        for child in reversed(self.children):
            child.process.terminate()
        if not self._ended_within(PATIENCE_SECONDS):
            for child in self.children:
                child.process.send_signal(signal.SIGQUIT)
            self._ended_within(HURRY_SECONDS)
        for child in self.children:
            _kill_group(child.process.pid)
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(5)
        with suppress(ChildProcessError):  # adopted grandchildren
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _ended_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        for child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
        return all(child.process.poll() is not None for child in self.children)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _end_with(parent: int) -> Callable[[], None]:
    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arrange
