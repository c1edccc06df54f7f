"""Search among many notes, through our server: `python -m bench.search [N] [--keep]`; prints one JSON line.

It runs on the database that the settings name, which must hold the real notes (`manage.py import_notes`), and
adds notes with texts resampled from them until there are N (1,000,000), which it removes again unless
`--keep` says otherwise. Measured are:

- `rebuild_s`, `rebuild_cpu_s`, `rebuild_mb`: the index of this machine made anew, the processor time of all
  its processes, and the peak memory of the largest; `load_before`: how busy the machine was already;
- `engine_p50_ms`, `engine_p99_ms`: ids of the best 30 for a query, in one process;
- `p50_ms`, `p99_ms`: whole requests by `CLIENTS` clients that wait for nothing, each query asked once: one or
  two words of the real notes, as frequent as they are there; `again_*`: the same queries once more;
- `floor_p50_ms`: the floor's `/cards` under the same load;
- `suggest_p50_ms`, `suggest_p99_ms`: suggestions for the beginnings of such words, one client;
- `fresh_s`: until a note just indexed is on the page of a search for it;
- `web_mb`: memory of the web workers together.
"""

import argparse
import json
import os
import random
import re
import resource
import selectors
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import django

from bench.load import _Connection, _request

CLIENTS = 8
QUERIES = 4_000
WARM = 400
_WORD = re.compile(r"^(?:[\u4e00-\u9fff]{2,}|[a-z]{3,})$")
MARK = "bench-search-"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--keep", action="store_true", help="leave the notes for another run")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    try:
        fill(asked.notes)
        print(json.dumps(measured(asked.notes)))
    finally:
        if not asked.keep:
            empty()


def fill(number: int) -> None:
    """Copy random real notes, their search entries and tags, in SQL, until there are so many."""
    from django.db import connection  # noqa: PLC0415 - needs configured settings

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM recommend_notedocument")
        missing = number - cursor.fetchone()[0]
        if missing <= 0:
            return
        own = {
            "import_id": f"'{MARK}' || made.id",
            "request_key": "gen_random_uuid()",
            "published_at": "now() - random() * interval '700 days'",
            "like_count": "floor(exp(random() * 8))::int",
            "series_id": "NULL",
            "pinned_at": "NULL",
            "indexed_revision": "source.revision",
        }
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'notes_note' AND column_name <> 'id'"
        )
        columns = [name for (name,) in cursor.fetchall()]
        values = ", ".join(own.get(name, f"source.{name}") for name in columns)
        cursor.execute("SELECT coalesce(max(id), 0) FROM notes_note")
        last = cursor.fetchone()[0]
        cursor.execute("DROP INDEX IF EXISTS recommend_document_words")
        cursor.execute(
            "CREATE TEMP TABLE real_notes AS SELECT row_number() OVER (ORDER BY id) AS at, id FROM notes_note"
            " WHERE coalesce(import_id, '') NOT LIKE %s"
            " AND id IN (SELECT note_id FROM recommend_notedocument)",
            [f"{MARK}%"],
        )
        cursor.execute("SELECT count(*) FROM real_notes")
        real = cursor.fetchone()[0]
        if real < 1000:
            raise SystemExit("Import the real notes first, and have them indexed.")
        cursor.execute(
            f"CREATE TEMP TABLE copies AS SELECT %s + n AS id, n, 1 + floor(random() * {real})::int AS at"
            " FROM generate_series(1, %s) n",
            [last, missing],
        )
        cursor.execute("CREATE INDEX ON real_notes (at); ANALYZE copies; ANALYZE real_notes")
        cursor.execute(
            f"INSERT INTO notes_note (id, {', '.join(columns)}) SELECT made.id, {values} FROM copies made"
            " JOIN real_notes USING (at) JOIN notes_note source ON source.id = real_notes.id"
        )
        cursor.execute(
            "INSERT INTO recommend_notedocument (note_id, words, text)"
            " SELECT made.id, source.words, source.text"
            " FROM copies made JOIN real_notes USING (at)"
            " JOIN recommend_notedocument source ON source.note_id = real_notes.id"
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence('notes_note', 'id'), max(id)) FROM notes_note")
        cursor.execute("ANALYZE notes_note; ANALYZE recommend_notedocument")


def empty() -> None:
    from django.db import connection  # noqa: PLC0415 - as above

    some = f"(SELECT id FROM notes_note WHERE import_id LIKE '{MARK}%')"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM recommend_notedocument WHERE note_id IN {some}")
        cursor.execute(f"DELETE FROM notes_note WHERE import_id LIKE '{MARK}%'")
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS recommend_document_words ON recommend_notedocument USING gin (words)"
        )


