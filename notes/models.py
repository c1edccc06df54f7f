"""Notes, their pictures, tags, product points, and what readers do with them."""

import uuid
from copy import copy

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from accounts.models import Block, Follow
from commerce.models import Brand, Order, OrderLine, Product
from core.files import originals
from tagging.models import Tag

# The columns that a card, the API's short form and the orders of lists read; no other is fetched for them.
ON_A_CARD = (
    *("title", "text", "place", "status", "cover_style", "photo_count"),
    *("published_at", "edited_at", "hot", "like_count", "bookmark_count", "comment_count"),
    *("author__handle", "author__name", "author__avatar", "author__badge"),
    *("cover__token", "cover__width", "cover__height", "cover__colour", "cover__widths", "cover__alt"),
    "paid_brand__name",
)

COUNTS_OF_LIKED = """
    SELECT liked.note_id, note.like_count
    FROM notes_like liked JOIN notes_note note ON note.id = liked.note_id
    WHERE liked.user_id = %s AND liked.note_id = ANY(%s)
"""


class NoteQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Note.Status.PUBLISHED)

    def not_hidden_by_block(self, viewer):
        hidden = Block.objects.hiding_from(viewer)
        return self.exclude(author_id__in=hidden) if hidden else self

    def listed_for(self, viewer):
        """What a feed, list, search or count may show this viewer: published, by people no block hides."""
        return self.published().filter(author__is_active=True).not_hidden_by_block(viewer)

    def visible_to(self, viewer):
        """What this person may open: all that may be listed for them, and their own notes in any state."""
        listed = Q(status=Note.Status.PUBLISHED, author__is_active=True)
        return self.filter(listed | Q(author_id=viewer.pk)).not_hidden_by_block(viewer)

    def seen_by(self, viewer):
        """Add `liked` and `bookmarked`: what has this viewer done? Answered inside the same query."""
        return self.annotate(
            liked=Exists(Like.objects.filter(note=OuterRef("pk"), user_id=viewer.pk)),
            bookmarked=Exists(Bookmark.objects.filter(note=OuterRef("pk"), user_id=viewer.pk)),
        )

    def personal(self, rows, viewer):
        """Rows that were read for a visitor as this viewer sees them on cards: `liked` on copies, blocks."""
        if viewer.pk is None:
            return rows
        hidden = set(Block.objects.hiding_from(viewer))
        liked = Like.objects.counts_of_liked(viewer, [note.pk for note in rows])
        mine = [note for note in rows if note.author_id not in hidden]
        for place, note in enumerate(mine):
            if note.pk in liked:
                mine[place] = own = copy(note)
                own.__dict__.pop("on_card", None)
                own.liked, own.like_count = True, liked[note.pk]
        return mine

    def for_page(self, viewer):
        """Everything the note page shows of the row itself; pictures, tags, products, comments come apart."""
        rows = self.select_related("author", "cover", "paid_brand").seen_by(viewer)
        return rows.annotate(
            author_followed=Exists(Follow.objects.filter(followed=OuterRef("author"), follower_id=viewer.pk))
        )

    def for_cards(self, viewer):
        """Everything a feed card shows. Card templates may not touch any other relation."""
        return self.select_related("author", "cover", "paid_brand").only(*ON_A_CARD).seen_by(viewer)

    def about(self, product):
        """Notes that show a product: proven buyers first, paid ones last; newest first in each group."""
        point = ProductTag.objects.filter(note=OuterRef("pk"), product=product)
        rows = self.filter(product_tags__product=product)
        rows = rows.annotate(is_bought=Exists(point.bought()))
        rows = rows.annotate(is_paid=Case(When(paid_brand=None, then=False), default=True))
        return rows.order_by("is_paid", "-is_bought", "-published_at", "-id")

    def unprocessed(self):
        """Sweeper: notes whose tags and score are older than their content."""
        waiting = self.exclude(status__in=[Note.Status.DRAFT, Note.Status.REMOVED])
        return waiting.exclude(processed_revision=F("revision"))

    def unindexed(self):
        """Sweeper: notes whose search entry and similar notes are older than the note."""
        return self.exclude(indexed_revision=F("revision"))


