"""Pictures of products: rendered when they are added, gone from storage when they are removed."""

from functools import partial
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from core import images

from ..models import Product, ProductPhoto


def add_picture(
    *, product: Product, file: IO[bytes], alt: str = "", made: images.Renditions | None = None
) -> ProductPhoto:
    """Put a picture behind the product's others; the first one becomes its cover.

    `made` holds renditions that exist already. Raises `core.images.UnreadableImage`. Only re-encoded WebP
    files are kept, without the original.
    """
    made = made or images.render(file)
    photo = ProductPhoto(
        product=product,
        width=made.picture.width,
        height=made.picture.height,
        colour=made.picture.colour,
        widths=list(made.files),
        alt=alt,
    )
    for width, data in made.files.items():
        default_storage.save(f"{photo.folder}/{width}.webp", ContentFile(data))
    with transaction.atomic():
        Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        last = ProductPhoto.objects.filter(product=product).aggregate(last=Max("position"))["last"]
        photo.position = 0 if last is None else last + 1
        photo.save()
        choose_cover(product_id=product.pk)
    return photo


@transaction.atomic
def remove_picture(*, photo: ProductPhoto) -> None:
    """Take a picture away, its files too once this is committed; the next one becomes the cover."""
    product_id, folder, widths = photo.product_id, photo.folder, list(photo.widths)
    Product.objects.select_for_update(no_key=True).get(pk=product_id)
    ProductPhoto.objects.filter(pk=photo.pk).delete()
    choose_cover(product_id=product_id)
    transaction.on_commit(partial(_delete_files, folder, widths), robust=True)


def choose_cover(*, product_id: int) -> None:
    """The picture at the lowest position is the cover."""
    first = ProductPhoto.objects.filter(product_id=product_id).order_by("position", "id").first()
    Product.objects.filter(pk=product_id).update(cover=first)


def _delete_files(folder: str, widths: list[int]) -> None:
    for width in widths:
        default_storage.delete(f"{folder}/{width}.webp")
