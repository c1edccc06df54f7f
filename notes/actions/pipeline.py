"""From a posted note to a published one: renditions, tags, score, verdict. Every step may run twice."""

import logging
from collections import Counter
from collections.abc import Sequence

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
from ..models import Bookmark, Comment, Like, Note, Photo, ProductTag, TaggedNote
from .tagging import write_text_tags

log = logging.getLogger(__name__)
VERDICT_STATUS = {
    Verdict.APPROVED: Note.Status.PUBLISHED,
    Verdict.REJECTED: Note.Status.REJECTED,
    Verdict.REMOVED: Note.Status.REMOVED,
}


def render_photo(photo: Photo) -> None:
    """Write the WebP renditions of one picture and say so on its row; then let a complete note go on."""
    if photo.state == Photo.State.PENDING:
        _render(photo)
    if photo.note_id and not Photo.objects.filter(note_id=photo.note_id, state=Photo.State.PENDING).exists():
        enqueue(tasks.process, [photo.note_id])


def _render(photo: Photo) -> None:
    try:
        with photo.original.open("rb") as file:
            made = images.render(file)
    except (images.UnreadableImage, FileNotFoundError) as error:
        log.warning("picture %s cannot be rendered: %s", photo.pk, error)
        Photo.objects.filter(pk=photo.pk, state=Photo.State.PENDING).update(state=Photo.State.FAILED)
        return
    store_renditions(photo, made)


def store_renditions(photo: Photo, made: images.Renditions) -> None:
    """Keep the renditions of a picture in public storage; doing it again writes the same files."""
    for width, data in made.files.items():
        name = f"{photo.folder}/{width}.webp"
        default_storage.delete(name)
        default_storage.save(name, ContentFile(data))
    Photo.objects.filter(pk=photo.pk).update(
        state=Photo.State.READY,
        width=made.picture.width,
        height=made.picture.height,
        colour=made.picture.colour,
        widths=list(made.files),
    )


@transaction.atomic
def process(note_ids: Sequence[int]) -> None:
    """Tag and score notes whose pictures are ready; moderation then publishes, holds or rejects each.

    Notes that are up to date, or locked by another worker, are left alone.
    """
    pending = Photo.objects.filter(note_id__in=note_ids, state=Photo.State.PENDING).values("note_id")
    waiting = Note.objects.unprocessed().filter(pk__in=note_ids).exclude(pk__in=pending)
    notes = list(
        waiting.select_for_update(of=("self",), skip_locked=True).prefetch_related("photos").order_by("pk")
    )
    notes = [note for note in notes if not _sent_back(note)]
    if notes:
        write_text_tags(notes)
        submit_and_judge(notes)


def _sent_back(note: Note) -> bool:
    """Send a note back whose picture could not be read after all, naming the file."""
    failed = [photo for photo in note.photos.all() if photo.state == Photo.State.FAILED]
    if not failed:
        return False
    message = _("%(name)s could not be read. Replace it and send the note again.") % {
        "name": failed[0].filename
    }
    apply_verdict([note.pk], Verdict.REJECTED, message)
    notify(
        recipient_id=note.author_id,
        kind="photo_unreadable",
        url=note.get_absolute_url(),
        key=f"photo_unreadable:{failed[0].pk}",
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
    _count([n.pk for n in notes if n.status != Note.Status.PUBLISHED and n.visibility == everyone], 1)
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
    _count([note.pk for note in notes if note.is_public], -1)
    announce(ids)


def announce(note_ids: list[int]) -> None:
    """Tell the apps above, once the transaction commits."""
    transaction.on_commit(lambda: events.note_changed.send(sender=Note, note_ids=note_ids))


def _count(note_ids: list[int], change: int) -> None:
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
            Counter(Comment.objects.filter(note__in=ids, is_removed=False).values_list("note_id", flat=True)),
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