class Note(models.Model):
    """A post. `revision` grows with every change that derived data depends on; each `…_revision` says what
    the derived data was made from, so equal numbers mean up to date."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROCESSING = "processing", _("processing")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        REMOVED = "removed", _("removed")

    MOVES = {
        Status.DRAFT: {Status.PROCESSING},
        Status.PROCESSING: {Status.IN_REVIEW, Status.PUBLISHED, Status.REJECTED, Status.REMOVED},
        Status.IN_REVIEW: {Status.PROCESSING, Status.PUBLISHED, Status.REJECTED, Status.REMOVED},
        Status.PUBLISHED: {Status.PROCESSING, Status.IN_REVIEW, Status.REJECTED, Status.REMOVED},
        Status.REJECTED: {Status.PROCESSING, Status.PUBLISHED, Status.REMOVED},
        Status.REMOVED: {Status.PUBLISHED},
    }

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    paid_brand = models.ForeignKey(
        Brand,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paid_notes",
        verbose_name=_("paid collaboration with"),
    )
    cover = models.ForeignKey(
        "notes.Photo", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    cover_style = models.PositiveSmallIntegerField(default=0, editable=False)
    photo_count = models.PositiveSmallIntegerField(_("pictures"), default=0, editable=False)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    reject_message = models.CharField(_("why it was held back"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    processed_revision = models.PositiveIntegerField(default=0, editable=False)
    indexed_revision = models.PositiveIntegerField(default=0, editable=False)

    request_key = models.UUIDField(default=uuid.uuid4, editable=False)
    import_id = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)  # noqa: DJ001
    # What an imported note had been given elsewhere; its counters are these plus the rows here.
    imported_counts = models.JSONField(default=dict, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(pgettext_lazy("time", "published"), null=True, blank=True)

    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    bookmark_count = models.PositiveIntegerField(_("bookmarks"), default=0, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    share_count = models.PositiveIntegerField(_("shares"), default=0, editable=False)
    view_count = models.PositiveIntegerField(_("views"), default=0, editable=False)
    hot = models.FloatField(_("heat"), default=0, editable=False)

    tags = TaggableManager(through="notes.TaggedNote", blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(fields=["author", "request_key"], name="notes_note_request_once"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="notes_note_published_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(title="", text="", photo_count=0),
                name="notes_note_not_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["-hot", "-id"], condition=Q(status="published"), name="notes_note_hot"),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(status="published"), name="notes_note_newest"
            ),
            models.Index(
                fields=["author", "-published_at", "-id"],
                condition=Q(status="published"),
                name="notes_note_of_author",
            ),
            models.Index(
                fields=["id"], condition=~Q(processed_revision=F("revision")), name="notes_note_unprocessed"
            ),
            models.Index(
                fields=["id"], condition=~Q(indexed_revision=F("revision")), name="notes_note_unindexed"
            ),
        ]

    def __str__(self):
        return self.title or self.text[:30] or f"#{self.pk}"

    def get_absolute_url(self):
        return reverse("notes:detail", args=[self.pk])

    @cached_property
    def on_card(self):
        """All that a card shows, as a key for what was rendered from it."""
        cover, author = self.cover, self.author
        return (
            *(self.pk, self.title, self.text, self.place, self.status, self.cover_style, self.photo_count),
            *(self.like_count, self.liked, self.paid_brand_id),
            *(author.pk, author.handle, author.name, author.avatar.name, author.badge),
            *((cover.token, cover.width, cover.height, cover.colour, *cover.widths) if cover else ()),
        )


class Photo(models.Model):
    """A picture of a note, or an upload not yet used (`note` empty). The original is private; what is served
    are WebP renditions at `photos/ab/<token>/<width>.webp`, written by the worker."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("unreadable")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="photos", verbose_name=_("uploaded by")
    )
    note = models.ForeignKey(
        Note, models.CASCADE, null=True, blank=True, related_name="photos", verbose_name=_("note")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.FileField(storage=originals, upload_to="photos/%Y/%m/", editable=False)
    filename = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.PENDING, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("width"))
    height = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("height"))
    colour = models.CharField(max_length=7, default="#eeeeee", editable=False)
    widths = models.JSONField(default=list, editable=False)
    alt = models.CharField(_("description for those who cannot see it"), max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "position"],
                name="notes_photo_one_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="pending"), name="notes_photo_pending"),
            models.Index(fields=["made_at"], condition=Q(note__isnull=True), name="notes_photo_unused"),
        ]

    def __str__(self):
        return f"{self.note_id}/{self.position}"

    @property
    def folder(self) -> str:
        return f"photos/{self.token.hex[:2]}/{self.token.hex}"


