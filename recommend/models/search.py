import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.models import Product
from notes.models import Note
from tagging.names import normalise

MAX_QUERY = 100  # characters of a query that are read


class NoteDocument(models.Model):
    """The search entry of one note: what the index of each machine is made from.

    `text` holds title, tags and text as cut words (`recommend.search.words.document`), `words` the same for
    PostgreSQL, which answers while a machine has no index yet. A trigger writes into `changed_in` which
    transaction wrote the row, so that what changed since can be asked for.
    """

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="document")
    words = SearchVectorField()
    text = models.TextField(default="")
    changed_in = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            GinIndex(fields=["words"], name="recommend_document_words"),
            models.Index(fields=["changed_in"], name="recommend_document_changed"),
        ]

    def __str__(self):
        return str(self.note_id)


class RemovedDocument(models.Model):
    """A search entry that went away, written by a trigger whatever removed it."""

    note_id = models.BigIntegerField(primary_key=True)
    changed_in = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("removed search entry")
        verbose_name_plural = _("removed search entries")

    def __str__(self):
        return str(self.note_id)


class ProductDocument(models.Model):
    """The search entry of one product: name and brand A, category B, description C. `source` is a hash of
    what it was made from, so that the sweeper sees which are out of date."""

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="document")
    words = SearchVectorField()
    source = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("search entry of a product")
        verbose_name_plural = _("search entries of products")
        indexes = [GinIndex(fields=["words"], name="recommend_product_words")]

    def __str__(self):
        return str(self.product_id)


class IndexGeneration(models.Model):
    """The one row that says which life of the database an index belongs to; another value makes every
    machine build its index anew."""

    generation = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("generation of the search index")
        verbose_name_plural = _("generations of the search index")

    def __str__(self):
        return str(self.generation)


class PastSearch(models.Model):
    """What a member searched for, shown to nobody else; the latest few are kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="past_searches")
    key = models.CharField(max_length=MAX_QUERY, editable=False)
    text = models.CharField(_("words"), max_length=MAX_QUERY)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("past search")
        verbose_name_plural = _("past searches")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="recommend_past_search_once")]
        indexes = [models.Index(fields=["user", "-at"], name="recommend_past_searches")]

    def __str__(self):
        return self.text


class SearchCount(models.Model):
    """How many people searched for the same words on one day."""

    day = models.DateField(_("day"))
    key = models.CharField(max_length=MAX_QUERY, editable=False)
    text = models.CharField(_("words"), max_length=MAX_QUERY)
    searches = models.PositiveIntegerField(_("searches"), default=0)

    class Meta:
        verbose_name = _("searches of a day")
        verbose_name_plural = _("searches by day")
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="recommend_search_count_once")]
        indexes = [models.Index(fields=["day", "-searches"], name="recommend_searches_of_day")]

    def __str__(self):
        return self.text


class QuietSearch(models.Model):
    """Words that never stand on the hot list, by decision of an operator."""

    key = models.CharField(max_length=MAX_QUERY, unique=True, editable=False)
    text = models.CharField(_("words"), max_length=MAX_QUERY)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("search kept off the hot list")
        verbose_name_plural = _("searches kept off the hot list")

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.key = normalise(self.text)[:MAX_QUERY]
        super().save(*args, **kwargs)

    save.alters_data = True
