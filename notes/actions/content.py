"""What an author says in a note: its parts, what they must satisfy, and how they are written to the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from commerce.actions import count_notes as count_notes_of_products
from commerce.models import Brand, OrderLine, Product
from core.tasks import enqueue

from .. import limits, tasks
from ..errors import NoteRefused
from ..models import Note, Photo, ProductTag, Series, Video
from .series import put_in_series

COVER_STYLES = 6
COLUMNS = ("title", "text", "place", "visibility", "comments_from", "paid_brand", "is_gift", "is_ai_made")
TIES = {ProductTag.Tie.NONE: 0, ProductTag.Tie.GIFT: 1, ProductTag.Tie.PAID: 2}
# A change of these is checked anew before others see it, and what was there before is kept.
JUDGED = frozenset({"title", "text", "place", "paid_brand", "photos", "video"})


@dataclass(frozen=True)
class Point:
    """A product shown, at `x`, `y` (0-1) of a picture or without a place, and what the author got for it."""

    product: Product
    photo_id: int | None = None
    x: float | None = None
    y: float | None = None
    tie: str = ProductTag.Tie.NONE

    @property
    def key(self) -> tuple:
        return (self.product.pk, self.photo_id, self.x, self.y, self.tie)


class Content(TypedDict, total=False):
    """The parts of a note; those left out stay as they are."""

    title: str
    text: str
    place: str
    visibility: str
    comments_from: str
    paid_brand: Brand | None
    is_gift: bool
    is_ai_made: bool
    cover_style: int | None
    photos: Sequence[Photo]
    video: Video | None
    points: Sequence[Point]
    products: Sequence[Product]  # points without a place; those known keep theirs
    accepted_tags: Sequence[str]  # ids or names
    refused_tags: Sequence[str]
    series: Series | None


def read(note: Note) -> dict[str, Any]:
    """What the note says now, all parts but the tags chosen."""
    rows = note.product_tags.select_related("product__brand").order_by("id")
    return {
        **{name: getattr(note, name) for name in COLUMNS},
        "cover_style": note.cover_style,
        "series": note.series,
        "photos": list(note.photos.order_by("position", "id")),
        "video": Video.objects.filter(note=note).first(),
        "points": [Point(row.product, row.photo_id, row.x, row.y, row.tie) for row in rows],
    }


def merged(note: Note, before: dict[str, Any], content: Content, *, is_draft: bool = False) -> dict[str, Any]:
    """The whole note after the change, checked. Raises NoteRefused; a draft may be unfinished in any way."""
    given: dict[str, Any] = {name: value for name, value in content.items() if name in before}
    after = {**before, **given, "points": _points(before["points"], content)}
    if after["cover_style"] is None or not 0 <= after["cover_style"] < COVER_STYLES:
        after["cover_style"] = note.pk % COVER_STYLES
    shown = {photo.pk for photo in after["photos"]}
    if is_draft:
        after["points"] = [_placed(point, shown) for point in after["points"]][: limits.PRODUCTS]
        after["is_gift"] = bool(after["paid_brand"] and after["is_gift"])
        return after
    check(after)
    _check_points(after["points"], shown)
    if note.published_at:
        _keep_ties(before["points"], after["points"])
    after["paid_brand"], after["is_gift"] = _declared(after)
    return after


def check(content: dict[str, Any]) -> None:
    """Is it short enough and more than nothing? Raises NoteRefused."""
    limits.check_title(content["title"])
    limits.check_text(content["text"])
    limits.check_photo_number(len(content["photos"]))
    limits.check_not_empty(
        content["title"], content["text"], len(content["photos"]) + (content["video"] is not None)
    )
    if content["video"] and content["photos"]:
        raise NoteRefused(_("A note has pictures or a video, not both."), code="video_and_photos")


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The names of the parts that changed."""
    return {name for name in before if comparable(name, before[name]) != comparable(name, after[name])}


def comparable(name: str, value: Any) -> Any:
    """A part of a note as a value that is equal when the part is the same."""
    if name == "photos":
        return [photo.pk for photo in value]
    if name == "points":
        return sorted((point.key for point in value), key=lambda key: key[0])
    return value


def write(note: Note, after: dict[str, Any], changed: set[str]) -> None:
    """Write the parts that changed to the note and its rows; the caller holds the note's lock.

    Raises NoteRefused when a picture or video is not the author's or in use elsewhere.
    """
    columns = {name: after[name] for name in (*COLUMNS, "cover_style") if name in changed}
    if columns:
        Note.objects.filter(pk=note.pk).update(**columns)
        for name, value in columns.items():
            setattr(note, name, value)
    if "photos" in changed:
        _set_photos(note, after["photos"])
    if "video" in changed:
        _set_video(note, after["video"])
    if "points" in changed:
        _set_points(note, after["points"])
    if "series" in changed:
        put_in_series(note=note, series=after["series"])


def _set_photos(note: Note, photos: Sequence[Photo]) -> None:
    ids = [photo.pk for photo in photos]
    rows = Photo.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    free = {photo.pk for photo in rows if photo.note_id in (None, note.pk)}
    taken = Photo.objects.filter(pk__in=ids).exclude(comment=None, poster_of=None)
    if len(free) < len(set(ids)) or taken.exists():
        raise NoteRefused(_("A picture is already used in another note."), code="photo_used")
    gone = note.photos.exclude(pk__in=ids)
    ProductTag.objects.filter(note=note, photo__in=gone).update(photo=None, x=None, y=None)
    gone.update(note=None)
    attach_photos(note, photos)


