"""A large site made of SQL for `bench.discover`, in a database beside the one that the settings name."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import psycopg2

DATABASE = "bench_discover"
MEMBERS = 20_000
TAGS = 20_000
DAYS = 30

# No trigger is fired for the rows: what they point to is there.
QUICKLY = "SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';"
ZIPF_TAG = f"1 + floor(exp(random() * ln({TAGS})) - 0.999)::int"
STEPS = {
    "members": f"""
INSERT INTO accounts_user (
    id, password, is_superuser, handle, name, email, avatar, bio, city, badge, follower_count,
    following_count,
    unread_count, has_blocks, is_active, is_staff, date_joined, has_filters, shows_liked, shows_saved,
    unread_messages, is_personalised)
SELECT n, '!', false, 'member' || n, 'Member ' || n, 'member' || n || '@bench.invalid', '', '', '', '', 0, 30,
       0, false, true, false, now() - interval '1 year', false, false, false, 0, true
  FROM generate_series(1, {MEMBERS}) AS n;
INSERT INTO accounts_follow (follower_id, followed_id, made_at)
SELECT n, m, now() FROM generate_series(1, {MEMBERS}) AS n,
       LATERAL (SELECT DISTINCT 1 + floor(power(random() + 0 * n, 2) * {MEMBERS})::int AS m
                  FROM generate_series(1, 40)) AS drawn
 WHERE n <> m;
UPDATE accounts_user SET follower_count = followers
  FROM (SELECT followed_id, count(*) AS followers FROM accounts_follow GROUP BY 1) AS counted
 WHERE followed_id = accounts_user.id;
""",
    "tags": f"""
INSERT INTO tagging_tag (
    id, name, slug, key, kind, description, description_en, is_vocabulary, is_banned, note_count, cover,
    meant_count, named_count)
SELECT n, 'tag ' || n, 'tag-' || n, 'tag' || n, 'topic', '', '', false, false, 0, '', 0, 0
  FROM generate_series(1, {TAGS}) AS n;
""",
    "notes": """
INSERT INTO notes_note (
    id, author_id, title, text, place, is_gift, is_ai_made, visibility, comments_from, series_position,
    cover_style, cover_id, photo_count, video_ms, status, reject_message, revision, processed_revision,
    indexed_revision,
    request_key, imported_counts, made_at, published_at, like_count, bookmark_count, comment_count,
    talk_revision, share_count, view_count, paid_brand_id, hot)
SELECT n, 1 + floor(power(random(), 1.5) * %(members)s)::int, 'The title of note number ' || n,
       repeat('What a note says. ', 12), CASE WHEN n %% 5 = 0 THEN '上海' ELSE '' END, false, false,
       'everyone', 'everyone', 0, n %% 6, n, 3, 0, 'published', '', 1, 1, 1, gen_random_uuid(), '{}', at, at,
       likes,
       likes / 3, likes / 9, 0, 0, 0, CASE WHEN n %% 20 = 0 THEN 1 END,
       log(greatest(likes * 2, 1)) + extract(epoch FROM at) / 86400
  FROM generate_series(1, %(notes)s) AS n,
       LATERAL (SELECT now() - (%(notes)s - n) * interval '180 days' / %(notes)s AS at,
                       floor(exp(random() * 7 + 0 * n) - 1)::int AS likes) AS drawn;
INSERT INTO notes_photo (
    id, owner_id, note_id, position, token, original, filename, state, width, height, colour, widths, alt,
    made_at, crop)
SELECT id, author_id, id, 0, gen_random_uuid(), '', '', 'ready', 1080, 1440, '#c0a080', '[360, 720, 1080]',
       '', now(), '[]'
  FROM notes_note;
""",
    "tags of notes": f"""
INSERT INTO notes_taggednote (content_object_id, tag_id, source)
SELECT n, tag, 'author' FROM generate_series(1, %(notes)s) AS n,
       LATERAL (SELECT DISTINCT {ZIPF_TAG} + 0 * n AS tag FROM generate_series(1, 3)) AS drawn;
