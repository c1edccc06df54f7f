"""Services that live in `var/` by default: PostgreSQL and Valkey from their wheels, and secrets.

Addresses are known without starting anything: sockets lie at a fixed place under `var/`. A server is started
by the first process that opens a connection, shared by all that come after, and stopped when the last of them
has ended, however it ended: each holds a shared lock that the kernel releases (`xhs/keeper.py` waits for it).
"""

import atexit
import fcntl
import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, quote, urlsplit

import psycopg2
from cryptography.fernet import Fernet
from redis import Redis
from redis.exceptions import RedisError

POSTGRES, VALKEY = "postgres", "valkey"
DATABASE = "xhs"
START_SECONDS = 120
STOP_SECONDS = 30
_SOCKET_PATH_LIMIT = 100  # bytes; the kernel takes 107
_KEEPER = Path(__file__).with_name("keeper.py")

_held: dict[tuple[str, Path], IO[str]] = {}
_keepers: list[subprocess.Popen] = []
_holder_pid = 0


class EmbeddedError(Exception):
    """An embedded service cannot run; the message is one sentence for the person at the terminal."""


# --- Secrets ------------------------------------------------------------------------------------------------


def secret(var_dir: Path, name: str) -> str:
    """A random secret kept in `var/`, made on first use and readable by this user only."""
    return _kept(var_dir / name, lambda: secrets.token_urlsafe(50))


def fernet_key(var_dir: Path) -> str:
    """The default key for personal data, kept in `var/`."""
    return _kept(var_dir / "personal_data_key", lambda: Fernet.generate_key().decode())


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The content of `path`; a missing file appears whole or not at all, even when two processes make it."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
            with open(descriptor, "w") as file:
                file.write(make())
            with suppress(FileExistsError):
                os.link(draft, path)
            os.unlink(draft)
        return path.read_text().strip()
    except PermissionError as error:
        raise EmbeddedError(
            f"{path.parent} belongs to another user; run as that user, or set VAR_DIR to your own directory."
        ) from error


# --- Addresses ----------------------------------------------------------------------------------------------


def run_dir(var_dir: Path) -> Path:
    """Where sockets and locks lie: `var/run`, or a short path in /tmp when that is too long for a socket."""
    inside = var_dir / "run"
    if len(os.fsencode(inside / ".s.PGSQL.5432.lock")) <= _SOCKET_PATH_LIMIT:
        return inside
    return Path("/tmp") / f"hongjian-{os.getuid()}-{hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]}"


def database_url(var_dir: Path) -> str:
    """Address of the embedded PostgreSQL, running or not."""
    return f"postgresql://postgres@/{DATABASE}?host={quote(str(run_dir(var_dir)), safe='')}"


def redis_url(var_dir: Path, db: int = 0) -> str:
    """Address of the embedded Valkey, running or not."""
    return f"unix://{quote(str(run_dir(var_dir) / 'valkey.sock'))}?db={db}"


def broker_url(redis_url: str) -> str:
    """The same server as Celery spells it: `unix://PATH?db=N` is `redis+socket://PATH?virtual_host=N`."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    return f"redis+socket://{parts.path}?virtual_host={parse_qs(parts.query).get('db', ['0'])[0]}"


# --- Use ----------------------------------------------------------------------------------------------------


def attach(service: str, var_dir: Path, *, durable: bool = True) -> None:
    """Have `service` (POSTGRES or VALKEY) answer until this process ends; starts it when nobody has.

    `durable=False` gives up crash safety for speed (throwaway data). Raises EmbeddedError when it cannot run.
    """
    global _holder_pid
    if (service, var_dir) in _held:
        return
    run = _prepared(run_dir(var_dir))
    with _locked(run / f"{service}.start"):
        users = open(run / f"{service}.users", "a")  # noqa: SIM115 - held until the process ends
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a server of earlier users is going down
        _start(service, var_dir, run, durable=durable)
    _held[service, var_dir] = users
    if _holder_pid != os.getpid():
        _holder_pid = os.getpid()
        atexit.register(release)


def release(*, wait: bool = False) -> None:
    """Let go of all services; with `wait`, return when those that nobody else uses are down."""
    mine = os.getpid() == _holder_pid
    for (service, var_dir), users in list(_held.items()):
        users.close()
        del _held[service, var_dir]
        if wait and mine:
            _await_end(run_dir(var_dir), service)


def _start(service: str, var_dir: Path, run: Path, *, durable: bool) -> None:
    deadline = time.monotonic() + START_SECONDS
    keeper: subprocess.Popen | None = None
    failure = run / f"{service}.error"
    while time.monotonic() < deadline:
        if _is_locked(run / f"{service}.keeper"):
            if _answers(service, var_dir):
                return
        elif keeper is not None and keeper.poll() is not None:
            said = failure.read_text().strip() if failure.exists() else ""
            log = var_dir / "log" / f"{service}.log"
            raise EmbeddedError(said or f"The embedded {service} server did not start; its log is {log}.")
        elif keeper is None:
            failure.unlink(missing_ok=True)
            keeper = _spawn_keeper(service, var_dir, run, durable=durable)
            _keepers.append(keeper)
        time.sleep(0.03)
    raise EmbeddedError(f"The embedded {service} server did not answer within {START_SECONDS} s.")


def _spawn_keeper(service: str, var_dir: Path, run: Path, *, durable: bool) -> subprocess.Popen:
    log = var_dir / "log" / f"{service}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(_KEEPER), service, str(var_dir), str(run)]
    with open(log, "ab") as output:
        return subprocess.Popen(
            command if durable else [*command, "--not-durable"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in this terminal is not for the servers
            cwd="/",
        )


def _answers(service: str, var_dir: Path) -> bool:
    if service == VALKEY:
        try:
            with Redis.from_url(redis_url(var_dir), socket_timeout=2) as server:
                return bool(server.ping())
        except RedisError:
            return False
    try:
        psycopg2.connect(database_url(var_dir), connect_timeout=5).close()
    except psycopg2.OperationalError:
        return False
    return True


def _prepared(run: Path) -> Path:
    try:
        run.mkdir(parents=True, mode=0o700, exist_ok=True)
    except PermissionError as error:
        raise EmbeddedError(f"{run} cannot be made; set VAR_DIR to a directory of your own.") from error
    if run.is_symlink() or os.geteuid() not in (0, run.stat().st_uid):
        raise EmbeddedError(
            f"{run} belongs to another user; run as that user, or set VAR_DIR to your own directory."
        )
    return run


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_locked(path: Path, *, shared: bool = False) -> bool:
    """Does another process hold `path` exclusively, or (`shared`) in any way?"""
    with open(path, "a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if shared else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _await_end(run: Path, service: str) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and _is_locked(run / f"{service}.keeper"):
        users = run / f"{service}.users"
        if _is_locked(users, shared=True) and not _is_locked(users):
            return  # somebody else still uses it
        time.sleep(0.03)
    for keeper in _keepers:
        with suppress(subprocess.TimeoutExpired):  # it may serve another service
            keeper.wait(0.5)
