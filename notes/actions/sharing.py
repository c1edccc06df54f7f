"""Notes passed on: how often, through which channel, and how many people came by it."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core import counters

from ..models import Note, Share
from .counting import tell_apps


def _counter(channel: str) -> str:
    return f"share-visits-{channel}"


@transaction.atomic
def record_share(*, note: Note, channel: str, by: User | None = None) -> None:
    """A member passed a note on through this channel (a `Share.Channel`)."""
    Share.objects.get_or_create(note=note, channel=channel)
    Share.objects.filter(note=note, channel=channel).update(share_count=F("share_count") + 1)
    Note.objects.filter(pk=note.pk).update(share_count=F("share_count") + 1)
    if by:
        tell_apps(note.pk, by.pk, "share")


def count_visit(*, note_id: int, channel: str) -> None:
    """Somebody came by a short address."""
    counters.bump(_counter(channel), note_id)


def flush_visits() -> int:
    """Write the visits gathered since the last time to the rows; returns how many that was."""
    total = 0
    for channel in Share.Channel.values:
        visits = counters.drain(_counter(channel))
        known = list(Note.objects.filter(pk__in=visits).order_by("pk").values_list("pk", flat=True))
        Share.objects.bulk_create([Share(note_id=pk, channel=channel) for pk in known], ignore_conflicts=True)
        for pk in known:
            row = Share.objects.filter(note_id=pk, channel=channel)
            row.update(visit_count=F("visit_count") + visits[pk])
            total += visits[pk]
    return total
