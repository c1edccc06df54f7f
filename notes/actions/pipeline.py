"""From a posted note to a published one: renditions, tags, score, verdict. Every step may run twice."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from commerce.actions import count_notes as count_notes_of_products
from core import images
from core.kept import forget_all
from core.tasks import enqueue
from inbox.actions import notify
from moderation.actions import submit_and_judge
from moderation.models import Verdict
from tagging.actions import count_notes as count_notes_of_tags

from .. import events, tasks
from ..heat import HEAT
from ..models import Bookmark, Comment, Like, Note, Photo, ProductTag, TaggedNote, Video
from .mentions import tell_mentioned
from .tagging import write_text_tags

log = logging.getLogger(__name__)
_RENDER_LOCK = 0x70686F74  # "phot"
VERDICT_STATUS = {
    Verdict.APPROVED: Note.Status.PUBLISHED,
    Verdict.REJECTED: Note.Status.REJECTED,
    Verdict.REMOVED: Note.Status.REMOVED,
}


def render_photo(photo: Photo) -> None:
    """Write the WebP renditions of one picture and say so on its row; then let a complete note go on.

    Nothing is done while another worker renders the same picture.
    """
    with rendering(_RENDER_LOCK, photo.pk) as is_ours:
        if not is_ours:
            return
        for waiting in Photo.objects.filter(pk=photo.pk, state=Photo.State.PENDING):
            _render(waiting)
    now = Photo.objects.filter(pk=photo.pk).values_list("state", "note_id").first()
    if now and now[0] == Photo.State.PENDING:  # cropped meanwhile, when its own task found us at work
        enqueue(tasks.render_photo, photo.pk)
    elif now and now[1]:
        go_on(now[1])
    elif now:
        Note.objects.filter(comments__photo=photo).update(talk_revision=F("talk_revision") + 1)


def go_on(note_id: int) -> None:
    """Let a note whose last picture or video has just been done go on to its tags and score."""
    if not Note.objects.filter(pk=note_id).waiting_for_media().exists():
        enqueue(tasks.process, [note_id])


@contextmanager
def rendering(kind: int, pk: int) -> Iterator[bool]:
    """Hold the picture or film for this worker; False while another one has it. Locks no row."""
    key = kind << 32 | pk & 0xFFFFFFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _render(photo: Photo) -> None:
    try:
        with photo.original.open("rb") as file:
            made = images.render(file, crop=photo.crop)
    except (images.UnreadableImage, FileNotFoundError) as error:
        log.warning("picture %s cannot be rendered: %s", photo.pk, error)
        waiting = Photo.objects.filter(pk=photo.pk, token=photo.token, state=Photo.State.PENDING)
        waiting.update(state=Photo.State.FAILED)
        return
    store_renditions(photo, made)


def store_renditions(photo: Photo, made: images.Renditions) -> None:
    """Keep the renditions of a picture in public storage; doing it again writes the same files.

    When the picture was cropped or deleted in the meantime they are of no use and go at once.
    """
    names = []
    for width, data in made.files.items():
        names.append(f"{photo.folder}/{width}.webp")
        default_storage.delete(names[-1])
        default_storage.save(names[-1], ContentFile(data))
    is_wanted = Photo.objects.filter(pk=photo.pk, token=photo.token).update(
        state=Photo.State.READY,
        width=made.picture.width,
        height=made.picture.height,
        colour=made.picture.colour,
        widths=list(made.files),
    )
    if not is_wanted:
        for name in names:
            default_storage.delete(name)


@transaction.atomic
def process(note_ids: Sequence[int]) -> None:
    """Tag and score notes whose pictures and video are ready; moderation then publishes, holds or rejects
    each.

    Notes that are up to date, or locked by another worker, are left alone.
    """
    given = Note.objects.filter(pk__in=note_ids)
    ready = Note.objects.unprocessed().filter(pk__in=note_ids).exclude(pk__in=given.waiting_for_media())
    locked = ready.select_for_update(of=("self",), skip_locked=True).select_related("video")
    notes = list(locked.prefetch_related("photos").order_by("pk"))
    notes = [note for note in notes if not _sent_back(note)]
    if notes:
        write_text_tags(notes)
        submit_and_judge(notes)


def _sent_back(note: Note) -> bool:
    """Send a note back whose picture or video could not be read after all, naming the file."""
    video = getattr(note, "video", None)
    failed: list[Photo | Video] = [photo for photo in note.photos.all() if photo.state == Photo.State.FAILED]
    failed += [video] if video and video.state == Video.State.FAILED else []
    if not failed:
        return False
    reason = getattr(failed[0], "failure", "") or _("could not be read")
    message = _("%(name)s: %(reason)s. Replace it and send the note again.") % {
        "name": failed[0].filename,
        "reason": reason.rstrip(".。"),
    }
    apply_verdict([note.pk], Verdict.REJECTED, message)
    notify(
        recipient_id=note.author_id,
        kind="photo_unreadable",
        url=note.get_absolute_url(),
        key=f"photo_unreadable:{failed[0].token.hex}",
        title=str(note)[:60],
        message=message,
    )
    return True


@transaction.atomic
def apply_verdict(note_ids: Sequence[int], verdict: Verdict, message: str = "") -> None:
    """Give notes the status a decision means, keep the counters true; an impossible move is not made."""
    status = VERDICT_STATUS[verdict]
    notes = _locked(note_ids, status)
    if status == Note.Status.PUBLISHED:
        _publish(notes)
    else:
        hide(notes, status, message)


@transaction.atomic
def hold(note_ids: Sequence[int]) -> None:
    """Notes that wait for a person: not shown until decided."""
    hide(_locked(note_ids, Note.Status.IN_REVIEW), Note.Status.IN_REVIEW)


def _locked(note_ids: Sequence[int], status: Note.Status) -> list[Note]:
    """The notes, locked in one order, that may move to `status` (or are there already)."""
    notes = Note.objects.select_for_update(of=("self",)).filter(pk__in=note_ids).order_by("pk")
    return [note for note in notes if note.status == status or status in Note.MOVES[Note.Status(note.status)]]


def _publish(notes: list[Note]) -> None:
    ids = [note.pk for note in notes]
    Note.objects.filter(pk__in=ids).update(
        status=Note.Status.PUBLISHED,
        published_at=Coalesce(F("published_at"), Now()),
        reject_message="",
        revision=F("revision") + 1,
        processed_revision=F("revision") + 1,
    )
    Note.objects.filter(pk__in=ids).update(hot=HEAT)
    everyone = Note.Visibility.EVERYONE
    fresh = [note for note in notes if note.status != Note.Status.PUBLISHED]
    count_shown([note.pk for note in fresh if note.visibility == everyone], 1)
    tell_mentioned(fresh)
    announce(ids)


def hide(notes: list[Note], status: Note.Status, message: str = "") -> None:
    """Take notes out of sight; the caller holds the locks of their rows."""
    done = {} if status == Note.Status.PROCESSING else {"processed_revision": F("revision") + 1}
    ids = [note.pk for note in notes]
    Note.objects.filter(pk__in=ids).update(
        status=status, reject_message=message[:300], revision=F("revision") + 1, **done
    )
    shown = [note.pk for note in notes if note.status == Note.Status.PUBLISHED]
    if shown:
        forget_all()
    count_shown([note.pk for note in notes if note.is_public], -1)
    announce(ids)


def announce(note_ids: list[int]) -> None:
    """Tell the apps above, once the transaction commits."""
    transaction.on_commit(lambda: events.note_changed.send(sender=Note, note_ids=note_ids))


def count_shown(note_ids: list[int], change: int) -> None:
    """A tag's and a product's number of notes counts those that others can see."""
    if not note_ids:
        return
    tags = Counter(TaggedNote.objects.filter(content_object__in=note_ids).values_list("tag_id", flat=True))
    products = Counter(ProductTag.objects.filter(note__in=note_ids).values_list("product_id", flat=True))
    count_notes_of_tags({pk: number * change for pk, number in tags.items()})
    count_notes_of_products({pk: number * change for pk, number in products.items()})


def record_indexed(revisions: dict[int, int]) -> None:
    """The apps above say which revision of each note their search entry and similar list were made from."""
    ids = sorted(revisions)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notes_note SET indexed_revision = given.revision"
            " FROM unnest(%s::bigint[], %s::int[]) AS given(id, revision) WHERE notes_note.id = given.id",
            [ids, [revisions[pk] for pk in ids]],
        )


def recount(batch: int = 500) -> int:
    """Set the counters of notes to what the rows say; returns how many notes were wrong."""
    wrong, last = 0, 0
    while True:
        notes = list(Note.objects.filter(pk__gt=last).order_by("pk")[:batch])
        if not notes:
            return wrong
        wrong += _recount(notes)
        last = notes[-1].pk


@transaction.atomic
def _recount(notes: list[Note]) -> int:
    ids = [note.pk for note in notes]
    locked = list(Note.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    counted = {
        "like_count": ("likes", Counter(Like.objects.filter(note__in=ids).values_list("note_id", flat=True))),
        "bookmark_count": (
            "collects",
            Counter(Bookmark.objects.filter(note__in=ids).values_list("note_id", flat=True)),
        ),
        "comment_count": (
            "comments",
            Counter(
                Comment.objects.filter(note__in=ids, is_removed=False, is_hidden=False).values_list(
                    "note_id", flat=True
                )
            ),
        ),
    }
    wrong = []
    for note in locked:
        truth = {
            field: rows[note.pk] + int(note.imported_counts.get(name, 0))
            for field, (name, rows) in counted.items()
        }
        if any(getattr(note, field) != number for field, number in truth.items()):
            Note.objects.filter(pk=note.pk).update(**truth)
            wrong.append(note.pk)
    Note.objects.filter(pk__in=wrong).filter(~Q(published_at=None)).update(hot=HEAT)
    return len(wrong)
