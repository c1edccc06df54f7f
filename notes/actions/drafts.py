"""Notes not posted yet: kept while they are written, and posted at a time chosen."""

import logging
from datetime import datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.tasks import enqueue
from inbox.actions import notify

from .. import limits, tasks
from ..errors import NoteRefused
from ..models import Note, Photo, Video
from .content import Content, differing, merged, read, write
from .keeping import take_turns
from .seen import Seen, check_seen, remember_written
from .tagging import choose_tags
from .uploads import discard_photos

log = logging.getLogger(__name__)
FARTHEST = timedelta(days=366)
DUE_AT_ONCE = 500


@transaction.atomic
def save_draft(
    *, author: User, request_key: UUID, seen: Seen | None = None, **content: Unpack[Content]
) -> Note:
    """Keep what is written so far under `request_key`; it may be unfinished in any way. Raises NoteRefused
    when the note was posted or changed elsewhere in the meantime, or the author has too many drafts."""
    note = open_draft(author, request_key, is_kept=True)
    if note.status != Note.Status.DRAFT:
        raise NoteRefused(_("This note has been posted already."), code="posted")
    check_seen(note, seen)
    fill(note, content, is_draft=True)
    remember_written(note, seen)
    note.edited_at = timezone.now()
    note.save(update_fields=["edited_at"])
    return note


def open_draft(author: User, request_key: UUID, *, is_kept: bool) -> Note:
    """The note of this key with its lock held, made as an empty draft when there is none. One that is to be
    kept counts against the limit (NoteRefused)."""
    take_turns(author.pk)
    notes = Note.objects.select_for_update().filter(author=author, request_key=request_key)
    if note := notes.first():
        return note
    drafts = Note.objects.filter(author=author, status=Note.Status.DRAFT)
    if is_kept and drafts.count() >= limits.DRAFTS:
        raise NoteRefused(
            _("You have %(n)s drafts. Post or delete some first.") % {"n": limits.DRAFTS},
            code="too_many_drafts",
        )
    Note.objects.bulk_create([Note(author=author, request_key=request_key)], ignore_conflicts=True)
    return notes.get()


def fill(note: Note, content: Content, *, is_draft: bool) -> None:
    """Write what is given to a draft whose lock the caller holds. Raises NoteRefused."""
    before = read(note)
    after = merged(note, before, content, is_draft=is_draft)
    write(note, after, differing(before, after))
    choose_tags(note, accepted=content.get("accepted_tags"), refused=content.get("refused_tags"))


@transaction.atomic
def schedule(*, note: Note, at: datetime) -> Note:
    """Post a draft by itself at a time to come, at most a year ahead. Raises NoteRefused."""
    note = _locked_draft(note)
    now = timezone.now()
    if not now < at <= now + FARTHEST:
        raise NoteRefused(_("Choose a time to come, within a year."), code="bad_time")
    fill(note, {}, is_draft=False)
    note.publish_at = at
    note.save(update_fields=["publish_at"])
    return note


@transaction.atomic
def unschedule(*, note: Note) -> Note:
    """Keep a scheduled note as a plain draft."""
    note = _locked_draft(note)
    note.publish_at = None
    note.save(update_fields=["publish_at"])
    return note


@transaction.atomic
def discard_draft(*, note: Note) -> None:
    """Delete a draft with its pictures; a video goes with the unused uploads."""
    note = _locked_draft(note)
    Video.objects.filter(note=note).update(note=None)
    discard_photos(list(Photo.objects.select_for_update().filter(note=note).order_by("pk")))
    note.delete()


def _locked_draft(note: Note) -> Note:
    locked = Note.objects.select_for_update().get(pk=note.pk)
    if locked.status != Note.Status.DRAFT:
        raise NoteRefused(_("This note has been posted already."), code="posted")
    return locked


def publish_due() -> int:
    """Post the scheduled notes whose time has come; returns how many. Two sweeps at once post each once."""
    due = Note.objects.filter(
        status=Note.Status.DRAFT, publish_at__lte=timezone.now(), author__is_active=True
    ).order_by("publish_at")
    return sum(_publish_due(pk) for pk in list(due.values_list("pk", flat=True)[:DUE_AT_ONCE]))


@transaction.atomic
def _publish_due(pk: int) -> bool:
    free = Note.objects.select_for_update(skip_locked=True)
    note = free.filter(pk=pk, status=Note.Status.DRAFT, publish_at__lte=timezone.now()).first()
    if note is None:
        return False
    at = note.publish_at
    try:
        with transaction.atomic():
            fill(note, {}, is_draft=False)
            submit(note)
    except NoteRefused as error:
        log.info("scheduled note %s stays a draft: %s", pk, error.code)
        Note.objects.filter(pk=pk).update(publish_at=None)
        notify(
            recipient_id=note.author_id,
            kind="schedule_failed",
            url=f"{reverse('notes:new')}?draft={pk}",
            key=f"schedule_failed:{pk}:{at:%Y%m%d%H%M}",
            title=str(note)[:60],
            message=str(error),
        )
        return False
    return True


def submit(note: Note) -> None:
    """Send a complete draft, whose lock the caller holds, on its way to the others."""
    note.status, note.publish_at, note.edited_at = Note.Status.PROCESSING, None, None
    note.save(update_fields=["status", "publish_at", "edited_at"])
    Note.objects.filter(pk=note.pk).update(revision=F("revision") + 1)
    enqueue(tasks.process, [note.pk])
