"""Steps that several tests of the mall share."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from commerce.actions import ShipTo, place_order, settle_payment
from commerce.models import Payment, Sku
from commerce.payments import sandbox
from commerce.payments.base import Event, Kind
from tests import make

HOME = ShipTo("林小满", "13800138000", "上海市 徐汇区", "天平路 1 号")


def sku_of(stock=10, price_fen=9_900, **product) -> Sku:
    """The one variant of a fresh product."""
    return make.product(stock=stock, price_fen=price_fen, **product).skus.get()


def order(buyer, basket, key=None, **options) -> Payment:
    """Place an order for `{sku: quantity}`."""
    quantities = {sku.pk: quantity for sku, quantity in basket.items()}
    return place_order(
        buyer=buyer, basket=quantities, ship_to=HOME, request_key=key or uuid.uuid4(), **options
    )


def event(payment, kind=Kind.PAID, **changes) -> Event:
    """What the sandbox would say about this payment."""
    fields = {
        "event_id": f"{payment.token}:{kind}",
        "kind": kind,
        "payment": payment.token,
        "amount_fen": payment.amount_fen,
        "currency": payment.currency,
        "reference": "bank-1",
    }
    return Event(**fields | changes)


def pay(payment, **changes):
    return settle_payment(provider="sandbox", event=event(payment, **changes))


def message(payment, kind=Kind.PAID, **changes) -> bytes:
    """The body of the sandbox's message about this payment."""
    amount = changes.get("amount_fen", payment.amount_fen)
    return sandbox.answer(sandbox.Request(str(payment.token), amount, "CNY", "/", "/"), kind)


def stock(sku) -> int:
    return Sku.objects.values_list("stock", flat=True).get(pk=sku.pk)


def at_once(act, inputs) -> list:
    """Run `act` for all inputs in threads of their own, started together; exceptions come back as results."""

    def run(given):
        try:
            return act(given)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(run, inputs))
