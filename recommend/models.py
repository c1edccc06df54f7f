from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from notes.models import Note


class NoteDocument(models.Model):
    """The search entry of one published note: words cut by jieba, weighted title A, tags B, text C."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="document")
    words = SearchVectorField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [GinIndex(fields=["words"], name="recommend_document_words")]

    def __str__(self):
        return str(self.note_id)


class SimilarList(models.Model):
    """The notes most similar to one note, best first: `items` is [{"note": id, "score": 0-1, "tags": [tag id, …]}, …]."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="similar_list")
    items = models.JSONField(default=list)
    made_at = models.DateTimeField(_("computed"), auto_now=True)

    class Meta:
        verbose_name = _("similar notes")
        verbose_name_plural = _("similar notes")

    def __str__(self):
        return str(self.note_id)
