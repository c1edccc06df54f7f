"""The event log: its table, its days, what browsers tell, and what is written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from recommend.events import partitions
from recommend.models import Event, Kind, Surface
from tests import make

pytestmark = pytest.mark.django_db


# --- The table ----------------------------------------------------------------------------------------------


def test_table_is_what_the_model_says():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns"
            " WHERE table_name = 'recommend_event'"
        )
        columns = {name: (kind, null) for name, kind, null in cursor.fetchall()}
        constraints = connection.introspection.get_constraints(cursor, "recommend_event")
    fields = [field for field in Event._meta.concrete_fields if field.column]
    types = {"integer": "integer", "smallint": "smallint", "bigint": "bigint"}
    types["timestamp with time zone"] = "timestamp with time zone"
    assert columns == {field.column: (types[field.db_type(connection)], field.null) for field in fields}
    assert [c["columns"] for c in constraints.values() if c["primary_key"]] == [["at", "id"]]
    for index in Event._meta.indexes:
        expected = [Event._meta.get_field(name).column for name, _order in index.fields_orders]
        expected += [Event._meta.get_field(name).column for name in index.include]
        assert constraints[index.name]["columns"] == expected


def test_defaults_are_those_of_the_model():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO recommend_event (kind) VALUES (1), (1)")
    Event.objects.create(kind=Kind.IMPRESSION)
    raw, other, made = Event.objects.all()
    assert len({raw.id, other.id, made.id}) == 3
    for event in (raw, made):
        assert (event.surface, event.position, event.dwell_ms, event.arm) == (Surface.OTHER, 0, 0, 0)
        assert abs(event.at - timezone.now()) < timedelta(minutes=1)


def test_a_member_who_is_deleted_leaves_events_without_a_name():
    user = make.user()
    Event.objects.create(kind=Kind.CLICK, user=user)
    user.delete()
    assert Event.objects.get().user_id is None


# --- Its days -----------------------------------------------------------------------------------------------


def _table_of(event: Event) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM recommend_event WHERE id = %s", [event.id])
        return cursor.fetchone()[0]


def test_migration_makes_the_days_from_yesterday_to_a_week_ahead():
    today = datetime.now(UTC).date()
    made = partitions.days()
    assert set(made) >= {today + timedelta(days=ahead) for ahead in range(6)}
    event = Event.objects.create(kind=Kind.CLICK)
    assert _table_of(event) == f"recommend_event_{today:%Y%m%d}"


def test_an_event_of_a_day_without_table_is_kept_and_moves_into_it():
    day = date(2031, 5, 4)
    at = datetime(2031, 5, 4, 23, 59, 59, tzinfo=UTC)
    event = Event.objects.create(kind=Kind.CLICK, at=at)
    next_day = Event.objects.create(kind=Kind.CLICK, at=at + timedelta(seconds=1))
    assert _table_of(event) == "recommend_event_other"
    made = partitions.make_ahead(day)
    assert made == [day + timedelta(days=ahead) for ahead in range(-1, 8)]
    assert _table_of(event) == "recommend_event_20310504"
    assert _table_of(next_day) == "recommend_event_20310505"
    assert partitions.make_ahead(day) == []


def test_days_that_are_too_old_are_dropped_with_their_events():
    old, kept = date(2020, 1, 1), date(2020, 1, 10)
    partitions.make_ahead(old)
    for day in (old, kept, date(2019, 1, 1)):
        Event.objects.create(kind=Kind.CLICK, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    dropped = partitions.drop_old(kept + timedelta(days=90), keep_days=90)
    assert dropped == [date(2019, 12, 31) + timedelta(days=n) for n in range(9)]
    assert [event.at.date() for event in Event.objects.all()] == [kept]
