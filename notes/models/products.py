"""Products shown in notes."""

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.models import Order, OrderLine, Product


class ProductTagQuerySet(models.QuerySet):
    def bought(self):
        """Points whose author has the product: delivered, and not given back."""
        return self.filter(purchase__order__state=Order.State.DELIVERED)

    def for_page(self):
        """Everything a note's product cards show, with `is_bought`."""
        rows = self.filter(product__is_listed=True).select_related(
            "product__brand", "product__merchant", "product__cover"
        )
        bought = Case(When(purchase__order__state=Order.State.DELIVERED, then=True), default=False)
        return rows.annotate(is_bought=bought).order_by("id")


class ProductTag(models.Model):
    """A product shown in a note, at a point of the picture `photo` when `x` and `y` (0-1) are set. `tie` says
    what the author got for showing it; any tie forces the note's declaration."""

    class Tie(models.TextChoices):
        NONE = "", pgettext_lazy("product", "Nothing: my own")
        GIFT = "gift", pgettext_lazy("product", "It was a gift")
        PAID = "paid", pgettext_lazy("product", "I am paid for it")

    note = models.ForeignKey(
        "notes.Note", models.CASCADE, related_name="product_tags", verbose_name=_("note")
    )
    product = models.ForeignKey(Product, models.CASCADE, related_name="note_tags", verbose_name=_("product"))
    photo = models.ForeignKey(
        "notes.Photo",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("picture"),
    )
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    purchase = models.ForeignKey(
        OrderLine, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("purchase")
    )

    tie = models.CharField(_("got for it"), max_length=4, choices=Tie, default=Tie.NONE, blank=True)

    objects = ProductTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("product of a note")
        verbose_name_plural = _("products of notes")
        constraints = [
            models.UniqueConstraint(fields=["note", "product"], name="notes_producttag_once"),
            models.CheckConstraint(
                condition=Q(x__isnull=True) | Q(x__gte=0, x__lte=1, y__gte=0, y__lte=1),
                name="notes_producttag_point_inside",
            ),
        ]

    def __str__(self):
        return f"{self.note_id} + {self.product_id}"
