"""Changing a note after it was posted: what it said is kept, and others see it again once it is checked."""

from typing import Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.kept import forget_all
from core.tasks import enqueue

from .. import tasks
from ..errors import NoteRefused
from ..models import Note, Version
from .content import JUDGED, Content, differing, merged, read, write
from .keeping import take_turns
from .mentions import tell_mentioned
from .pipeline import announce, count_shown, hide
from .seen import Seen, check_seen, remember_written
from .tagging import choose_tags, write_text_tags


@transaction.atomic
def edit_note(*, note: Note, seen: Seen | None = None, **content: Unpack[Content]) -> Note:
    """Change a posted note; doing the same again changes nothing. Raises NoteRefused, also when it
    was changed elsewhere since it was `seen`.

    New words, pictures or declarations are tagged and scored before others see the note again; what is only
    the author's to choose (who may see it or comment, series, tags, products) takes effect at once. A note
    that was sent back is always sent again.
    """
    if "series" in content:
        take_turns(note.author_id)
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.status == Note.Status.REMOVED:
        raise NoteRefused(_("This note was removed and can no longer be changed."), code="removed")
    if note.status == Note.Status.DRAFT:
        raise NoteRefused(_("This note is still a draft."), code="draft")
    check_seen(note, seen)
    before = read(note)
    after = merged(note, before, content)
    changed = differing(before, after)
    if changed & JUDGED:
        send_again(note)
    elif note.status == Note.Status.REJECTED:
        _hide_again(note)
    seen_by = after["visibility"] if "visibility" in changed else note.visibility
    write(note, after, changed - {"visibility"})
    has_other_tags = choose_tags(
        note, accepted=content.get("accepted_tags"), refused=content.get("refused_tags")
    )
    if note.status != Note.Status.PROCESSING and (has_other_tags or "points" in changed):
        write_text_tags([note])
    if note.status != Note.Status.PROCESSING and (has_other_tags or changed - {"visibility"}):
        touch(note)
    set_visibility(note=note, visibility=seen_by)
    note.refresh_from_db()
    remember_written(note, seen)
    return note


def send_again(note: Note) -> None:
    """Keep what a note says, hide it and ask for its check; the caller holds its lock and then changes it."""
    Version.objects.create(
        note=note,
        title=note.title,
        text=note.text,
        place=note.place,
        photos=[
            token.hex for token in note.photos.order_by("position", "id").values_list("token", flat=True)
        ],
        paid_brand=note.paid_brand,
        was_published=note.status == Note.Status.PUBLISHED,
    )
    if note.published_at:
        note.edited_at = timezone.now()
        Note.objects.filter(pk=note.pk).update(edited_at=note.edited_at)
    _hide_again(note)


def _hide_again(note: Note) -> None:
    hide([note], Note.Status.PROCESSING)
    note.status = Note.Status.PROCESSING
    enqueue(tasks.process, [note.pk])


@transaction.atomic
def set_visibility(*, note: Note, visibility: str) -> bool:
    """Who may see a note. It was checked before, so the change counts at once; False when nothing changed."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.visibility == visibility or note.status == Note.Status.REMOVED:
        return False
    was_public = note.is_public
    note.visibility = Note.Visibility(visibility)
    Note.objects.filter(pk=note.pk).update(visibility=note.visibility)
    if note.is_public != was_public:
        count_shown([note.pk], 1 if note.is_public else -1)
    if note.status == Note.Status.PUBLISHED:
        touch(note)
        tell_mentioned([note])
    return True


def touch(note: Note) -> None:
    """Pages, search and similar notes follow a change that needs no check."""
    next_one = F("revision") + 1
    checked = Note.objects.filter(pk=note.pk, processed_revision=F("revision"))
    if not checked.update(revision=next_one, processed_revision=next_one):
        Note.objects.filter(pk=note.pk).update(revision=next_one)
    forget_all()
    announce([note.pk])