UPDATE tagging_tag SET note_count = notes
  FROM (SELECT tag_id, count(*) AS notes FROM notes_taggednote GROUP BY 1) AS counted
 WHERE tag_id = tagging_tag.id;
""",
    "events": f"""
INSERT INTO recommend_event (at, user_id, kind, surface, note_id, position, arm)
SELECT now() - random() * interval '{DAYS} days', 1 + floor(random() * {MEMBERS})::int,
       CASE WHEN dice < .78 THEN 1 WHEN dice < .93 THEN 2 WHEN dice < .97 THEN 5 WHEN dice < .99 THEN 6
            ELSE 7 END,
       1, %(notes)s - floor(power(random(), 1.5) * %(notes)s)::int, n %% 30, 1
  FROM generate_series(1, %(events)s) AS n, LATERAL (SELECT random() + 0 * n AS dice) AS drawn;
INSERT INTO notes_like (user_id, note_id, made_at)
SELECT user_id, note_id, at FROM recommend_event WHERE kind = 5 ON CONFLICT DO NOTHING;
INSERT INTO notes_bookmark (user_id, note_id, made_at, remark, position)
SELECT user_id, note_id, at, '', 0 FROM recommend_event WHERE kind = 6 ON CONFLICT DO NOTHING;
""",
    "interests": f"""
INSERT INTO recommend_interest (user_id, tag_id, weight, counted_at, source, reasons)
SELECT n, tag, 1 + random() * 9, now(), 'learned', '{{}}' FROM generate_series(1, {MEMBERS}) AS n,
       LATERAL (SELECT DISTINCT {ZIPF_TAG} + 0 * n AS tag FROM generate_series(1, 25)) AS drawn;
""",
    "similar notes": """
INSERT INTO recommend_similarlist (note_id, made_at, items)
SELECT n, now(), (
    SELECT jsonb_agg(jsonb_build_object('note', 1 + (n::bigint * 7919 + k * 104729) %% %(notes)s,
                                        'score', 0.9 - k * 0.05, 'tags', jsonb_build_array(k, k + 1)))
      FROM generate_series(1, 12) AS k)
  FROM generate_series(1, %(notes)s) AS n;
""",
}


def address(base: str) -> str:
    """The address of the bench's database on the same server."""
    head, _, tail = base.rpartition("/")
    _name, mark, options = tail.partition("?")
    return f"{head}/{DATABASE}{mark}{options}"


def make(base: str, notes: int, events: int, anew: bool) -> str:
    """The address of a database with that many notes and events; one that stands is used again."""
    wanted = address(base)
    with psycopg2.connect(base) as found, found.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [DATABASE]
        )
        row = cursor.fetchone()
    if row and row[0] == f"{notes} {events}" and not anew:
        return wanted
    _run(base, f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE}")
    environment = {**os.environ, "DATABASE_URL": wanted}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)
    _run(wanted, *[_partition(ago) for ago in range(2, DAYS + 1)])
    for name, step in STEPS.items():
        print(f"making {name} …", file=sys.stderr, flush=True)
        connection = psycopg2.connect(wanted)
        with connection, connection.cursor() as cursor:
            cursor.execute(QUICKLY)
            cursor.execute(step, {"notes": notes, "events": events, "members": MEMBERS})
        connection.close()
    _run(wanted, "VACUUM ANALYZE", _sequences())
    _run(base, f"COMMENT ON DATABASE {DATABASE} IS '{notes} {events}'")
    return wanted


def _partition(ago: int) -> str:
    begin = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=ago)
    end = begin + timedelta(days=1)
    return (
        f"CREATE TABLE IF NOT EXISTS recommend_event_{begin:%Y%m%d} PARTITION OF recommend_event"
        f" FOR VALUES FROM ('{begin}') TO ('{end}')"
    )


def _sequences() -> str:
    tables = ("accounts_user", "tagging_tag", "notes_note", "notes_photo")
    return "SELECT " + ", ".join(
        f"setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))" for table in tables
    )


def _run(address: str, *statements: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()
