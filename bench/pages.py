"""How fast our pages are next to the floor, in one run: `python -m bench.pages [--seconds 5]`.

It runs on the database that the settings name (import what you want to measure first), starts our server
and the floor with the same server and workers, and prints one JSON object: per page requests/s, p50 and
p99 in ms, SQL queries, and the ratio of its requests/s to the floor's `/cards`. Floor and pages take
turns, `ROUNDS` times; medians are shown.
"""

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

import django

WORKERS = 2
ROUNDS = 3


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(target: str, environment: dict[str, str], path: str):
    """A granian with our flags serving `target`; yields its port."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", "1", "--log-level", "error", target),
    ]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port, path)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, path: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no server answered on port {port}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=4, help="length of one measurement")
    seconds = parser.parse_args().seconds

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    from bench import load, scenario  # noqa: PLC0415 - needs configured settings

    environment = dict(os.environ)
    for_floor = {**environment, **scenario.floor_environment()}
    with scenario.signed_in() as cookie:
        pages = scenario.pages()
        queries = {page.name: scenario.queries(page, cookie) for page in pages}
        subprocess.run([sys.executable, "-m", "bench.floor", "prepare"], env=for_floor, check=True)
        runs: dict[str, list[load.Result]] = {
            "floor /hello": [],
            "floor /cards": [],
            **{page.name: [] for page in pages},
        }
        with (
            served("bench.floor:application", for_floor, "/hello") as floor,
            served("xhs.wsgi:application", environment, "/healthz") as ours,
        ):
            for _ in range(ROUNDS):
                runs["floor /hello"].append(load.run(floor, "/hello", seconds=seconds / 2))
                for page in pages:
                    runs["floor /cards"].append(load.run(floor, "/cards", seconds=seconds / 4))
                    sent = cookie if page.signed_in else ""
                    load.run(ours, page.path, cookie=sent, seconds=0.3)
                    runs[page.name].append(load.run(ours, page.path, cookie=sent, seconds=seconds))
        subprocess.run([sys.executable, "-m", "bench.floor", "forget"], env=for_floor, check=True)

    floor_speed = statistics.median(result.requests_per_s for result in runs["floor /cards"])
    report = {"rows": scenario.rows(), "workers": WORKERS, "connections": 16, "pages": {}}
    asked = {page.name: page.asked for page in pages}
    for name, results in runs.items():
        speed = statistics.median(result.requests_per_s for result in results)
        report["pages"][name] = {
            "requests_per_s": speed,
            "p50_ms": statistics.median(result.p50_ms for result in results),
            "p99_ms": statistics.median(result.p99_ms for result in results),
            "queries": queries.get(name),
            "ratio": round(speed / floor_speed, 3),
            "asked": asked.get(name),
            "bad": sum(result.bad for result in results),
        }
    print(json.dumps(report, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
