"""What is sold: brands, merchants, products and their stock-keeping units."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Brand(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    # How many products of the brand are listed; written by `actions.summarise`.
    product_count = models.PositiveIntegerField(_("products"), default=0, editable=False)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]
        indexes = [models.Index(fields=["-product_count", "id"], name="commerce_brand_largest")]

    def __str__(self):
        return self.name


class Category(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Merchant(models.Model):
    """Who sells and sends. Exactly one merchant is the mall itself (`is_self_operated`)."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_self_operated = models.BooleanField(_("self-operated"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merchants",
        verbose_name=pgettext_lazy("shop", "owner"),
    )
    shipping_fee_fen = models.PositiveIntegerField(_("shipping fee (fen)"), default=800)
    free_shipping_from_fen = models.PositiveIntegerField(_("free shipping from (fen)"), default=9900)
    fastest_days = models.PositiveSmallIntegerField(_("fastest delivery (days)"), default=2)
    slowest_days = models.PositiveSmallIntegerField(_("slowest delivery (days)"), default=4)

    class Meta:
        verbose_name = _("merchant")
        verbose_name_plural = _("merchants")
        constraints = [
            models.UniqueConstraint(
                fields=["is_self_operated"],
                condition=Q(is_self_operated=True),
                name="commerce_merchant_one_self_operated",
            ),
            models.CheckConstraint(
                condition=Q(slowest_days__gte=F("fastest_days")), name="commerce_merchant_days_in_order"
            ),
        ]

    def __str__(self):
        return self.name

    def shipping_for(self, subtotal_fen: int) -> int:
        """Shipping fee in fen for goods worth `subtotal_fen` from this merchant."""
        return 0 if subtotal_fen >= self.free_shipping_from_fen else self.shipping_fee_fen

    def short_of_free_shipping_fen(self, subtotal_fen: int) -> int:
        """How much more in fen must be bought from this merchant until shipping is free."""
        return max(0, self.free_shipping_from_fen - subtotal_fen)

    def arrival(self) -> tuple[date, date]:
        """First and last day on which a parcel ordered now should arrive."""
        today = timezone.localdate()
        return today + timedelta(days=self.fastest_days), today + timedelta(days=self.slowest_days)


class ProductQuerySet(models.QuerySet):
    def on_sale(self):
        """What shoppers may see: listed, with a price. Sold out is still seen, and says so."""
        return self.filter(is_listed=True, price_fen__gt=0)

    def of(self, *, category=None, brand=None):
        """Only of this category and this brand, where given."""
        wanted = {name: value for name, value in (("category", category), ("brand", brand)) if value}
        return self.filter(**wanted)

    def for_cards(self):
        """All a product card shows: brand, merchant, cover, the lowest price, whether others cost more, and
        whether any is left."""
        skus = Sku.objects.filter(product=OuterRef("pk"), is_active=True)
        return self.select_related("brand", "merchant", "cover").annotate(
            in_stock=Exists(skus.filter(stock__gt=0)),
            costs_more=Exists(skus.filter(price_fen__gt=OuterRef("price_fen"))),
        )

    def for_page(self):
        """All the product page shows of the product itself, pictures and variants included."""
        variants = Sku.objects.filter(is_active=True).order_by("id")
        return self.select_related("brand", "merchant", "category", "cover").prefetch_related(
            "photos", models.Prefetch("skus", variants, to_attr="variants")
        )


