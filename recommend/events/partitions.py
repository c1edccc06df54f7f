"""The days of the event log: tables made ahead of time, and dropped when they are old."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

DAYS_AHEAD = 7
# Nobody waits long behind a change of the tables; what is not done now is done an hour later.
PATIENCE = "SET LOCAL lock_timeout = '5s'"
TABLE = "recommend_event"
OTHER = f"{TABLE}_other"


def make_ahead(today: date) -> list[date]:
    """Make the tables of yesterday, today and the days to come; returns the days that were missing."""
    wanted = [today + timedelta(days=ahead) for ahead in range(-1, DAYS_AHEAD + 1)]
    stand = set(days())
    missing = [day for day in wanted if day not in stand]
    for day in missing:
        _make(day)
    return missing


def drop_old(today: date, keep_days: int | None = None) -> list[date]:
    """Drop the days that are older than `keep_days` (EVENT_DAYS); returns them."""
    first = today - timedelta(days=settings.EVENT_DAYS if keep_days is None else keep_days)
    old = [day for day in days() if day < first]
    for day in old:
        _drop(day)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {OTHER} WHERE at < %s", [_midnight(first)])
    return old


def days() -> list[date]:
    """The days that have a table, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = %s::regclass ORDER BY 1",
            [TABLE],
        )
        names = [name.removeprefix(f"{TABLE}_") for (name,) in cursor.fetchall()]
    return [date.fromisoformat(name) for name in names if name.isdigit()]


@transaction.atomic
def _make(day: date) -> None:
    """Make one day, and move in what was kept under no day meanwhile."""
    name, begin, end = _name(day), _midnight(day), _midnight(day + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {name} (LIKE {TABLE} INCLUDING DEFAULTS)")
        cursor.execute(f"LOCK TABLE {OTHER} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            f"WITH moved AS (DELETE FROM {OTHER} WHERE at >= %s AND at < %s RETURNING *)"
            f" INSERT INTO {name} SELECT * FROM moved",
            [begin, end],
        )
        cursor.execute(
            f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)", [begin, end]
        )


@transaction.atomic
def _drop(day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)
        cursor.execute(f"DROP TABLE IF EXISTS {_name(day)}")


def _name(day: date) -> str:
    return f"{TABLE}_{day:%Y%m%d}"


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
