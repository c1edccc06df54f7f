"""What happens to money: payments settled or closed, refunds promised and sent.

Rows are locked in one order everywhere: payment, orders, variants or products by id, member.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.tasks import enqueue

from .. import notices, payments, tasks
from ..events import bought
from ..models import Order, OrderEvent, OrderLine, Payment, PaymentEvent, Refund, Sku
from ..payments.base import Event, Kind
from .catalogue import count_sold

log = logging.getLogger(__name__)
Outcome = PaymentEvent.Outcome


@transaction.atomic
def settle_payment(*, provider: str, event: Event) -> PaymentEvent:
    """Act on a believed message of a provider, once, however often and from whichever side it arrives.

    Money for orders that are closed already, or a second time, is written down as owed back. A wrong amount
    is kept and refused (`outcome`). Payment.DoesNotExist when the message is about none of this provider's.
    """
    payment = Payment.objects.select_for_update().get(token=event.payment, provider=provider)
    known = PaymentEvent.objects.filter(payment=payment, event_id=event.event_id).first()
    if known:
        return known
    message = PaymentEvent(
        payment=payment,
        event_id=event.event_id,
        kind=event.kind,
        amount_fen=event.amount_fen,
        currency=event.currency,
        reference=event.reference,
        outcome=Outcome.NOTED,
    )
    if event.kind == Kind.PAID:
        message.outcome = _receive(payment, event)
    message.save()
    if message.outcome == Outcome.OWED_BACK:
        _owe(payment, amount_fen=event.amount_fen, event=message)
        notices.refund_owed(payment)
    return message


def _receive(payment: Payment, event: Event) -> PaymentEvent.Outcome:
    """Take money for a payment whose row we hold; says what came of it."""
    if (event.amount_fen, event.currency) != (payment.amount_fen, payment.currency):
        log.error(
            "payment %s: %s %s arrived instead of %s %s",
            *(payment.token, event.amount_fen, event.currency, payment.amount_fen, payment.currency),
        )
        return Outcome.WRONG_AMOUNT
    row = Payment.objects.filter(pk=payment.pk)
    if row.move(Payment.State.PAID, paid_at=timezone.now(), provider_reference=event.reference):
        _pay_orders(payment)
        return Outcome.APPLIED
    if PaymentEvent.objects.filter(payment=payment, reference=event.reference, kind=Kind.PAID).exists():
        return Outcome.NOTED
    log.warning("payment %s is %s: the money that arrived is owed back", payment.token, payment.state)
    if payment.state == Payment.State.CLOSED:
        row.move(Payment.State.REFUND_DUE, provider_reference=event.reference)
    return Outcome.OWED_BACK


def _pay_orders(payment: Payment) -> None:
    orders = list(Order.objects.filter(payment=payment))
    Order.objects.filter(payment=payment).move(Order.State.PAID)
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, state=Order.State.PAID, actor_id=payment.buyer_id) for order in orders
    )
    sold = _per_product(OrderLine.objects.filter(order__payment=payment))
    count_sold(sold)
    told = {"user_id": payment.buyer_id, "payment_id": payment.pk, "product_ids": list(sold)}
    transaction.on_commit(partial(bought.send_robust, Payment, **told), robust=True)
    notices.payment_received(payment)
    enqueue(tasks.tell_sellers, payment.pk)


def _per_product(lines: Iterable[OrderLine], sign: int = 1) -> Counter[int]:
    sold: Counter[int] = Counter()
    for product_id, quantity in lines.values_list("sku__product_id", "quantity"):  # type: ignore[attr-defined]
        sold[product_id] += sign * quantity
    return sold


@transaction.atomic
def expire_payment(*, payment_id: int) -> bool:
    """Close a payment nobody made in time and put its stock back; False when nothing was due."""
    due = Payment.objects.overdue(timezone.now()).filter(pk=payment_id)
    return close(due, to=Order.State.EXPIRED)


def close(rows, *, to: Order.State, actor: User | None = None) -> bool:
    """Close the one payment in `rows` if it still waits: its orders move to `to`, its stock goes back once.

    Runs inside the caller's transaction; the conditional UPDATE decides who closes it.
    """
    payment = rows.first()
    if payment is None or not rows.filter(pk=payment.pk).move(Payment.State.CLOSED):
        return False
    orders = list(Order.objects.filter(payment=payment))
    Order.objects.filter(payment=payment).move(to)
    OrderEvent.objects.bulk_create(OrderEvent(order=order, state=to, actor=actor) for order in orders)
    put_back(OrderLine.objects.filter(order__payment=payment))
    if to == Order.State.EXPIRED:
        notices.payment_expired(payment)
    return True


def put_back(lines) -> None:
    """Return the stock of these lines, in the row order in which everybody locks."""
    quantities: Counter[int] = Counter()
    for sku_id, quantity in lines.values_list("sku_id", "quantity"):
        quantities[sku_id] += quantity
    for sku_id in sorted(quantities):
        Sku.objects.filter(pk=sku_id).put_back(quantities[sku_id])


def refund_orders_money(order: Order) -> None:
    """Owe the buyer the whole sum of an order just refunded; the caller holds its payment's row."""
    payment = order.payment
    count_sold(_per_product(OrderLine.objects.filter(order=order), sign=-1))
    _owe(payment, amount_fen=order.total_fen, order=order)
    if not Order.objects.filter(payment=payment).exclude(state=Order.State.REFUNDED).exists():
        Payment.objects.filter(pk=payment.pk).move(Payment.State.REFUND_DUE)


def _owe(
    payment: Payment, *, amount_fen: int, order: Order | None = None, event: PaymentEvent | None = None
) -> None:
    refund = Refund.objects.create(payment=payment, amount_fen=amount_fen, order=order, event=event)
    enqueue(tasks.send_refund, refund.pk)


def send_refund(*, refund_id: int) -> bool:
    """Have the provider send back what is owed; False when that was done already.

    Safe to repeat: the provider knows the refund by its key, and the row is marked once.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state == Refund.State.SENT:
        return False
    payment = refund.payment
    reference = payments.provider(payment.provider).refund(
        payment=payment, amount_fen=refund.amount_fen, key=f"{payment.token}-{refund.pk}"
    )
    with transaction.atomic():
        Payment.objects.select_for_update().get(pk=payment.pk)
        sent = Refund.objects.filter(pk=refund.pk, state=Refund.State.DUE).update(
            state=Refund.State.SENT, provider_reference=reference, sent_at=timezone.now()
        )
        if sent and not Refund.objects.filter(payment=payment, state=Refund.State.DUE).exists():
            Payment.objects.filter(pk=payment.pk).move(Payment.State.REFUNDED)
    return bool(sent)
