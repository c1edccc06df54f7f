"""`manage.py up`: the whole site in one terminal."""

import hashlib
import os
import time
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.crypto import get_random_string

from accounts.actions import create_member
from xhs import embedded, preflight, processes
from xhs.demo import load
from xhs.supervisor import GaveUp, Supervisor

WEB_SECONDS = 60
# Without look-alikes: these are typed from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
OPERATOR = "operator@example.org"


class Command(BaseCommand):
    help = (
        "Start the site on this machine: database, cache, web, workers and beat; Ctrl-C stops all. "
        "Example: PORT=8080 python manage.py up"
    )
    requires_system_checks = "__all__"

    def handle(self, *args, **options):
        self.supervisor = Supervisor(self.say, self.environment(), settings.BASE_DIR)
        self.supervisor.listen()
        try:
            preflight.check_port(settings.HOST, settings.PORT)
            self.have_services()
            self.bring_up_to_date()
            sign_ins = self.fill_when_empty()
            connection.close()
            self.serve(sign_ins)
        except (preflight.NotReady, embedded.EmbeddedError, GaveUp) as error:
            raise CommandError(str(error)) from error
        finally:
            self.supervisor.stop()
            connection.close()
            embedded.release(wait=True)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    # --- Before the start -----------------------------------------------------------------------------------

    def have_services(self) -> None:
        """Embedded servers where no address is given; what is given is looked at."""
        for service, wanted in (
            (embedded.POSTGRES, settings.EMBEDDED_POSTGRES),
            (embedded.VALKEY, settings.EMBEDDED_VALKEY),
        ):
            if wanted:
                embedded.attach(service, settings.VAR_DIR, durable=settings.EMBEDDED_DURABLE)
        preflight.check_database(connection.get_connection_params())
        preflight.check_redis(settings.REDIS_URL)

    def bring_up_to_date(self) -> None:
        """Migrate and collect static files, each only when there is something to do."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        stamp, shape = Path(settings.STATIC_ROOT) / ".shape", shape_of_static_files()
        if not stamp.exists() or stamp.read_text() != shape:
            self.say("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=stamp.exists())
            stamp.write_text(shape)

    def fill_when_empty(self) -> list[tuple[str, str]]:
        """Demo data and accounts for an empty database: (e-mail, password) of each sign-in."""
        users = apps.get_model(settings.AUTH_USER_MODEL).objects
        if users.exists():
            return []
        self.say("Making demo data …")
        operator_password, demo_password = (get_random_string(14, LETTERS) for _ in range(2))
        with transaction.atomic():  # all of it or nothing: an interrupted first start starts over
            load.load_demo(operator_password, demo_password, self.stdout)
        operator = users.filter(is_superuser=True).order_by("pk").first()
        if operator is None:
            operator = create_member(
                handle="operator", email=OPERATOR, password=operator_password, is_operator=True
            )
        member = users.filter(is_staff=False).order_by("pk").first()
        sign_ins = [(operator.email, operator_password)]
        return [*sign_ins, (member.email, demo_password)] if member else sign_ins

    # --- Running --------------------------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """What the processes are told: the addresses in use, whether given or embedded."""
        database = os.environ.get("DATABASE_URL") or embedded.database_url(settings.VAR_DIR)
        told = {
            **os.environ,
            "DATABASE_URL": database,
            "REDIS_URL": settings.REDIS_URL,
            "SITE_URL": settings.SITE_URL,
            "VAR_DIR": str(settings.VAR_DIR),
        }
        if settings.HOST in ("127.0.0.1", "localhost", "::1"):
            told.setdefault("STAFF_MFA_REQUIRED", "false")
        return told

    def serve(self, sign_ins: list[tuple[str, str]]) -> None:
        start = self.supervisor.start
        web = processes.web(host=settings.HOST, port=settings.PORT, workers=settings.WEB_WORKERS)
        start("web", processes.here(web))
        if not self.web_answers():
            return
        self.greet(sign_ins)
        main = processes.worker(queues=processes.MAIN_QUEUES, concurrency=2)
        media = processes.worker(queues=processes.MEDIA_QUEUES, concurrency=2)
        start("worker", processes.here(main))
        start("media worker", processes.here(media))
        start("beat", processes.here(processes.beat()))
        self.supervisor.run()
        self.say("Stopping …")

    def web_answers(self) -> bool:
        """Wait for the first answer; False when asked to stop meanwhile."""
        host = "127.0.0.1" if settings.HOST in ("0.0.0.0", "") else settings.HOST
        host = f"[{host}]" if ":" in host else host
        deadline = time.monotonic() + WEB_SECONDS
        while not self.supervisor.asked_to_stop:
            self.supervisor.look_after()
            try:
                with urlopen(f"http://{host}:{settings.PORT}/healthz", timeout=5):
                    return True
            except HTTPError as error:
                raise preflight.NotReady(f"The web server answers with an error: {error}") from error
            except (URLError, HTTPException, OSError) as error:
                if time.monotonic() > deadline:
                    raise preflight.NotReady(f"The web server does not answer: {error}") from error
            time.sleep(0.05)
        return False

    def greet(self, sign_ins: list[tuple[str, str]]) -> None:
        self.say(f"\n  {settings.SITE_NAME} is up: {settings.SITE_URL}/\n")
        if sign_ins:
            self.say("  Sign in with (shown only now):")
            for email, password in sign_ins:
                self.say(f"    {email}   {password}")
            self.say(f"  Operators work at {settings.SITE_URL}/admin/\n")
        else:
            self.say("  Forgotten a password? python manage.py changepassword HANDLE\n")
        self.say("  Ctrl-C stops everything.")


def shape_of_static_files() -> str:
    """A fingerprint of all static sources: names, sizes and times."""
    shape = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            shape.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return shape.hexdigest()
