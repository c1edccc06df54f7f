"""How fast Discover is on a large site: `python -m bench.discover [--notes 1000000] [--events 5000000]`.

Makes the site with SQL in the database `bench_discover` beside the one that the settings name (or takes the
one that stands from before; `--anew` makes it again), serves it and the floor with the same server and
workers, and prints one JSON object. Measured in the same run at 16 connections: Discover for many signed-in
members in turn, none of whom has a list when the measurement begins (`first`), who all have one (`again`),
and of whom one of eleven has none (`members`), against the floor's `/cards`; and the visitors' page out of
the cache, against the floor's page out of `cache_page`.
"""

import argparse
import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import django

SESSIONS = 200
FIRST_OF = 11  # one of so many comes for the first time, or after the list grew old; no divisor of SESSIONS
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--seconds", type=float, default=5, help="length of one measurement")
    parser.add_argument("--anew", action="store_true", help="make the site again")
    told = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ["SEARCH_FOLLOWS"] = "false"  # nothing is searched here, and making the index takes both cores
    _use_own_database(told.notes, told.events, told.anew)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], check=True)
    django.setup()
    print(json.dumps(measure(told), ensure_ascii=False, indent=2))


def _use_own_database(notes: int, events: int, anew: bool) -> None:
    """Have everything that follows, and the servers, use the bench's database."""
    from bench import discover_data  # noqa: PLC0415
    from xhs import embedded  # noqa: PLC0415 - needs no settings

    base = os.environ.get("DATABASE_URL", "")
    if not base:
        var_dir = Path(os.environ.get("VAR_DIR", "var")).resolve()
        embedded.attach(embedded.POSTGRES, var_dir, durable=True)
        base = embedded.database_url(var_dir)
    os.environ["DATABASE_URL"] = discover_data.make(base, notes, events, anew)


def measure(told: argparse.Namespace) -> dict:
    from bench import load, scenario  # noqa: PLC0415 - needs configured settings
    from bench.pages import WORKERS, served  # noqa: PLC0415

    environment = dict(os.environ)
    for_floor = {**environment, **scenario.floor_environment()}
    floor_command = [sys.executable, "-m", "bench.floor"]
    subprocess.run([*floor_command, "prepare"], env=for_floor, check=True)
    names = ("floor /cards", "floor /kept", "first", "again", "members", "visitors")
    runs: dict[str, list] = {name: [] for name in names}
    started = time.perf_counter()
    with readers() as cookies:
        queries = count_queries(cookies)
        with (
            served("bench.floor:application", for_floor, "/hello") as floor,
            served("xhs.wsgi:application", environment, "/healthz") as ours,
        ):
            for path in ("/cards", "/kept"):
                load.run(floor, path, seconds=0.5)
            load.run(ours, "/", seconds=0.5)
            load.run(ours, "/", cookies=in_turn(cookies), seconds=told.seconds)
            for _ in range(ROUNDS):
                forget_rankings()
                runs["floor /cards"].append(load.run(floor, "/cards", seconds=told.seconds / 2))
                runs["first"].append(load.run(ours, "/", cookies=in_turn(cookies), seconds=told.seconds))
                runs["floor /cards"].append(load.run(floor, "/cards", seconds=told.seconds / 2))
                visit_all(ours, cookies)
                runs["again"].append(load.run(ours, "/", cookies=in_turn(cookies), seconds=told.seconds))
                mixed = in_turn(cookies, FIRST_OF)
                runs["members"].append(load.run(ours, "/", cookies=mixed, seconds=told.seconds))
                runs["floor /kept"].append(load.run(floor, "/kept", seconds=told.seconds / 2))
                runs["visitors"].append(load.run(ours, "/", seconds=told.seconds / 2))
    subprocess.run([*floor_command, "forget"], env=for_floor, check=True)
    speed = {name: statistics.median(one.requests_per_s for one in found) for name, found in runs.items()}
    against = dict.fromkeys(("first", "again", "members"), "floor /cards") | {"visitors": "floor /kept"}
    asked = {"again": 0.5, "members": 0.5, "visitors": 1.5}
    return {
        "notes": told.notes,
        "events": told.events,
        "workers": WORKERS,
        "connections": 16,
        "sessions": SESSIONS,
        "first_of": FIRST_OF,
        "queries": queries,
        "seconds": round(time.perf_counter() - started, 1),
        "runs": {
            name: {
                "requests_per_s": speed[name],
                "p50_ms": statistics.median(one.p50_ms for one in found),
                "p99_ms": statistics.median(one.p99_ms for one in found),
                "ratio": round(speed[name] / speed[against[name]], 3) if name in against else None,
                "asked": asked.get(name),
                "bad": sum(one.bad for one in found),
            }
            for name, found in runs.items()
        },
    }


def reader_ids() -> range:
    return range(1001, 1001 + SESSIONS)


@contextlib.contextmanager
def readers():
    """Session cookies of many members, who have never opened Discover."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.cached_db import SessionStore  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from recommend.feeds.discover import shelves  # noqa: PLC0415

    shelves.refresh()  # what the beat does
    shelves.refresh_tags()
    sessions = []
    for reader in User.objects.filter(pk__in=reader_ids()):
        session = SessionStore()
        session[SESSION_KEY] = str(reader.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
        session.create()
        sessions.append(session)
    try:
        yield [f"{settings.SESSION_COOKIE_NAME}={session.session_key}" for session in sessions]
    finally:
        for session in sessions:
            session.delete()


def count_queries(cookies: list[str]) -> dict[str, int]:
    """SQL queries of one request by a member whose list is not ranked yet, and of one who comes back."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    found = {}
    for member in (0, 1):  # the first warms this process up
        forget_rankings()
        client = Client(SERVER_NAME="127.0.0.1")
        name, _, value = cookies[member].partition("=")
        client.cookies[name] = value
        for visit in ("first", "again"):
            with CaptureQueriesContext(connection) as captured:
                answer = client.get("/")
            if answer.status_code != 200:
                raise SystemExit(f"/ answered {answer.status_code}")
            found[visit] = len(captured)
    return found


def in_turn(cookies: list[str], first_of: int = 0) -> Iterator[str]:
    """The members in turn, for ever; one of `first_of` comes as if for the first time."""
    from django.core.cache import cache  # noqa: PLC0415

    from recommend.feeds.discover import rankings  # noqa: PLC0415

    members = itertools.cycle(zip(reader_ids(), cookies, strict=True))
    for number, (reader, cookie) in enumerate(members):
        if first_of and number % first_of == 0:
            cache.delete(rankings.key(reader))
        yield cookie


def visit_all(port: int, cookies: list[str]) -> None:
    """Have every member a list."""
    for cookie in cookies:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Cookie": cookie})
        urllib.request.urlopen(asked, timeout=30).read()


def forget_rankings() -> None:
    """Have nobody a list: as if they had never come."""
    from django.core.cache import cache  # noqa: PLC0415

    from recommend.feeds.discover import rankings  # noqa: PLC0415
    from recommend.models import Ranking  # noqa: PLC0415

    Ranking.objects.all().delete()
    cache.delete_many([rankings.key(reader) for reader in reader_ids()])


if __name__ == "__main__":
    main()
