"""What stands under a note: similar ones, each with the reason."""

from dataclasses import dataclass

from notes.models import Note
from tagging.models import Tag

from ..models import SimilarList
from .shared import cards_of
from .spacing import spaced

SIMILAR_SHOWN = 12


@dataclass(frozen=True)
class Similar:
    """One entry under a note, with why it is there."""

    note: Note
    tags: list[Tag]
    score: float
    liked_together: bool = False  # mainly because the same people liked both


def similar_to(note: Note, viewer) -> list[Similar]:
    """What stands under a note for this viewer: notes they may see, best first, each with the tags it
    shares."""
    entries = SimilarList.objects.filter(note=note).values_list("items", flat=True).first() or []
    wanted = [entry["note"] for entry in entries]
    rows = cards_of(tuple(wanted), viewer)
    shown = [entry for entry in entries if entry["note"] in rows][:SIMILAR_SHOWN]
    tags = Tag.objects.usable().in_bulk({pk for entry in shown for pk in entry["tags"]})
    found = [
        Similar(
            rows[entry["note"]],
            [tags[pk] for pk in entry["tags"] if pk in tags],
            entry["score"],
            entry.get("co", False),
        )
        for entry in shown
    ]
    places = {note.pk: place for place, note in enumerate(spaced([hit.note for hit in found]))}
    return sorted((hit for hit in found if hit.note.pk in places), key=lambda hit: places[hit.note.pk])
