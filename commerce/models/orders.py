"""What was bought: the cart, and orders with lines and a history."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField

from .catalogue import Merchant, Sku
from .payments import Payment

MAX_PER_LINE = 99


class CartItemQuerySet(models.QuerySet):
    def for_cart(self, user):
        """The member's cart with all that a cart line shows, in the order of adding."""
        return self.filter(user_id=user.pk).select_related(
            "sku__product__merchant", "sku__product__cover", "sku__product__brand"
        )


class CartItem(models.Model):
    """So many of one variant in a member's cart."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="cart_items", verbose_name=_("member")
    )
    sku = models.ForeignKey(Sku, models.CASCADE, related_name="+", verbose_name=_("variant"))
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = CartItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart item")
        verbose_name_plural = _("cart items")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "sku"], name="commerce_cartitem_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_PER_LINE),
                name="commerce_cartitem_quantity_range",
            ),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.sku_id}"


class OrderQuerySet(models.QuerySet):
    def of(self, buyer):
        """The buyer's own orders; a foreign order number is not found."""
        return self.filter(buyer_id=buyer.pk)

    def for_cards(self):
        """All that a list of orders shows: seller, payment, lines with their pictures."""
        lines = OrderLine.objects.select_related("sku__product__cover").order_by("id")
        return self.select_related("merchant", "payment").prefetch_related(Prefetch("lines", lines))

    def for_page(self):
        """A card and the history of the order."""
        return self.for_cards().prefetch_related("events")

    def move(self, to, **fields):
        """Change state only where the present state allows it; returns how many rows moved."""
        sources = [state for state, targets in Order.MOVES.items() if to in targets]
        return self.filter(state__in=sources).update(state=to, **fields)

    move.alters_data = True


@dataclass(frozen=True)
class Step:
    """One point of an order's time line; `when` is empty for what is still to come."""

    words: str
    when: datetime | None = None
    detail: str = ""
    is_current: bool = False

    @property
    def is_done(self) -> bool:
        return self.when is not None


class Order(models.Model):
    """What one buyer bought from one merchant in one checkout. Titles, prices and address are copies."""

    class State(models.TextChoices):
        UNPAID = "unpaid", _("to pay")
        PAID = "paid", _("paid, to be sent")
        SENT = "sent", _("on its way")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("not paid in time")
        REFUNDED = "refunded", _("refunded")

    MOVES = {
        State.UNPAID: {State.PAID, State.CANCELLED, State.EXPIRED},
        State.PAID: {State.SENT, State.REFUNDED},
        State.SENT: {State.DELIVERED, State.REFUNDED},
        State.DELIVERED: {State.REFUNDED},
        State.CANCELLED: set(),
        State.EXPIRED: set(),
        State.REFUNDED: set(),
    }

    # How each state reads in the time line, and the way of an order where nothing goes wrong.
    WORDS = {
        State.UNPAID: _("Ordered"),
        State.PAID: _("Payment received"),
        State.SENT: _("Parcel sent"),
        State.DELIVERED: _("Delivered"),
        State.CANCELLED: _("Cancelled"),
        State.EXPIRED: _("Closed: not paid in time"),
        State.REFUNDED: _("Called off, money sent back"),
    }
    WAY = (State.UNPAID, State.PAID, State.SENT, State.DELIVERED)

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders", verbose_name=_("buyer")
    )
    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="orders", verbose_name=_("merchant"))
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="orders", verbose_name=_("payment"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.UNPAID)
    goods_fen = models.PositiveBigIntegerField(_("goods (fen)"))
    shipping_fen = models.PositiveBigIntegerField(_("shipping (fen)"))
    total_fen = models.PositiveBigIntegerField(_("total (fen)"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    ship_recipient = EncryptedTextField(_("recipient"))
    ship_phone = EncryptedTextField(_("phone"))
    ship_region = models.CharField(_("province and city"), max_length=80)
    ship_street = EncryptedTextField(_("street address"))
    carrier = models.CharField(_("carrier"), max_length=40, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    made_at = models.DateTimeField(_("ordered"), auto_now_add=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "merchant"], name="commerce_order_one_per_merchant"),
            models.CheckConstraint(
                condition=Q(total_fen=F("goods_fen") + F("shipping_fen")), name="commerce_order_total_adds_up"
            ),
        ]
        indexes = [models.Index(fields=["buyer", "-id"], name="commerce_order_of_buyer")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("commerce:order", args=[self.number])

    def steps(self) -> list[Step]:
        """What happened to the order, then what is still to come. Needs `events` loaded."""
        parcel = f"{self.carrier} {self.tracking_number}".strip()
        done = [
            Step(
                words=str(self.WORDS[self.State(event.state)]),
                when=event.made_at,
                detail=parcel if event.state == self.State.SENT else "",
                is_current=event.state == self.state,
            )
            for event in self.events.all()
        ]
        if self.state not in self.WAY:
            return done
        ahead = self.WAY[self.WAY.index(self.State(self.state)) + 1 :]
        return done + [Step(words=str(self.WORDS[state])) for state in ahead]


class OrderLineQuerySet(models.QuerySet):
    def delivered(self):
        """What its buyer holds in hand: delivered and not refunded."""
        return self.filter(order__state=Order.State.DELIVERED)

    def delivered_to(self, user):
        """What this member bought and holds in hand."""
        return self.delivered().filter(order__buyer_id=user.pk)


class OrderLine(models.Model):
    """So many of one variant at the price of that day; title and variant are copies."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", verbose_name=_("order"))
    sku = models.ForeignKey(Sku, models.PROTECT, related_name="+", verbose_name=_("variant"))
    title = models.CharField(_("title"), max_length=200)
    variant = models.CharField(_("variant"), max_length=80, blank=True)
    unit_price_fen = models.PositiveBigIntegerField(_("unit price (fen)"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "sku"], name="commerce_orderline_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="commerce_orderline_quantity_positive"),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.title}"

    @property
    def line_fen(self) -> int:
        return self.unit_price_fen * self.quantity


class OrderEvent(models.Model):
    """One transition of an order, written with it in one transaction."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="events", verbose_name=_("order"))
    state = models.CharField(_("state"), max_length=9, choices=Order.State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("order event")
        verbose_name_plural = _("order events")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["order", "state"], name="commerce_orderevent_once")]

    def __str__(self):
        return f"{self.order_id} {self.state}"
