"""The note itself: what it says, where it stands, who may see it."""

import uuid
from copy import copy

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from accounts.filters import Filters, filters_of
from accounts.models import Block, Follow
from commerce.models import Brand

from .media import Photo, Video
from .products import ProductTag
from .reactions import Bookmark, Like
from .tags import TaggedNote

# The columns that a card, the API's short form and the orders of lists read; no other is fetched for them.
ON_A_CARD = (
    *("title", "text", "place", "status", "visibility", "cover_style", "photo_count", "video_ms"),
    *("published_at", "edited_at", "hot", "like_count", "bookmark_count", "comment_count"),
    *("author__handle", "author__name", "author__avatar", "author__badge"),
    *("cover__token", "cover__width", "cover__height", "cover__colour", "cover__widths", "cover__alt"),
    *("paid_brand__name", "is_gift", "pinned_at"),
)


def _shown_to(viewer) -> Q:
    """Published, by an active author, and meant for this viewer: everyone, their followers, or oneself."""
    shown, everyone = Q(status=Note.Status.PUBLISHED, author__is_active=True), Note.Visibility.EVERYONE
    if viewer.pk is None:
        return shown & Q(visibility=everyone)
    followed = Follow.objects.filter(follower_id=viewer.pk, followed=OuterRef("author"))
    followers_only = Q(Exists(followed), visibility=Note.Visibility.FOLLOWERS)
    return shown & (Q(visibility=everyone) | Q(author_id=viewer.pk) | followers_only)


def _let_through(notes, filters: Filters) -> list:
    """The notes whose author, title, text and tags none of the filters names."""
    tags: dict[int, str] = {}
    if filters.words:
        carried = TaggedNote.objects.filter(content_object__in=notes)
        for pk, name in carried.values_list("content_object_id", "tag__name"):
            tags[pk] = f"{tags.get(pk, '')}\n{name}"
    return [
        note
        for note in notes
        if not filters.hides(note.author_id, f"{note.title}\n{note.text}{tags.get(note.pk, '')}")
    ]


class NoteQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Note.Status.PUBLISHED)

    def not_hidden_by_block(self, viewer):
        hidden = Block.objects.hiding_from(viewer)
        return self.exclude(author_id__in=hidden) if hidden else self

    def public(self):
        """Published for everyone: what shared lists, counts, search and recommendation are made from."""
        return self.published().filter(visibility=Note.Visibility.EVERYONE)

    def listed_for(self, viewer):
        """What a feed, list, search or count may show this viewer, by people no block hides."""
        return self.filter(_shown_to(viewer)).not_hidden_by_block(viewer)

    def visible_to(self, viewer):
        """What this person may open: all that may be listed for them, and their own notes in any state."""
        return self.filter(_shown_to(viewer) | Q(author_id=viewer.pk)).not_hidden_by_block(viewer)

    def seen_by(self, viewer):
        """Add `liked` and `bookmarked`: what has this viewer done? Answered inside the same query."""
        if viewer.pk is None:
            return self.annotate(liked=Value(False), bookmarked=Value(False))
        return self.annotate(
            liked=Exists(Like.objects.filter(note=OuterRef("pk"), user_id=viewer.pk)),
            bookmarked=Exists(Bookmark.objects.filter(note=OuterRef("pk"), user_id=viewer.pk)),
        )

    def personal(self, rows, viewer):
        """Rows that were read for a visitor as this viewer sees them on cards: `liked` on copies; without
        people behind a block, people muted and notes with filtered words."""
        if viewer.pk is None:
            return rows
        hidden = set(Block.objects.hiding_from(viewer))
        liked = Like.objects.counts_of_liked(viewer, [note.pk for note in rows])
        mine = [note for note in rows if note.author_id not in hidden]
        if filters := filters_of(viewer):
            mine = _let_through(mine, filters)
        for place, note in enumerate(mine):
            if note.pk in liked:
                mine[place] = own = copy(note)
                own.__dict__.pop("on_card", None)
                own.liked, own.like_count = True, liked[note.pk]
        return mine

    def wanted_by(self, viewer):
        """Without the notes of people this viewer muted; words are looked for in `personal`."""
        filters = filters_of(viewer)
        return self.exclude(author_id__in=filters.muted) if filters.muted else self

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

    def waiting_for_media(self):
        """Notes with a picture or a video that the worker has not done yet."""
        photos = Photo.objects.filter(note=OuterRef("pk"), state=Photo.State.PENDING)
        videos = Video.objects.filter(note=OuterRef("pk"), state=Video.State.PENDING)
        return self.filter(Exists(photos) | Exists(videos))

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

    class Visibility(models.TextChoices):
        EVERYONE = "everyone", pgettext_lazy("visibility", "Everyone")
        FOLLOWERS = "followers", pgettext_lazy("visibility", "Followers")
        ONLY_ME = "only_me", pgettext_lazy("visibility", "Only me")

    class CommentsFrom(models.TextChoices):
        EVERYONE = "everyone", pgettext_lazy("comments", "Everyone")
        FOLLOWERS = "followers", pgettext_lazy("comments", "People who follow me")
        FOLLOWED = "followed", pgettext_lazy("comments", "People I follow")
        NOBODY = "nobody", pgettext_lazy("comments", "Nobody")

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
    is_gift = models.BooleanField(_("a gift of that brand, not paid in money"), default=False)
    is_ai_made = models.BooleanField(_("contains pictures or text made with AI"), default=False)
    visibility = models.CharField(
        _("who can see it"), max_length=9, choices=Visibility, default=Visibility.EVERYONE
    )
    comments_from = models.CharField(
        _("who can comment"), max_length=9, choices=CommentsFrom, default=CommentsFrom.EVERYONE
    )
    series = models.ForeignKey(
        "notes.Series",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("series"),
    )
    series_position = models.PositiveSmallIntegerField(default=0, editable=False)
    pinned_at = models.DateTimeField(_("pinned to the profile"), null=True, blank=True, editable=False)
    cover = models.ForeignKey(
        "notes.Photo", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    cover_style = models.PositiveSmallIntegerField(default=0, editable=False)
    photo_count = models.PositiveSmallIntegerField(_("pictures"), default=0, editable=False)
    # Length of its video in milliseconds; 0 when it has none.
    video_ms = models.PositiveIntegerField(default=0, editable=False)

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
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    published_at = models.DateTimeField(pgettext_lazy("time", "published"), null=True, blank=True)

    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    bookmark_count = models.PositiveIntegerField(_("bookmarks"), default=0, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    # Grows with every change of what stands under the note: comments read under one number are all the same.
    talk_revision = models.PositiveIntegerField(default=0, editable=False)
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
                condition=Q(status="draft") | ~Q(title="", text="", photo_count=0, video_ms=0),
                name="notes_note_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(paid_brand__isnull=False) | Q(is_gift=False), name="notes_note_gift_has_brand"
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
                fields=["publish_at"],
                condition=Q(status="draft", publish_at__isnull=False),
                name="notes_note_scheduled",
            ),
            models.Index(
                fields=["author", "-id"], condition=Q(status="draft"), name="notes_note_drafts_of_author"
            ),
            models.Index(
                fields=["series", "series_position", "id"],
                condition=Q(series__isnull=False),
                name="notes_note_of_series",
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

    @property
    def is_public(self) -> bool:
        """Does everybody see it, so that tags and products count it?"""
        return self.status == self.Status.PUBLISHED and self.visibility == self.Visibility.EVERYONE

    @property
    def is_deleted(self) -> bool:
        """Did its author take it away, not a moderator, who gives a reason?"""
        return self.status == self.Status.REMOVED and not self.reject_message

    @cached_property
    def on_card(self):
        """All that a card shows, as a key for what was rendered from it."""
        cover, author = self.cover, self.author
        return (
            *(self.pk, self.title, self.text, self.place, self.status, self.cover_style, self.photo_count),
            *(self.like_count, self.liked, self.paid_brand_id, self.is_gift, self.video_ms, self.pinned_at),
            *(author.pk, author.handle, author.name, author.avatar.name, author.badge),
            *((cover.token, cover.width, cover.height, cover.colour, *cover.widths) if cover else ()),
        )


class Version(models.Model):
    """What a note said before its author changed it; rows are only added."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions", verbose_name=_("note"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    # Tokens of its pictures in order; a picture taken out of the note later may be gone.
    photos = models.JSONField(default=list, blank=True)
    paid_brand = models.ForeignKey(
        Brand,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("paid collaboration with"),
    )
    was_published = models.BooleanField(_("was public"), default=False)
    made_at = models.DateTimeField(_("until"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.note_id} @ {self.made_at:%Y-%m-%d %H:%M}"


class Series(models.Model):
    """Notes of one author in an order of their own (a collection, 合集)."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="series", verbose_name=_("author")
    )
    name = models.CharField(_("name"), max_length=40)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series (plural)")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="notes_series_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("notes:series", args=[self.pk])
