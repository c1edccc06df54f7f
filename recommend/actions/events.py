"""The event log: what is recorded, written, and thrown away; and that a member may have none of it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User

from ..events import log, partitions
from ..events.entries import Entry
from ..feeds import interests as taste
from ..feeds.discover import rankings
from ..models import Interest, Taste


def record_events(entries: Iterable[Entry]) -> None:
    """Have these written to the log soon (`recommend.events.entries`); never fails."""
    log.record(entries)


def write_events() -> int:
    """Write what waits; returns how many rows that made."""
    return log.write_waiting()


def tend_event_days(today: datetime | None = None) -> None:
    """Make the days of the log ahead of time, and drop those that are too old."""
    day = (today or timezone.now()).astimezone(UTC).date()
    partitions.make_ahead(day)
    partitions.drop_old(day)


def set_personalised(*, user: User, on: bool) -> None:
    """Let what a member is shown follow what they like, or have nothing kept under their name."""
    User.objects.filter(pk=user.pk).update(is_personalised=on)
    user.is_personalised = on
    taste.forget(user)
    rankings.forget(user.pk)


def erase_learned(*, user: User) -> int:
    """Delete what the log and the profile hold of a member; returns how many events that were.

    What they hid or took out themselves stays so. Their likes stay as well, but nothing is learned from them.
    """
    log.write_waiting()
    with transaction.atomic():
        Taste.objects.update_or_create(user=user, defaults={"since": timezone.now(), "learned_at": None})
        Interest.objects.filter(user=user).exclude(source=Interest.Source.REMOVED).delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM recommend_event WHERE user_id = %s", [user.pk])
            erased = cursor.rowcount
    taste.forget(user)
    rankings.forget(user.pk)
    return erased
