"""What the inbox tells buyers and sellers about orders: kinds, sentences, and the sending of each."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from core.money import format_fen
from inbox.actions import notify
from inbox.models import Notification
from inbox.registry import register

from .models import Order, Payment


def register_kinds() -> None:
    """Called once, from `apps.py`."""
    register("payment_received", _received, "bag")
    register("payment_expired", _expired, "bag")
    register("payment_refund_due", _late, "bag")
    register("order_to_send", lambda n: _("Order %(number)s is paid: please send it.") % n.data, "box")
    register("order_sent", lambda n: _("Order %(number)s is on its way with %(carrier)s.") % n.data, "truck")
    register("order_delivered", lambda n: _("Order %(number)s was delivered.") % n.data, "box")
    register("order_refunded", _refunded, "bag")


def _amount(notice: Notification) -> str:
    return format_fen(notice.data["amount_fen"])


def _received(notice: Notification) -> str:
    return _("We received your payment of %(amount)s.") % {"amount": _amount(notice)}


def _expired(_notice: Notification) -> str:
    return _("Your order was closed because it was not paid in time. Nothing was charged.")


def _refunded(notice: Notification) -> str:
    values = {"number": notice.data["number"], "amount": _amount(notice)}
    return _("Order %(number)s was called off; %(amount)s is on its way back to you.") % values


def _late(notice: Notification) -> str:
    return _("Your payment of %(amount)s came too late or twice; it is on its way back to you.") % {
        "amount": _amount(notice)
    }


def payment_received(payment: Payment) -> None:
    """Tell the buyer that the money is here; the sellers are told by a task."""
    _about_payment(payment, "payment_received", key=f"payment_received:{payment.pk}")


def payment_expired(payment: Payment) -> None:
    _about_payment(payment, "payment_expired", key=f"payment_expired:{payment.pk}")


def refund_owed(payment: Payment) -> None:
    """Tell the buyer that money came too late, or twice, and goes back."""
    _about_payment(payment, "payment_refund_due")


def order_to_send(order: Order) -> None:
    """Tell the seller, when a member sells, that an order is paid. Needs `merchant` loaded."""
    if order.merchant.owner_id:
        notify(
            recipient_id=order.merchant.owner_id,
            kind="order_to_send",
            key=f"order_to_send:{order.pk}",
            number=order.number,
        )


def untold_orders(paid_before: datetime) -> QuerySet[Order]:
    """Orders paid before that moment, still to be sent, whose seller has no notice of them."""
    told = Notification.objects.filter(
        recipient=OuterRef("merchant__owner"),
        key=Concat(Value("order_to_send:"), Cast(OuterRef("pk"), CharField())),
    )
    to_send = Order.objects.filter(state=Order.State.PAID, payment__paid_at__lt=paid_before)
    owned = to_send.filter(merchant__owner__isnull=False).exclude(Exists(told))
    return owned.select_related("merchant")


def order_sent(order: Order, carrier: str) -> None:
    _about_order(order, "order_sent", carrier=carrier)


def order_delivered(order: Order) -> None:
    _about_order(order, "order_delivered")


def order_refunded(order: Order) -> None:
    _about_order(order, "order_refunded", amount_fen=order.total_fen)


def _about_payment(payment: Payment, kind: str, key: str | None = None) -> None:
    url = reverse("commerce:pay", args=[payment.token])
    notify(recipient_id=payment.buyer_id, kind=kind, url=url, key=key, amount_fen=payment.amount_fen)


def _about_order(order: Order, kind: str, **data: Any) -> None:
    notify(
        recipient_id=order.buyer_id,
        kind=kind,
        url=order.get_absolute_url(),
        key=f"{kind}:{order.pk}",
        number=order.number,
        **data,
    )
