"""What readers say under a note."""

import uuid

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from accounts.filters import filters_of
from accounts.models import Block

# Every note page of a member asks, so the statement is not built each time.
LIKED = "SELECT comment_id FROM notes_commentlike WHERE user_id = %s AND comment_id = ANY(%s)"


class CommentQuerySet(models.QuerySet):
    def standing(self):
        """Neither taken away by somebody nor hidden by moderation, by people who are still here."""
        return self.filter(is_removed=False, is_hidden=False, author__is_active=True)

    def visible_to(self, viewer):
        """Comments that stand, by people no block hides from this viewer and whom they did not mute."""
        hidden = {*Block.objects.hiding_from(viewer), *filters_of(viewer).muted}
        return self.standing().exclude(author_id__in=hidden) if hidden else self.standing()

    def likes_of(self, viewer, ids: list[int]) -> set[int]:
        """Those of the comments that this viewer likes."""
        if viewer.pk is None or not ids:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(LIKED, [viewer.pk, ids])
            return {pk for (pk,) in cursor.fetchall()}


class Comment(models.Model):
    """What a reader says; `parent` is set on an answer and is always a first-level comment."""

    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="comments", verbose_name=_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="comments", verbose_name=_("author")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("answer to")
    )
    # Whom an answer answers, when that is not the first-level comment itself.
    reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("in reply to")
    )
    text = models.CharField(_("text"), max_length=500, blank=True)
    photo = models.OneToOneField(
        "notes.Photo",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comment",
        verbose_name=_("picture"),
    )
    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    answer_count = models.PositiveIntegerField(_("answers"), default=0, editable=False)
    is_pinned = models.BooleanField(_("pinned"), default=False, editable=False)
    request_key = models.UUIDField(default=uuid.uuid4, editable=False)
    is_removed = models.BooleanField(_("removed"), default=False)
    is_hidden = models.BooleanField(_("hidden by moderation"), default=False, editable=False)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["author", "request_key"], name="notes_comment_request_once"),
            models.UniqueConstraint(
                fields=["note"], condition=models.Q(is_pinned=True), name="notes_comment_one_pinned"
            ),
        ]
        indexes = [
            models.Index(fields=["note", "id"], name="notes_comment_of_note"),
            models.Index(
                models.F("note"),
                (models.F("like_count") + models.F("answer_count")).desc(),
                models.F("id").desc(),
                condition=models.Q(parent__isnull=True),
                name="notes_comment_hot",
            ),
            models.Index(fields=["parent", "id"], name="notes_comment_answers"),
        ]

    def __str__(self):
        return self.text[:40]


class CommentLike(models.Model):
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("like of a comment")
        verbose_name_plural = _("likes of comments")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="notes_commentlike_once")]

    def __str__(self):
        return f"{self.user_id} ♥ {self.comment_id}"