def attach_photos(note: Note, photos: Sequence[Photo]) -> None:
    """Make these uploads the note's pictures, in this order, the first as cover, and ask for renditions."""
    for position, photo in enumerate(photos):
        Photo.objects.filter(pk=photo.pk).update(note=note, position=position)
        photo.note, photo.position = note, position
    note.cover, note.photo_count = (photos[0] if photos else None), len(photos)
    Note.objects.filter(pk=note.pk).update(cover=note.cover, photo_count=note.photo_count)
    for photo in photos:
        if photo.state == Photo.State.PENDING:
            enqueue(tasks.render_photo, photo.pk)


def _set_video(note: Note, video: Video | None) -> None:
    """Make the film the note's, its poster the cover."""
    others = Video.objects.filter(note=note)
    (others.exclude(pk=video.pk) if video else others).update(note=None)
    if video is None:
        Note.objects.filter(pk=note.pk).update(video_ms=0, cover=note.photos.first())
        return
    free = Video.objects.select_for_update().filter(pk=video.pk, owner=note.author_id)
    row = next((row for row in free if row.note_id in (None, note.pk)), None)
    if row is None:
        raise NoteRefused(_("This video is already used in another note."), code="video_used")
    Video.objects.filter(pk=row.pk).update(note=note)
    Note.objects.filter(pk=note.pk).update(video_ms=row.duration_ms, cover=row.poster)


def _set_points(note: Note, points: Sequence[Point]) -> None:
    """Replace the products shown; what the author received is marked with the order line that proves it."""
    present = {row.product_id: row for row in ProductTag.objects.filter(note=note)}
    wanted = {point.product.pk: point for point in points}
    gone = [pk for pk in present if pk not in wanted]
    lines = OrderLine.objects.delivered_to(note.author).filter(sku__product__in=list(wanted))
    bought = dict(lines.values_list("sku__product_id", "pk"))
    ProductTag.objects.filter(note=note, product__in=gone).delete()
    new = []
    for pk, point in wanted.items():
        row = present.get(pk) or ProductTag(note=note, product_id=pk)
        row.photo_id, row.x, row.y, row.tie = point.photo_id, point.x, point.y, point.tie
        row.purchase_id = bought.get(pk, row.purchase_id)
        new.append(row)
    ProductTag.objects.bulk_create([row for row in new if row.pk is None])
    ProductTag.objects.bulk_update(
        [row for row in new if row.product_id in present], ["photo", "x", "y", "tie", "purchase"]
    )
    if note.is_public:
        added = [pk for pk in wanted if pk not in present]
        count_notes_of_products({**dict.fromkeys(gone, -1), **dict.fromkeys(added, 1)})


def _points(before: Sequence[Point], content: Content) -> list[Point]:
    known = {point.product.pk: point for point in before}
    if "points" not in content and "products" not in content:
        return list(before)
    points = {point.product.pk: point for point in content.get("points", ())}
    for product in content.get("products", ()):
        points.setdefault(product.pk, known.get(product.pk) or Point(product))
    return list(points.values())


def _placed(point: Point, shown: set[int]) -> Point:
    """The point, without its place when its picture is not among those shown."""
    if point.photo_id is None or point.photo_id in shown:
        return point
    return Point(point.product, tie=point.tie)


def _check_points(points: Sequence[Point], shown: set[int]) -> None:
    if len(points) > limits.PRODUCTS:
        raise NoteRefused(
            _("A note shows at most %(n)s products.") % {"n": limits.PRODUCTS}, code="too_many_products"
        )
    for point in points:
        if point.photo_id is not None and point.photo_id not in shown:
            raise NoteRefused(
                _("The point of “%(name)s” is on a picture that is not in this note.")
                % {"name": point.product.name},
                code="point_elsewhere",
            )


def _keep_ties(before: Sequence[Point], after: Sequence[Point]) -> None:
    """What was once declared in public for a product stays as long as the product is shown."""
    ties = {point.product.pk: point.tie for point in before}
    for point in after:
        if TIES[ProductTag.Tie(point.tie)] < TIES[ProductTag.Tie(ties.get(point.product.pk, ""))]:
            raise NoteRefused(
                _("You declared what you got for “%(name)s”. That stays as long as the note shows it.")
                % {"name": point.product.name},
                code="declared",
            )


def _declared(content: dict[str, Any]) -> tuple[Brand | None, bool]:
    """The brand the label names, and whether it was a gift only. Any tie of a product forces the label."""
    tied = sorted((point for point in content["points"] if point.tie), key=lambda point: -TIES[point.tie])
    is_paid = bool(tied) and tied[0].tie == ProductTag.Tie.PAID
    if content["paid_brand"] is not None:
        return content["paid_brand"], content["is_gift"] and not is_paid
    if not tied:
        if content["is_gift"]:
            raise NoteRefused(_("Choose the brand that gave you the gift."), code="brand_needed")
        return None, False
    brand = next((point.product.brand for point in tied if point.product.brand), None)
    if brand is None:
        raise NoteRefused(
            _("“%(name)s” has no brand: choose who pays you or gave it to you.")
            % {"name": tied[0].product.name},
            code="brand_needed",
        )
    return brand, not is_paid
