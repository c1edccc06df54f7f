"""What happens to an order after it was placed: each step moves its state and writes it into its history."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError

from .. import notices
from ..errors import WrongState
from ..models import Order, OrderEvent, OrderLine, Payment
from .paying import close, put_back, refund_orders_money


@transaction.atomic
def cancel_order(*, order: Order, by: User) -> bool:
    """Cancel an unpaid order together with the others of its checkout, which are paid in one sum.

    Puts the stock back. False when it was cancelled before; WrongState once it was paid.
    """
    if close(Payment.objects.filter(pk=order.payment_id), to=Order.State.CANCELLED, actor=by):
        return True
    state = Order.objects.values_list("state", flat=True).get(pk=order.pk)
    if state in (Order.State.CANCELLED, Order.State.EXPIRED):
        return False
    raise WrongState(_("This order is paid already, so it cannot be cancelled."))


@transaction.atomic
def send_order(*, order: Order, by: User, carrier: str, tracking_number: str) -> bool:
    """Note that a paid order is on its way; False when it was before. WrongState in any other state."""
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    if not carrier or not tracking_number:
        raise DomainError(_("Name the carrier and the tracking number."), code="tracking_missing")
    moved = _step(order, Order.State.SENT, by, carrier=carrier, tracking_number=tracking_number)
    if moved:
        notices.order_sent(order, carrier)
    return moved


@transaction.atomic
def deliver_order(*, order: Order, by: User) -> bool:
    """Note that the parcel arrived, told by its buyer or an operator; False when it was noted before."""
    moved = _step(order, Order.State.DELIVERED, by)
    if moved:
        notices.order_delivered(order)
    return moved


@transaction.atomic
def refund_order(*, order: Order, by: User, remark: str = "") -> bool:
    """Take back a paid order before it is sent: stock returns, the whole sum is owed to the buyer.

    False when it was refunded before; WrongState once it is on its way.
    """
    Payment.objects.select_for_update().get(pk=order.payment_id)
    rows = Order.objects.filter(pk=order.pk)
    if not rows.filter(state=Order.State.PAID).move(Order.State.REFUNDED):
        return _repeated(order, Order.State.REFUNDED)
    OrderEvent.objects.create(order=order, state=Order.State.REFUNDED, actor=by, remark=remark[:200])
    put_back(OrderLine.objects.filter(order=order))
    refund_orders_money(rows.select_related("payment").get())
    notices.order_refunded(order)
    return True


def _step(order: Order, to: Order.State, by: User, **fields: str) -> bool:
    if not Order.objects.filter(pk=order.pk).move(to, **fields):
        return _repeated(order, to)
    OrderEvent.objects.create(order=order, state=to, actor=by)
    return True


def _repeated(order: Order, to: Order.State) -> bool:
    """False when the order is in this state already; anything else is WrongState."""
    state = Order.State(Order.objects.values_list("state", flat=True).get(pk=order.pk))
    if state == to:
        return False
    raise WrongState(_("This order is “%(state)s”: that cannot be done now.") % {"state": state.label})
