"""Pictures and videos: uploads first, then parts of a note."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files import originals


class PhotoQuerySet(models.QuerySet):
    def unused(self):
        """Uploads that no note, draft or comment shows, and that are no poster of a video."""
        return self.filter(note=None, comment=None, poster_of=None)


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
        "notes.Note", models.CASCADE, null=True, blank=True, related_name="photos", verbose_name=_("note")
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
    # The part shown: `[left, top, width, height]` in shares (0-1) of the upright picture; empty: all of it.
    crop = models.JSONField(default=list, blank=True, editable=False)
    alt = models.CharField(_("description for those who cannot see it"), max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

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


class Video(models.Model):
    """The film of a note, or an upload not yet used (`note` empty). The original is private; what is served
    is `videos/ab/<token>/720p.mp4`, written by the worker. Its poster is a Photo, the note's cover."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("unreadable")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="videos", verbose_name=_("uploaded by")
    )
    note = models.OneToOneField(
        "notes.Note", models.CASCADE, null=True, blank=True, related_name="video", verbose_name=_("note")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.FileField(storage=originals, upload_to="videos/%Y/%m/", editable=False)
    filename = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.PENDING, editable=False)
    failure = models.CharField(_("what went wrong"), max_length=200, blank=True, editable=False)
    percent = models.PositiveSmallIntegerField(_("done, in percent"), default=0, editable=False)
    duration_ms = models.PositiveIntegerField(_("length in milliseconds"), default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("width"))
    height = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("height"))
    has_sound = models.BooleanField(default=False, editable=False)
    # The moment of the poster in milliseconds; empty: the worker picks the first good frame.
    poster_ms = models.PositiveIntegerField(null=True, blank=True)
    poster = models.OneToOneField(
        Photo, models.SET_NULL, null=True, blank=True, related_name="poster_of", editable=False
    )
    captions = models.TextField(_("captions (WebVTT)"), blank=True)
    captions_language = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        indexes = [
            models.Index(fields=["id"], condition=Q(state="pending"), name="notes_video_pending"),
            models.Index(fields=["made_at"], condition=Q(note__isnull=True), name="notes_video_unused"),
        ]

    def __str__(self):
        return f"{self.note_id}: {self.filename}"

    @property
    def folder(self) -> str:
        return f"videos/{self.token.hex[:2]}/{self.token.hex}"
