"""From a basket to a payment: stock held, one order per seller, everything in one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.actions import save_address
from accounts.models import User
from core.errors import DomainError
from core.tasks import enqueue

from .. import tasks
from ..baskets import Basket, Parcel, priced
from ..errors import KeyReused, OutOfStock
from ..models import Order, OrderEvent, OrderLine, Payment, Sku
from ..models.orders import MAX_PER_LINE
from .cart import MAX_LINES, remove_from_cart

PAY_WITHIN = timedelta(minutes=15)
MAX_UNPAID = 20
# Letters and digits that nobody mistakes for one another when reading a number aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class ShipTo:
    """Where a parcel goes, as plain values to be copied onto the order."""

    recipient: str
    phone: str
    region: str
    street: str


@transaction.atomic
def place_order(
    *,
    buyer: User,
    basket: Mapping[int, int],
    ship_to: ShipTo,
    request_key: UUID,
    expected_total_fen: int | None = None,
    keep_address: bool = False,
) -> Payment:
    """Turn a basket (variant id -> quantity) into unpaid orders and hold its stock for `PAY_WITHIN`.

    Safe to call twice with the same key: the second call returns the first payment, and KeyReused says that
    it asked for something else. Prices and shipping are computed here; when they do not come to the total the
    buyer was shown, or something is short (OutOfStock), nothing happens at all.
    """
    _check(basket)
    digest = _digest(basket, ship_to)
    wanted = Payment(
        buyer=buyer,
        request_key=request_key,
        request_digest=digest,
        provider=settings.PAYMENT_PROVIDER,
        expires_at=timezone.now() + PAY_WITHIN,
    )
    # Waits for whoever is using the same key at this moment, then leaves their row as it is.
    Payment.objects.bulk_create([wanted], ignore_conflicts=True)
    payment = Payment.objects.get(buyer=buyer, request_key=request_key)
    if payment.token != wanted.token:
        if payment.request_digest != digest:
            raise KeyReused
        return payment
    if Payment.objects.filter(buyer=buyer, state=Payment.State.PENDING).count() > MAX_UNPAID:
        raise DomainError(_("Pay or cancel your open orders first."), code="too_many_unpaid")

    taken = _take(basket)
    payment.amount_fen = taken.total_fen
    if expected_total_fen is not None and payment.amount_fen != expected_total_fen:
        raise DomainError(
            _("A price has changed since you opened this page. Look at the new total, then order again."),
            code="total_changed",
        )
    payment.save(update_fields=["amount_fen"])
    _write_orders(buyer, payment, taken.parcels, ship_to)
    remove_from_cart(user=buyer, sku_ids=list(basket))
    if keep_address:
        save_address(user=buyer, **vars(ship_to))
    enqueue(tasks.expire_payment, payment.pk, countdown=PAY_WITHIN.total_seconds() + 1)
    return payment


def _check(basket: Mapping[int, int]) -> None:
    if not basket:
        raise DomainError(_("There is nothing to order."), code="empty")
    if len(basket) > MAX_LINES or any(not 1 <= quantity <= MAX_PER_LINE for quantity in basket.values()):
        raise DomainError(_("One of the quantities is not valid."), code="quantity")


def _digest(basket: Mapping[int, int], ship_to: ShipTo) -> str:
    # Keyed, because an address is too easily guessed for a plain hash to hide it.
    content = repr((sorted(basket.items()), astuple(ship_to)))
    return salted_hmac("commerce.checkout", content, algorithm="sha256").hexdigest()


def _take(basket: Mapping[int, int]) -> Basket:
    """Take the stock of every variant, and price them as they are while we hold their rows."""
    # One order of rows for every buyer, so two baskets can wait for each other but never deadlock.
    taken: set[int] = set()
    for sku_id in sorted(basket):
        if not Sku.objects.filter(pk=sku_id).take(basket[sku_id]):
            raise OutOfStock(_short(basket, taken))
        taken.add(sku_id)
    return priced(basket)


def _short(basket: Mapping[int, int], taken: set[int]) -> list[Sku]:
    """All that the basket asks too much of, so that the buyer hears it at once and not one by one."""
    rest = Sku.objects.filter(pk__in=set(basket) - taken).select_related("product").order_by("pk")
    return [sku for sku in rest if not sku.suffices(basket[sku.pk])]


def _write_orders(buyer: User, payment: Payment, parcels: list[Parcel], ship_to: ShipTo) -> list[Order]:
    orders = [
        Order(
            number=new_number(),
            buyer=buyer,
            merchant=parcel.merchant,
            payment=payment,
            goods_fen=parcel.goods_fen,
            shipping_fen=parcel.shipping_fen,
            total_fen=parcel.total_fen,
            ship_recipient=ship_to.recipient,
            ship_phone=ship_to.phone,
            ship_region=ship_to.region,
            ship_street=ship_to.street,
        )
        for parcel in parcels
    ]
    Order.objects.bulk_create(orders)
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            sku=line.sku,
            title=line.sku.product.name,
            variant=line.sku.name,
            unit_price_fen=line.sku.price_fen,
            quantity=line.quantity,
        )
        for order, parcel in zip(orders, parcels, strict=True)
        for line in parcel.lines
    )
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, state=Order.State.UNPAID, actor=buyer) for order in orders
    )
    return orders


def new_number() -> str:
    """An order number such as `261122-7KQ2M-9TX4R`: the day, then ten characters that cannot be guessed."""
    random = "".join(secrets.choice(ALPHABET) for _place in range(10))
    return f"{timezone.localdate():%y%m%d}-{random[:5]}-{random[5:]}"
