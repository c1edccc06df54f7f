from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.models import Product
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
