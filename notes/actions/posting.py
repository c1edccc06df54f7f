"""Posting a note and taking it away."""

from datetime import datetime
from typing import Unpack
from uuid import UUID

from django.db import transaction

from accounts.models import User
from moderation.actions import withdraw

from ..models import Note
from . import drafts
from .content import Content
from .pipeline import hide
from .seen import Seen, check_seen, remember_written


@transaction.atomic
def create_note(
    *,
    author: User,
    request_key: UUID,
    publish_at: datetime | None = None,
    seen: Seen | None = None,
    **content: Unpack[Content],
) -> Note:
    """Post a note once per `request_key`, which may be that of a draft; the first picture is the cover.

    It is shown to others after the worker has tagged and scored it. With `publish_at` it waits as a scheduled
    draft until then. Raises NoteRefused.
    """
    note = drafts.open_draft(author, request_key, is_kept=publish_at is not None)
    if note.status != Note.Status.DRAFT:
        return note
    check_seen(note, seen)
    drafts.fill(note, content, is_draft=False)
    remember_written(note, seen)
    if publish_at:
        return drafts.schedule(note=note, at=publish_at)
    drafts.submit(note)
    return note


@transaction.atomic
def delete_note(*, note: Note) -> None:
    """The author takes the note away: it is hidden at once; its row stays as evidence. A draft is deleted."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.status == Note.Status.DRAFT:
        drafts.discard_draft(note=note)
        return
    hide([note], Note.Status.REMOVED)
    withdraw(note)
