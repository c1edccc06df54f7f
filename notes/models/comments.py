"""What readers say under a note."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Block


class CommentQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Comments that stand, by people no block hides from this viewer."""
        standing = self.filter(is_removed=False, author__is_active=True)
        hidden = Block.objects.hiding_from(viewer)
        return standing.exclude(author_id__in=hidden) if hidden else standing


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
                fields=["note", "-like_count", "-id"],
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
