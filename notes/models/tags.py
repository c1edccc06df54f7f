"""The tags of a note, and who put them there."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from tagging.models import Tag


class TaggedNote(ItemBase):
    """A tag on a note, and who put it there."""

    class Source(models.TextChoices):
        AUTHOR = "author", _("author")
        ACCEPTED = "accepted", _("suggested, accepted by the author")
        TEXT = "text", _("found in the text")
        PRODUCT = "product", _("named by a product it shows")
        CURATOR = "curator", _("curator")

    content_object = models.ForeignKey(
        "notes.Note", models.CASCADE, related_name="tagged", verbose_name=_("note")
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_notes", verbose_name=_("tag"))
    source = models.CharField(_("put there by"), max_length=8, choices=Source, default=Source.AUTHOR)

    class Meta:
        verbose_name = _("tag of a note")
        verbose_name_plural = _("tags of notes")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="notes_taggednote_once")
        ]
        indexes = [models.Index(fields=["tag", "-content_object"], name="notes_taggednote_of_tag")]

    def __str__(self):
        return f"{self.content_object_id} #{self.tag_id}"


class RefusedTag(models.Model):
    """A tag that is not wanted on the note, however clearly its text names it.

    The author's refusal gives way to a hashtag of theirs; a curator's (`is_curated`) stands against that too.
    """

    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="refused_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    is_curated = models.BooleanField(_("taken off by a curator"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("refused tag")
        verbose_name_plural = _("refused tags")
        constraints = [models.UniqueConstraint(fields=["note", "tag"], name="notes_refusedtag_once")]

    def __str__(self):
        return f"{self.note_id} -#{self.tag_id}"
