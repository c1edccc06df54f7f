"""Keeping the cells of public notes true to where their authors said they are."""

from collections.abc import Sequence

from notes.models import Note
from tagging.gazetteer import find_place

from .. import nearby
from ..models import NotePlace


def place_notes(notes: Sequence[Note]) -> None:
    """Write the cells of these notes; those hidden or without a known place have none. Safe to repeat."""
    found = [place for note in notes if note.is_public and (place := _place_of(note))]
    kept = {place.note_id for place in found}
    NotePlace.objects.filter(note__in=[note.pk for note in notes if note.pk not in kept]).delete()
    NotePlace.objects.bulk_create(
        sorted(found, key=lambda place: place.note_id),
        update_conflicts=True,
        unique_fields=["note"],
        update_fields=["cell8", "cell6", "cell4", "is_rough"],
        batch_size=1000,
    )


def _place_of(note: Note) -> NotePlace | None:
    """The point the author gave, else the middle of the town named as its place."""
    point, is_rough = (note.lat, note.lng), False
    if None in point:
        town = find_place(note.place) if note.place else None
        point, is_rough = (town.lat, town.lng) if town else (None, None), True
    lat, lng = point
    if lat is None or lng is None:
        return None
    cell = nearby.cell_at(lat, lng)
    cell6, cell4 = nearby.parents(cell)
    return NotePlace(note=note, cell8=cell, cell6=cell6, cell4=cell4, is_rough=is_rough)
