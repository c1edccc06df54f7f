"""Pictures before and apart from the words: kept, cropped, described, taken away."""

import math
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import images
from core.tasks import enqueue

from .. import tasks
from ..errors import PhotoRefused
from ..models import Note, Photo, ProductTag
from .versions import send_again

UNUSED_AFTER = timedelta(days=1)
SMALLEST_CROP = 0.05  # of the width and of the height


def add_upload(*, owner: User, file: IO[bytes], filename: str) -> Photo:
    """Keep one picture and ask for its renditions. Raises PhotoRefused naming the file and the reason."""
    name = filename.replace("\x00", "")[-200:]
    size = file.seek(0, 2)
    if size > settings.PHOTO_MAX_BYTES:
        limit = settings.PHOTO_MAX_BYTES // (1024 * 1024)
        raise PhotoRefused(
            _("%(name)s is too large: at most %(limit)s MB.") % {"name": name, "limit": limit},
            code="file_too_large",
        )
    try:
        picture = images.inspect(file)
    except images.UnreadableImage as error:
        raise PhotoRefused(f"{name}: {error.message}", code=error.code) from error
    file.seek(0)
    photo = Photo(
        owner=owner, filename=name, width=picture.width, height=picture.height, colour=picture.colour
    )
    photo.original.save(photo.token.hex, File(file), save=False)
    photo.save()
    enqueue(tasks.render_photo, photo.pk)
    return photo


@transaction.atomic
def change_photo(*, photo: Photo, crop: Sequence[float] | None = None, alt: str | None = None) -> Photo:
    """Crop a picture (shares of the upright picture; empty: all of it) or describe it; None changes nothing.

    A new crop gets new renditions under a new token, so that no cache shows the old one. In a posted note
    either is a change that is checked anew. Raises PhotoRefused.
    """
    note = Note.objects.select_for_update(of=("self",)).filter(photos=photo).first()
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    wanted = None if crop is None else checked_crop(crop)
    words = None if alt is None else alt.replace("\x00", "").strip()[:200]
    is_cropped = wanted is not None and wanted != photo.crop
    is_described = words is not None and words != photo.alt
    if note and note.status == Note.Status.REMOVED:
        raise PhotoRefused(_("This note was removed and can no longer be changed."), code="removed")
    if note and note.status != Note.Status.DRAFT and (is_cropped or is_described):
        send_again(note)
    if is_described:
        photo.alt = str(words)
        photo.save(update_fields=["alt"])
    if is_cropped:
        old = names_of(photo)
        photo.crop, photo.token, photo.state, photo.widths = wanted, uuid.uuid4(), Photo.State.PENDING, []
        photo.save(update_fields=["crop", "token", "state", "widths"])
        transaction.on_commit(lambda: delete_renditions(old))
        enqueue(tasks.render_photo, photo.pk)
    return photo


def checked_crop(crop: Sequence[float]) -> list[float]:
    """Left, top, width and height as shares; the whole picture is the empty list. Raises PhotoRefused."""
    if not crop:
        return []
    refused = PhotoRefused(_("This part of the picture cannot be cut out."), code="bad_crop")
    if len(crop) != 4 or not all(math.isfinite(share) for share in crop):
        raise refused
    left, top, width, height = (round(float(share), 4) for share in crop)
    inside = left >= 0 and top >= 0 and left + width <= 1.001 and top + height <= 1.001
    if not inside or min(width, height) < SMALLEST_CROP:
        raise refused
    width, height = min(width, 1 - left), min(height, 1 - top)
    return [] if (width, height) == (1, 1) else [left, top, round(width, 4), round(height, 4)]


@transaction.atomic
def delete_upload(*, photo: Photo) -> None:
    """Take an upload away with its files. A picture of a posted note is taken out by editing the note."""
    note = Note.objects.select_for_update(of=("self",)).filter(photos=photo).first()
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    is_elsewhere = Photo.objects.filter(pk=photo.pk).exclude(comment=None, poster_of=None).exists()
    if is_elsewhere or (note and note.status != Note.Status.DRAFT):
        raise PhotoRefused(_("Take the picture out of the note instead."), code="photo_used")
    discard_photos([photo])
    if note:
        rest = list(note.photos.order_by("position", "id"))
        Note.objects.filter(pk=note.pk).update(cover=rest[0] if rest else None, photo_count=len(rest))


def drop_unused_uploads() -> int:
    """Delete uploads that nothing has used for a day, with their files; returns how many."""
    stale = Photo.objects.unused().filter(made_at__lt=timezone.now() - UNUSED_AFTER)
    number = 0
    for pk in list(stale.values_list("pk", flat=True)[:2000]):
        with transaction.atomic():
            # First the lock, then the question: somebody may have used it in this very moment.
            if Photo.objects.select_for_update(skip_locked=True).filter(pk=pk).first() is None:
                continue
            if photo := Photo.objects.unused().filter(pk=pk).first():
                discard_photos([photo])
                number += 1
    return number


def discard_photos(photos: Sequence[Photo]) -> None:
    """Delete rows whose locks the caller holds, and their files once that is committed."""
    names = [name for photo in photos for name in names_of(photo)]
    originals = [str(photo.original.name) for photo in photos]
    ProductTag.objects.filter(photo__in=photos).update(photo=None, x=None, y=None)
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).delete()

    def delete_files() -> None:
        for name in originals:
            Photo.original.field.storage.delete(name)
        delete_renditions(names)

    transaction.on_commit(delete_files)


def names_of(photo: Photo) -> list[str]:
    """The names of its renditions in public storage."""
    return [f"{photo.folder}/{width}.webp" for width in photo.widths]


def delete_renditions(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)
