"""The database as it was before a test with real transactions, in milliseconds.

Django truncates every table and makes content types and permissions anew, which takes a second with as many
tables as ours. Here only tables that hold rows are emptied, and what no test changes stays.
"""

import time
from functools import cache

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

from moderation.defaults import make_thresholds

PATIENCE_S = 2.0
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty(tries: int = 3) -> None:
    """Remove every row of every table that tests fill; the thresholds stand at their first values again.

    A request of a browser that just went away may still write; it is given time to end. PostgreSQL ends one of
    two that wait for each other, and if that is us, we ask again.
    """
    _wait_for_others()
    try:
        _empty()
    except OperationalError:
        if tries == 1:
            raise
        empty(tries - 1)
    make_thresholds()


def _wait_for_others() -> None:
    """Every request of a test has a connection of its own and closes it; one long idle is no request's."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                " AND (state <> 'idle' OR state_change > clock_timestamp() - interval '0.5 s')"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.02)


def _empty() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_holding_rows())
        filled = [row[0] for row in cursor.fetchall()]
        if not filled:
            return
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys, no triggers
        cursor.execute(";".join(f"DELETE FROM {connection.ops.quote_name(table)}" for table in filled))


@cache
def _holding_rows() -> str:
    with connection.cursor() as cursor:  # without those that are there for a moment
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()} - KEPT
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
        for table in sorted(tables)
    )


def install() -> None:
    """Let every test with real transactions end so."""
    TransactionTestCase._fixture_teardown = lambda _case: empty()  # type: ignore[method-assign]
