"""How a note stands in a message, for a reader who may see it."""

from collections.abc import Sequence
from typing import Any

from core.files import media_url
from inbox.cards import Card, register

from . import actions
from .models import Note, Share


def note_cards(wanted: Sequence[dict[str, Any]], viewer: Any) -> list[Card | None]:
    """The cards of notes by their ids, in order; None where there is nothing for this viewer."""
    notes = Note.objects.visible_to(viewer).select_related("author", "cover")
    found = {note.pk: note for note in notes.filter(pk__in=[arguments["pk"] for arguments in wanted])}
    return [_card(found[one["pk"]]) if one["pk"] in found else None for one in wanted]


def _card(note: Note) -> Card:
    cover = note.cover
    picture = media_url(f"{cover.folder}/{cover.widths[0]}.webp") if cover and cover.widths else ""
    return Card("note", str(note), note.get_absolute_url(), picture, note.author.name, "", note.cover_style)


def count_passed_on(arguments: dict[str, Any], sender: Any) -> None:
    """A member sent a note into a conversation."""
    note = Note.objects.public().filter(pk=arguments["pk"]).first()
    if note:
        actions.record_share(note=note, channel=Share.Channel.MESSAGE, by=sender)


def register_cards() -> None:
    register("notes:detail", note_cards, count_passed_on)
