"""What readers do with a note at one tap."""

from django.conf import settings
from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

COUNTS_OF_LIKED = """
    SELECT liked.note_id, note.like_count
    FROM notes_like liked JOIN notes_note note ON note.id = liked.note_id
    WHERE liked.user_id = %s AND liked.note_id = ANY(%s)
"""


class LikeQuerySet(models.QuerySet):
    def counts_of_liked(self, viewer, note_ids: list[int]) -> dict[int, int]:
        """Those of the notes that the viewer likes, each with its number of likes as of now: whoever has just
        liked one sees themselves counted. Every feed page asks, so the statement is not built each time."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTS_OF_LIKED, [viewer.pk, note_ids])
            return dict(cursor.fetchall())


class Like(models.Model):
    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="likes")
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


class Board(models.Model):
    """A named place for saved notes. What is saved without a board stands in the default one, which has no
    row and is as private as the owner's saved tab."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="boards", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=40)
    description = models.CharField(_("description"), max_length=200, blank=True)
    is_public = models.BooleanField(_("everyone can see it"), default=False)
    cover = models.ForeignKey(
        "notes.Note",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        editable=False,
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    item_count = models.PositiveIntegerField(_("notes"), default=0, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="notes_board_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("notes:board", args=[self.pk])


class Bookmark(models.Model):
    """A saved note. It stands in one board, or in the default one; `position` orders a board by hand."""

    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="bookmarks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    board = models.ForeignKey(
        Board, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("board")
    )
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="notes_bookmark_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notes_bookmark_of_user"),
            models.Index(fields=["board", "position", "-id"], name="notes_bookmark_of_board"),
        ]

    def __str__(self):
        return f"{self.user_id} ★ {self.note_id}"
