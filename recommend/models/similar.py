from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notes.models import Note


class SimilarList(models.Model):
    """The notes most similar to one note, best first, at most two by one author.

    `items` is [{"note": id, "score": 0-1, "tags": [id, …], "people": 0-1, "co": true}, …]: the heaviest
    shared tags, how alike the people are who liked both (only where there are any), and whether that is the
    main reason. Who may see which of them is decided when it is read.
    """

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="similar_list")
    items = models.JSONField(default=list)
    made_at = models.DateTimeField(_("as of"), default=timezone.now)

    class Meta:
        verbose_name = _("similar notes")
        verbose_name_plural = _("similar notes")

    def __str__(self):
        return str(self.note_id)


class SimilarRebuild(models.Model):
    """One computation of all lists, with what its scores were made of, so that notes that change afterwards
    are scored the same way."""

    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    # {"tags": weight, "words": weight, "people": weight, "senses": weight}
    blend = models.JSONField(default=dict)
    notes = models.PositiveIntegerField(_("notes"), default=0)
    # How many of them have the words of each bucket (`recommend.similar.words`), packed.
    word_counts = models.BinaryField(default=bytes)
    # What tags mean to people (`recommend.similar.senses`), packed.
    senses = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("rebuild of similar notes")
        verbose_name_plural = _("rebuilds of similar notes")

    def __str__(self):
        return str(self.begun_at)


class SimilarBlock(models.Model):
    """A part of a rebuild: the notes from `first` to `last`. Whoever takes a block has it for a while; one
    that is not done by then is taken again."""

    rebuild = models.ForeignKey(SimilarRebuild, models.CASCADE, related_name="blocks")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    notes = models.PositiveIntegerField(_("notes"))
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("block of a rebuild")
        verbose_name_plural = _("blocks of a rebuild")
        constraints = [models.UniqueConstraint(fields=["rebuild", "first"], name="recommend_block_once")]
        indexes = [
            models.Index(
                fields=["rebuild", "id"], condition=models.Q(ended_at=None), name="recommend_block_waiting"
            )
        ]

    def __str__(self):
        return f"{self.first}-{self.last}"