class Product(models.Model):
    """A thing for sale in one or more variants (`Sku`); `price_fen` is that of the cheapest one on sale."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("brand")
    )
    merchant = models.ForeignKey(
        Merchant, models.PROTECT, related_name="products", verbose_name=_("merchant")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("category")
    )
    description = models.TextField(_("description"), blank=True)
    origin = models.CharField(_("origin"), max_length=80, blank=True)
    cover = models.ForeignKey(
        "commerce.ProductPhoto", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    cover_style = models.PositiveSmallIntegerField(default=0, editable=False)
    price_fen = models.PositiveBigIntegerField(_("lowest price (fen)"), default=0, editable=False)
    currency = models.CharField(_("currency"), max_length=3, default="CNY", editable=False)
    sold_count = models.PositiveIntegerField(_("sold"), default=0, editable=False)
    # Written by the app of notes through `commerce.actions`.
    note_count = models.PositiveIntegerField(_("notes"), default=0, editable=False)
    is_listed = models.BooleanField(_("listed"), default=True)
    import_id = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)  # noqa: DJ001
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            models.Index(
                fields=["-sold_count", "-id"], condition=Q(is_listed=True), name="commerce_product_popular"
            ),
            models.Index(fields=["-id"], condition=Q(is_listed=True), name="commerce_product_newest"),
            models.Index(
                fields=["price_fen", "id"], condition=Q(is_listed=True), name="commerce_product_price"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("commerce:product", args=[self.slug])

    @property
    def on_card(self):
        """All that a card shows, as a key for what was rendered from it."""
        cover = self.cover
        return (
            *(
                self.pk,
                self.name,
                self.slug,
                self.price_fen,
                self.sold_count,
                self.note_count,
                self.cover_style,
            ),
            *(
                getattr(self, "in_stock", None),
                getattr(self, "costs_more", None),
                self.brand and self.brand.name,
                self.merchant.is_self_operated,
            ),
            *((cover.token, cover.width, cover.height, cover.colour, *cover.widths) if cover else ()),
        )


class ProductPhoto(models.Model):
    """A picture of a product; renditions lie at `products/ab/<token>/<width>.webp` in public storage."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="photos", verbose_name=_("product"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("width"))
    height = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("height"))
    colour = models.CharField(max_length=7, default="#eeeeee", editable=False)
    widths = models.JSONField(default=list, editable=False)
    alt = models.CharField(_("description for those who cannot see it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("product picture")
        verbose_name_plural = _("product pictures")
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.product_id}/{self.position}"

    @property
    def folder(self) -> str:
        return f"products/{self.token.hex[:2]}/{self.token.hex}"


class SkuQuerySet(models.QuerySet):
    def take(self, quantity):
        """Remove stock from rows on sale that have enough of it; returns how many rows that was.

        Filter only by columns of `Sku` before: a join would move the conditions into a subquery, which
        PostgreSQL does not look at again after waiting for another buyer of the same row.
        """
        listed = Exists(Product.objects.filter(pk=OuterRef("product_id"), is_listed=True))
        enough = self.filter(listed, stock__gte=quantity, is_active=True)
        return enough.update(stock=F("stock") - quantity)

    take.alters_data = True

    def put_back(self, quantity):
        """Return stock that was taken; returns how many rows that was."""
        return self.update(stock=F("stock") + quantity)

    put_back.alters_data = True

    def buyable(self):
        """Variants on sale of products on sale, with what a cart line shows."""
        return self.filter(is_active=True, product__is_listed=True).select_related(
            "product__merchant", "product__cover", "product__brand"
        )


class Sku(models.Model):
    """One variant with its own price and stock."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="skus", verbose_name=_("product"))
    name = models.CharField(_("variant"), max_length=80, blank=True)
    code = models.CharField(_("code"), max_length=64, unique=True)
    price_fen = models.PositiveBigIntegerField(_("price (fen)"))
    stock = models.PositiveIntegerField(_("stock"), default=0)
    is_active = models.BooleanField(_("on sale"), default=True)

    objects = SkuQuerySet.as_manager()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.CheckConstraint(condition=Q(stock__gte=0), name="commerce_sku_stock_not_negative"),
            models.CheckConstraint(condition=Q(price_fen__gt=0), name="commerce_sku_price_positive"),
        ]

    def __str__(self):
        return self.code

    def suffices(self, quantity: int) -> bool:
        """Could this many be bought now? Needs `product` loaded; only `take` decides."""
        return self.is_active and self.product.is_listed and self.stock >= quantity
