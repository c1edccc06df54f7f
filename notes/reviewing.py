"""What moderation may ask about a note, and what a decision does to it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from moderation.models import Verdict
from moderation.registry import ReviewPolicy, digest

from . import actions
from .models import Comment, Note


class NoteReview(ReviewPolicy):
    label = _("note")
    template = "notes/_review_card.html"

    def text(self, target: Note) -> str:
        said = [photo.alt for photo in target.photos.all() if photo.alt]
        return "\n".join([target.title, target.text, target.place, *said])

    def author_id(self, target: Note) -> int:
        return target.author_id

    def declared_ad(self, target: Note) -> bool:
        return target.paid_brand_id is not None

    def fingerprint(self, target: Note) -> str:
        pictures = ",".join(sorted(photo.token.hex for photo in target.photos.all()))
        if video := getattr(target, "video", None):
            pictures += video.token.hex
        return digest(self.text(target), pictures, str(target.paid_brand_id))

    def visible_to(self, viewer):
        return Note.objects.visible_to(viewer)

    def for_review(self, target_ids: Iterable[int]):
        rows = Note.objects.filter(pk__in=target_ids).select_related("author", "cover", "paid_brand", "video")
        return rows.prefetch_related("photos", "tags")

    def decided(self, target_id: int, verdict: Verdict, message: str) -> None:
        actions.apply_verdict([target_id], verdict, message)

    def decided_many(self, target_ids: Sequence[int], verdict: Verdict, message: str) -> None:
        actions.apply_verdict(target_ids, verdict, message)

    def held(self, target_ids: Sequence[int]) -> None:
        actions.hold(target_ids)


class CommentReview(ReviewPolicy):
    """Comments stand until somebody reports them and a person decides otherwise."""

    label = _("comment")
    template = "notes/_review_comment.html"

    def text(self, target: Comment) -> str:
        return target.text

    def author_id(self, target: Comment) -> int:
        return target.author_id

    def fingerprint(self, target: Comment) -> str:
        return digest(target.text, str(target.photo_id))

    def visible_to(self, viewer):
        return Comment.objects.visible_to(viewer).filter(note__in=Note.objects.visible_to(viewer))

    def for_review(self, target_ids: Iterable[int]):
        rows = Comment.objects.filter(pk__in=target_ids)
        return rows.select_related("author", "note__author", "photo")

    def decided(self, target_id: int, verdict: Verdict, message: str) -> None:
        actions.hide_comment(comment_id=target_id, on=verdict != Verdict.APPROVED)