class TaggedNote(ItemBase):
    """A tag on a note, and who put it there."""

    class Source(models.TextChoices):
        AUTHOR = "author", _("author")
        TEXT = "text", _("found in the text")
        CURATOR = "curator", _("curator")

    content_object = models.ForeignKey(Note, models.CASCADE, related_name="tagged", verbose_name=_("note"))
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_notes", verbose_name=_("tag"))
    source = models.CharField(_("put there by"), max_length=7, choices=Source, default=Source.AUTHOR)

    class Meta:
        verbose_name = _("tag of a note")
        verbose_name_plural = _("tags of notes")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="notes_taggednote_once")
        ]
        indexes = [models.Index(fields=["tag", "-content_object"], name="notes_taggednote_of_tag")]

    def __str__(self):
        return f"{self.content_object_id} #{self.tag_id}"


class ProductTagQuerySet(models.QuerySet):
    def bought(self):
        """Points whose author has the product: delivered, and not given back."""
        return self.filter(purchase__order__state=Order.State.DELIVERED)

    def for_page(self):
        """Everything a note's product cards show, with `is_bought`."""
        rows = self.filter(product__is_listed=True).select_related(
            "product__brand", "product__merchant", "product__cover"
        )
        bought = Case(When(purchase__order__state=Order.State.DELIVERED, then=True), default=False)
        return rows.annotate(is_bought=bought).order_by("id")


class ProductTag(models.Model):
    """A product shown in a note, at a point of the picture when `x` and `y` (0-1) are set."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="product_tags", verbose_name=_("note"))
    product = models.ForeignKey(Product, models.CASCADE, related_name="note_tags", verbose_name=_("product"))
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    purchase = models.ForeignKey(
        OrderLine, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("purchase")
    )

    objects = ProductTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("product of a note")
        verbose_name_plural = _("products of notes")
        constraints = [
            models.UniqueConstraint(fields=["note", "product"], name="notes_producttag_once"),
            models.CheckConstraint(
                condition=Q(x__isnull=True) | Q(x__gte=0, x__lte=1, y__gte=0, y__lte=1),
                name="notes_producttag_point_inside",
            ),
        ]

    def __str__(self):
        return f"{self.note_id} + {self.product_id}"


class LikeQuerySet(models.QuerySet):
    def counts_of_liked(self, viewer, note_ids: list[int]) -> dict[int, int]:
        """Those of the notes that the viewer likes, each with its number of likes as of now: whoever has just
        liked one sees themselves counted. Every feed page asks, so the statement is not built each time."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTS_OF_LIKED, [viewer.pk, note_ids])
            return dict(cursor.fetchall())


class Like(models.Model):
    note = models.ForeignKey(Note, models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = LikeQuerySet.as_manager()

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="notes_like_once")]
        indexes = [models.Index(fields=["user", "-id"], name="notes_like_of_user")]

    def __str__(self):
        return f"{self.user_id} ♥ {self.note_id}"


class Bookmark(models.Model):
    note = models.ForeignKey(Note, models.CASCADE, related_name="bookmarks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="notes_bookmark_once")]
        indexes = [models.Index(fields=["user", "-id"], name="notes_bookmark_of_user")]

    def __str__(self):
        return f"{self.user_id} ★ {self.note_id}"


class CommentQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Comments that stand, by people no block hides from this viewer."""
        standing = self.filter(is_removed=False, author__is_active=True)
        hidden = Block.objects.hiding_from(viewer)
        return standing.exclude(author_id__in=hidden) if hidden else standing


class Comment(models.Model):
    """What a reader says; `parent` is set on an answer and is always a first-level comment."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="comments", verbose_name=_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="comments", verbose_name=_("author")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("answer to")
    )
    text = models.CharField(_("text"), max_length=500)
    request_key = models.UUIDField(default=uuid.uuid4, editable=False)
    is_removed = models.BooleanField(_("removed"), default=False)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["author", "request_key"], name="notes_comment_request_once")
        ]
        indexes = [models.Index(fields=["note", "id"], name="notes_comment_of_note")]

    def __str__(self):
        return self.text[:40]
