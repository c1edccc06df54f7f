"""How the following feed is best read: `python -m bench.following [NOTES]`.

Notes of many authors, and readers who follow some, many, very many or only long silent ones, are generated in
a schema of its own beside the site's tables, with the same columns and indexes, and dropped at the end.
Measured in one run, per reader: the newest notes walked until a page by followed authors is found (`walked`,
what the site does for many follows), the newest notes of each author read apart and merged (`merged`, what
it does for few), and a table to which every note was copied for every follower (`copied`), with what that
costs when a note is posted. Prints one JSON object; times are medians in ms.
"""

import argparse
import json
import os
import statistics
import time

import django
from django.db import connection

SCHEMA = "bench_following"
AUTHORS = 20_000
SILENT = 1_000  # of these, authors whose last note is years old
FOLLOWS = {"some": 50, "many": 500, "very many": 5_000, "silent": 50}
FOLLOWERS = (100, 10_000, 100_000)
ROUNDS = 15

FILL = f"""
DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;
CREATE SCHEMA {SCHEMA};
CREATE TABLE {SCHEMA}.note (LIKE public.notes_note INCLUDING INDEXES);
CREATE TABLE {SCHEMA}.timeline (reader bigint, published_at timestamptz, note bigint);
INSERT INTO {SCHEMA}.note (
    id, author_id, title, text, place, is_gift, is_ai_made, visibility, comments_from, series_position,
    cover_style, photo_count, video_ms, status, reject_message, revision, processed_revision,
    indexed_revision, request_key, imported_counts, made_at, published_at, like_count, bookmark_count,
    comment_count, talk_revision, share_count, view_count, hot)
SELECT number, author, 'A note', repeat('text ', 40), '', false, false, 'everyone', 'everyone', 0,
       0, 0, 0, 'published', '', 1, 1, 1,
       gen_random_uuid(), '{{}}', now(),
       now() - number * interval '20 seconds'
           - CASE WHEN author <= {SILENT} THEN interval '5 years' ELSE interval '0' END, 0, 0, 0,
       0, 0, 0, number
  FROM generate_series(1, %(notes)s) AS number,
       LATERAL (SELECT 1 + floor({AUTHORS} * power(random() + 0 * number, 2))::int) AS drawn (author);
ANALYZE {SCHEMA}.note;
"""
FOLLOWED = "SELECT array_agg(DISTINCT 1 + floor(random() * %s)::int) FROM generate_series(1, %s)"
WALKED = f"""
SELECT id FROM {SCHEMA}.note WHERE status = 'published' AND author_id = ANY(%(followed)s)
 ORDER BY published_at DESC, id DESC LIMIT 31
"""
MERGED = f"""
SELECT newest.id FROM unnest(%(followed)s) AS followed
 CROSS JOIN LATERAL (
    SELECT id, published_at FROM {SCHEMA}.note WHERE author_id = followed AND status = 'published'
     ORDER BY published_at DESC, id DESC LIMIT 31
 ) AS newest ORDER BY newest.published_at DESC, newest.id DESC LIMIT 31
"""
COPY_ALL = f"""
INSERT INTO {SCHEMA}.timeline SELECT %(reader)s, published_at, id FROM {SCHEMA}.note
 WHERE author_id = ANY(%(followed)s) ORDER BY published_at DESC LIMIT 1000
"""
COPIED = f"""
SELECT note FROM {SCHEMA}.timeline WHERE reader = %(reader)s ORDER BY published_at DESC, note DESC LIMIT 31
"""
COPY_ONE = (
    f"INSERT INTO {SCHEMA}.timeline SELECT reader, now(), 0 FROM generate_series(1, %(followers)s) AS reader"
)
INDEX = f"CREATE INDEX ON {SCHEMA}.timeline (reader, published_at DESC, note DESC)"
WAYS = {"walked": WALKED, "merged": MERGED, "copied": COPIED}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="?", type=int, default=1_000_000)
    notes = parser.parse_args().notes
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"notes": notes})
        cursor.execute(INDEX)
        readers = [read(cursor, number, name) for number, name in enumerate(FOLLOWS, start=1)]
        copies = {number: timed(cursor, COPY_ONE, {"followers": number})[0] for number in FOLLOWERS}
        cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
    print(
        json.dumps({"notes": notes, "authors": AUTHORS, "readers": readers, "post_to_followers_ms": copies})
    )


def read(cursor, number: int, name: str) -> dict:
    """What the ways cost for one reader, and whether they find the same."""
    cursor.execute(FOLLOWED, [SILENT if name == "silent" else AUTHORS, FOLLOWS[name]])
    told = {"followed": cursor.fetchone()[0], "reader": number}
    cursor.execute(COPY_ALL, told)
    cursor.execute(f"ANALYZE {SCHEMA}.timeline")
    found = {way: timed(cursor, query, told) for way, query in WAYS.items()}
    same = len({tuple(rows) for _ms, rows in found.values()}) == 1
    return (
        {"follows": name, "number": len(told["followed"])}
        | {w: ms for w, (ms, _) in found.items()}
        | {"same": same}
    )


def timed(cursor, query: str, told: dict) -> tuple[float, list]:
    """Median time in ms, and the rows."""
    times, rows = [], []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        cursor.execute(query, told)
        rows = cursor.fetchall() if cursor.description else []
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 2), rows


if __name__ == "__main__":
    main()
