"""Something that notes show changed elsewhere: what is made from them is made anew."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, When

from .. import events
from ..models import Note

BATCH = 1000


def remake(note_ids: Sequence[int]) -> None:
    """Count a change of these notes that needs no new check, and tell the apps above once it is committed."""
    if not note_ids:
        return
    next_one = F("revision") + 1
    is_processed = When(processed_revision=F("revision"), then=next_one)
    processed = Case(is_processed, default=F("processed_revision"), output_field=PositiveIntegerField())
    Note.objects.filter(pk__in=note_ids).update(revision=next_one, processed_revision=processed)
    for start in range(0, len(note_ids), BATCH):
        _announce(list(note_ids[start : start + BATCH]))


def _announce(note_ids: list[int]) -> None:
    transaction.on_commit(lambda: events.note_changed.send(sender=Note, note_ids=note_ids))
