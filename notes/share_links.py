"""Short addresses of notes: the first character names the channel, the rest is the note's number."""

from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from .models import Share

LONGEST = 13


def code_of(note_id: int, channel: str) -> str:
    return channel + int_to_base36(note_id)


def path_of(note_id: int, channel: str) -> str:
    """`/s/q3k9/`: leads to the note and says that somebody came by this channel."""
    return reverse("notes:short", args=[code_of(note_id, channel)])


def meaning_of(code: str) -> tuple[int, str] | None:
    """(note id, channel) of a code, or None when it is not one of ours."""
    channel, number = code[:1], code[1:]
    if channel not in Share.Channel.values or not number.isalnum() or len(code) > LONGEST:
        return None
    try:
        return base36_to_int(number), channel
    except ValueError:
        return None
