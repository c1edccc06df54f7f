from django.db import models
from django.utils.translation import gettext_lazy as _

from notes.models import Note


class SimilarList(models.Model):
    """The notes most similar to one note, best first, at most two by one author.

    `items` is [{"note": id, "score": 0-1, "tags": [id, …]}, …], the tags being the heaviest shared ones.
    Who may see which of them is decided when it is read.
    """

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="similar_list")
    items = models.JSONField(default=list)
    made_at = models.DateTimeField(_("computed"), auto_now=True)

    class Meta:
        verbose_name = _("similar notes")
        verbose_name_plural = _("similar notes")

    def __str__(self):
        return str(self.note_id)
