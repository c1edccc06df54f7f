"""Writing a note: uploads first, then the note that uses them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commerce.models import Brand, OrderLine, Product
from core import images
from core.tasks import enqueue
from moderation.actions import withdraw

from .. import limits, tasks
from ..errors import NoteRefused, PhotoRefused
from ..models import Note, Photo, ProductTag
from .pipeline import hide

UNUSED_AFTER = timedelta(days=1)
COVER_STYLES = 6


def add_upload(*, owner: User, file: IO[bytes], filename: str) -> Photo:
    """Keep one picture for a note to come. Raises PhotoRefused naming the file and the reason."""
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
    return photo


@transaction.atomic
def create_note(
    *,
    author: User,
    request_key: UUID,
    title: str = "",
    text: str = "",
    place: str = "",
    photos: Sequence[Photo] = (),
    products: Sequence[Product] = (),
    paid_brand: Brand | None = None,
) -> Note:
    """Post a note once per `request_key`; pictures in the order given, the first is the cover.

    It is shown to others after the worker has tagged and scored it. Raises NoteRefused.
    """
    if posted := Note.objects.filter(author=author, request_key=request_key).first():
        return posted
    _check(title, text, photos)
    note, is_new = Note.objects.get_or_create(
        author=author,
        request_key=request_key,
        defaults={
            "title": title,
            "text": text,
            "place": place,
            "paid_brand": paid_brand,
            "photo_count": len(photos),
            "status": Note.Status.PROCESSING,
        },
    )
    if not is_new:
        return note
    Note.objects.filter(pk=note.pk).update(cover_style=note.pk % COVER_STYLES)
    note.cover_style = note.pk % COVER_STYLES
    attach_photos(note, photos)
    _attach_products(note, products)
    enqueue(tasks.process, [note.pk])
    return note


@transaction.atomic
def edit_note(
    *,
    note: Note,
    title: str,
    text: str,
    place: str,
    photos: Sequence[Photo],
    products: Sequence[Product],
    paid_brand: Brand | None,
) -> Note:
    """Change a note; it is tagged and scored anew before others see it again. Raises NoteRefused."""
    _check(title, text, photos, note=note)
    note = Note.objects.select_for_update().get(pk=note.pk)
    if note.status == Note.Status.REMOVED:
        raise NoteRefused(_("This note was removed and can no longer be changed."), code="removed")
    hide([note], Note.Status.PROCESSING)
    Note.objects.filter(pk=note.pk).update(
        title=title,
        text=text,
        place=place,
        paid_brand=paid_brand,
        photo_count=len(photos),
        reject_message="",
        edited_at=timezone.now(),
        revision=F("revision") + 1,
    )
    note.photos.exclude(pk__in=[photo.pk for photo in photos]).update(note=None)
    attach_photos(note, photos)
    note.product_tags.exclude(product__in=products).delete()
    _attach_products(note, products)
    enqueue(tasks.process, [note.pk])
    note.refresh_from_db()
    return note


@transaction.atomic
def delete_note(*, note: Note) -> None:
    """The author takes the note away: it is hidden at once; its row stays as evidence."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    hide([note], Note.Status.REMOVED)
    withdraw(note)


def drop_unused_uploads() -> int:
    """Delete uploads that no note has used for a day, with their files; returns how many."""
    stale = Photo.objects.filter(note__isnull=True, made_at__lt=timezone.now() - UNUSED_AFTER)
    number = 0
    for photo in stale.iterator(chunk_size=200):
        deleted, _by_model = Photo.objects.filter(pk=photo.pk, note__isnull=True).delete()
        if deleted:
            _delete_files(photo)
            number += 1
    return number


def _delete_files(photo: Photo) -> None:
    photo.original.delete(save=False)
    for width in photo.widths:
        default_storage.delete(f"{photo.folder}/{width}.webp")


def _check(title: str, text: str, photos: Sequence[Photo], note: Note | None = None) -> None:
    limits.check_title(title)
    limits.check_text(text)
    limits.check_photo_number(len(photos))
    limits.check_not_empty(title, text, len(photos))
    allowed = {None, note.pk if note else None}
    if any(photo.note_id not in allowed for photo in photos):
        raise NoteRefused(_("A picture is already used in another note."), code="photo_used")


def attach_photos(note: Note, photos: Sequence[Photo]) -> None:
    """Make these uploads the note's pictures, in this order, the first as cover, and ask for renditions."""
    for position, photo in enumerate(photos):
        photo.note, photo.position = note, position
    Photo.objects.bulk_update(photos, ["note", "position"])
    note.cover, note.photo_count = (photos[0] if photos else None), len(photos)
    Note.objects.filter(pk=note.pk).update(cover=note.cover, photo_count=note.photo_count)
    for photo in photos:
        if photo.state == Photo.State.PENDING:
            enqueue(tasks.render_photo, photo.pk)


def _attach_products(note: Note, products: Sequence[Product]) -> None:
    """A product the author received is marked with the order line that proves it."""
    bought = {
        line.sku.product_id: line
        for line in OrderLine.objects.delivered_to(note.author)
        .filter(sku__product__in=products)
        .select_related("sku")
    }
    ProductTag.objects.bulk_create(
        [ProductTag(note=note, product=product, purchase=bought.get(product.pk)) for product in products],
        ignore_conflicts=True,
    )