def measured(number: int) -> dict:
    from bench import pages, scenario  # noqa: PLC0415 - as above

    report: dict = {"notes": number, "clients": CLIENTS, **rebuilt()}
    queries = list(real_queries(QUERIES))
    report |= engine_times(queries)
    environment = dict(os.environ)
    for_floor = {**environment, **scenario.floor_environment()}
    subprocess.run([sys.executable, "-m", "bench.floor", "prepare"], env=for_floor, check=True)
    with (
        pages.served("bench.floor:application", for_floor, "/hello") as floor,
        pages.served("xhs.wsgi:application", environment, "/healthz") as ours,
    ):
        time.sleep(2)
        paths = [f"/search/?q={quote(q)}" for q in queries]
        run(ours, paths[:WARM])
        cold, again = run(ours, paths[WARM:]), run(ours, paths[WARM:])
        report |= _named("", cold) | _named("again_", again)
        report["requests_per_s"] = round(cold.rate, 1)
        report["bad"] = cold.bad + again.bad
        report["floor_p50_ms"] = _named("", run(floor, ["/cards"] * 2000))["p50_ms"]
        beginnings = [f"/search/suggest/?q={quote(q[:size])}" for q in queries[:500] for size in (1, 2)]
        report |= _named("suggest_", run(ours, beginnings, clients=1))
        report["fresh_s"] = fresh(ours)
        report["web_mb"] = _web_mb()
    subprocess.run([sys.executable, "-m", "bench.floor", "forget"], env=for_floor, check=True)
    return report


def rebuilt() -> dict:
    busy, started = os.getloadavg()[0], time.perf_counter()
    subprocess.run([sys.executable, "manage.py", "rebuild_search"], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    from recommend.search import files  # noqa: PLC0415 - as above

    size = sum(path.stat().st_size for path in files.root().rglob("*") if path.is_file())
    return {
        "load_before": round(busy, 1),
        "rebuild_s": round(seconds, 1),
        "rebuild_cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "rebuild_mb": round(used.ru_maxrss / 1024),
        "index_mb": round(size / 1e6),
    }


def real_queries(number: int) -> Iterator[str]:
    """One or two words of a real note, in turn; none twice."""
    from recommend.models import NoteDocument  # noqa: PLC0415 - as above

    texts = list(
        NoteDocument.objects.exclude(note__import_id__startswith=MARK).values_list("text", flat=True)[:20_000]
    )
    chance, seen = random.Random(11), set()
    while len(seen) < number:
        words = [word for word in chance.choice(texts).split() if _WORD.match(word)]
        size = 1 + len(seen) % 2
        q = " ".join(chance.sample(words, size)) if len(words) >= size else ""
        if q and q not in seen:
            seen.add(q)
            yield q


def engine_times(queries: Sequence[str]) -> dict:
    from recommend.search import index  # noqa: PLC0415 - as above
    from recommend.search.asking import Asked, words_in  # noqa: PLC0415

    index.notes.is_ready()
    times = []
    for q in queries[:2000]:
        started = time.perf_counter()
        index.notes.find(Asked(words_in(q)), 30)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"engine_p50_ms": round(times[1000], 2), "engine_p99_ms": round(times[1980], 2)}


class Load:
    def __init__(self, times: list[float], elapsed: float, bad: int):
        self.times, self.rate, self.bad = sorted(times), len(times) / elapsed, bad


def run(port: int, paths: Sequence[str], clients: int = CLIENTS) -> Load:
    """Ask each path once, by so many clients that wait for nothing."""
    requests = iter([_request(port, path, "") for path in paths])
    selector = selectors.DefaultSelector()
    everyone = [_Connection(port, requests) for _ in range(clients)]
    for one in everyone:
        selector.register(one.socket, selectors.EVENT_READ, one)
        one.send()
    times, bad, open_ = [], 0, clients
    started = time.perf_counter()
    while open_:
        for key, _events in selector.select(timeout=30):
            one = key.data
            if not one.receive():
                continue
            times.append((time.perf_counter() - one.started) * 1000)
            bad += not one.ok
            try:
                one.send()
            except StopIteration:
                selector.unregister(one.socket)
                open_ -= 1
    elapsed = time.perf_counter() - started
    for one in everyone:
        one.socket.close()
    return Load(times, elapsed, bad)


def _named(prefix: str, load: Load) -> dict:
    times = load.times
    return {
        f"{prefix}p50_ms": round(times[len(times) // 2], 2),
        f"{prefix}p99_ms": round(times[int(len(times) * 0.99)], 2),
    }


def fresh(port: int) -> float:
    """Seconds until a note that was just indexed stands on the page of a search for it."""
    from django.utils import timezone  # noqa: PLC0415 - as above

    from accounts.models import User  # noqa: PLC0415
    from notes.models import Note  # noqa: PLC0415
    from recommend import actions  # noqa: PLC0415

    word = f"neu{random.randrange(10**9)}"
    address = f"http://127.0.0.1:{port}/search/?q={word}"
    urllib.request.urlopen(address).read()
    author = User.objects.filter(is_active=True).first()
    note = Note.objects.create(
        author=author,
        title=f"早茶 {word}",
        status="published",
        published_at=timezone.now(),
        import_id=MARK + word,
    )
    actions.index_notes([Note.objects.published().latest("pk").pk])  # as in a worker that has worked before
    started = time.perf_counter()
    actions.index_notes([note.pk])
    while f"/notes/{note.pk}/" not in urllib.request.urlopen(address).read().decode():
        if time.perf_counter() - started > 30:
            break
        time.sleep(0.05)
    return round(time.perf_counter() - started, 2)


def _web_mb() -> int:
    """Proportional share of memory of all granian processes of this run."""
    total = 0.0
    mine = os.getpid()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if "xhs.wsgi" in (path / "cmdline").read_text() and _is_below(int(path.name), mine):
                for line in (path / "smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1]) / 1024
        except OSError:
            continue
    return round(total)


def _is_below(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return False


if __name__ == "__main__":
    main()
