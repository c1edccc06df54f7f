"""An author's own shelf: series of their notes in an order made by hand, and notes pinned to the profile."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.errors import DomainError

from .. import limits
from ..models import Note, Series
from .keeping import checked_names, moved, number, take_turns


@transaction.atomic
def create_series(*, owner: User, name: str, description: str = "") -> Series:
    """A new empty series. DomainError when there are too many, or the name is taken or not allowed."""
    words = checked_names({"name": name, "description": description})
    take_turns(owner.pk)
    if Series.objects.filter(owner=owner).count() >= limits.SERIES:
        raise DomainError(_("You have as many series as there is room for."), code="too_many")
    _refuse_taken(owner.pk, words["name"])
    return Series.objects.create(owner=owner, **words)


@transaction.atomic
def change_series(*, series: Series, **changes) -> Series:
    """Change `name` or `description`."""
    changes = checked_names(changes)
    take_turns(series.owner_id)
    _refuse_taken(series.owner_id, changes.get("name", ""), besides=series.pk)
    for field, value in changes.items():
        setattr(series, field, value)
    series.save(update_fields=list(changes))
    return series


@transaction.atomic
def delete_series(*, series: Series) -> None:
    """The series goes, its notes stay."""
    take_turns(series.owner_id)
    Note.objects.filter(series=series).update(series=None, series_position=0)
    series.delete()


@transaction.atomic
def put_in_series(*, note: Note, series: Series | None) -> bool:
    """Put one's own note at the end of a series, or take it out (None); False if it stands there."""
    take_turns(note.author_id)
    note.refresh_from_db(fields=["series"])
    if note.series_id == (series.pk if series else None):
        return False
    position = 0
    if series:
        if series.owner_id != note.author_id:
            raise DomainError(_("A series holds its author's own notes."), code="not_yours")
        if series.notes.count() >= limits.SERIES_NOTES:
            words = _("A series holds at most %(n)s notes.") % {"n": limits.SERIES_NOTES}
            raise DomainError(words, code="series_full")
        position = (series.notes.aggregate(last=Max("series_position"))["last"] or 0) + 1
    Note.objects.filter(pk=note.pk).update(series=series, series_position=position)
    note.series, note.series_position = series, position
    return True


@transaction.atomic
def place_in_series(*, note: Note, before: int | None = None, shift: int = 0) -> None:
    """Put a note before another one of its series (None: last), or `shift` places on or back."""
    take_turns(note.author_id)
    note.refresh_from_db(fields=["series"])
    if note.series_id is None:
        raise DomainError(_("The note is in no series."), code="no_series")
    rows = Note.objects.filter(series=note.series_id).order_by("series_position", "id")
    ids = list(rows.values_list("pk", flat=True))
    number("notes_note", "series_position", moved(ids, note.pk, before=before, shift=shift))


@transaction.atomic
def set_pin(*, note: Note, on: bool) -> bool:
    """Pin a published note of one's own to the top of the profile, or unpin it; False when nothing changed.

    DomainError when as many are pinned as there is room for.
    """
    take_turns(note.author_id)
    own = Note.objects.filter(pk=note.pk, pinned_at__isnull=on)
    if not on:
        return bool(own.update(pinned_at=None))
    if note.status != Note.Status.PUBLISHED:
        raise DomainError(_("Only a published note can be pinned."), code="not_published")
    pinned = Note.objects.published().filter(author=note.author_id, pinned_at__isnull=False)
    if pinned.exclude(pk=note.pk).count() >= limits.PINS:
        words = ngettext("You can pin %(n)s note.", "You can pin %(n)s notes. Unpin one first.", limits.PINS)
        raise DomainError(words % {"n": limits.PINS}, code="too_many_pins")
    return bool(own.update(pinned_at=timezone.now()))


def _refuse_taken(owner_id: int, name: str, besides: int = 0) -> None:
    if name and Series.objects.filter(owner=owner_id, name=name).exclude(pk=besides).exists():
        raise DomainError(_("You have a series of this name already."), code="name_taken")
