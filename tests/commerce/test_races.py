"""Many buyers at the same moment, each on a connection of their own."""

import uuid

import pytest
from django.test import Client

from commerce.actions import expire_payment
from commerce.errors import OutOfStock
from commerce.models import Order, OrderLine, Payment, PaymentEvent, Product, Sku
from tests import make

from .buying import at_once, order, pay, sku_of, stock

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_buyers_of_five_pieces_are_five_orders():
    sku, buyers = sku_of(stock=5), make.user.create_batch(20)
    results = at_once(lambda buyer: order(buyer, {sku: 1}), buyers)

    assert sum(isinstance(result, Payment) for result in results) == 5
    assert sum(isinstance(result, OutOfStock) for result in results) == 15
    assert stock(sku) == 0
    assert OrderLine.objects.filter(sku=sku).count() == 5


def test_baskets_in_opposite_order_do_not_deadlock():
    one, two = sku_of(stock=500), sku_of(stock=500)
    buyers = make.user.create_batch(16)
    baskets = [(buyer, {one: 1, two: 1} if n % 2 else {two: 1, one: 1}) for n, buyer in enumerate(buyers)]
    for _round in range(3):
        results = at_once(lambda given: order(*given), baskets)
        assert all(isinstance(result, Payment) for result in results), results
    assert stock(one) == stock(two) == 500 - 48


def test_buying_and_expiring_two_things_at_once_neither_deadlocks_nor_loses_a_piece(settings):
    one, two = sku_of(stock=100), sku_of(stock=100)
    buyers = make.user.create_batch(8)
    old = [order(buyer, {two: 1, one: 1}) for buyer in buyers]
    Payment.objects.update(expires_at="2020-01-01T00:00Z")
    work = [lambda p=p: expire_payment(payment_id=p.pk) for p in old for _twice in range(2)]
    work += [lambda b=b: order(b, {one: 1, two: 1}) for b in buyers]
    results = at_once(lambda act: act(), work)

    assert not [result for result in results if isinstance(result, Exception)]
    assert results.count(True) == 8
    assert stock(one) == stock(two) == 92


def test_fifty_posts_with_one_key_are_one_payment_and_equal_answers(member, settings):
    sku, key = sku_of(stock=50), uuid.uuid4()
    address = make.address(user=member)
    form = {
        "address": address.pk,
        "line": f"{sku.pk}:1",
        "total_fen": sku.price_fen,
        "request_key": key,
    }
    signed_in = Client()
    signed_in.force_login(member)

    def post(_number):
        client = Client()
        client.cookies = signed_in.cookies
        return client.post("/checkout/", form)

    answers = at_once(post, range(50))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"].split(":")[0] for answer in answers}) == 1
    assert Payment.objects.count() == Order.objects.count() == 1
    assert stock(sku) == 49


def test_callbacks_and_the_browser_at_once_settle_once(member):
    sku = sku_of()
    payment = order(member, {sku: 2})
    results = at_once(lambda _n: pay(payment), range(12))

    assert {result.pk for result in results} == {PaymentEvent.objects.get().pk}
    assert Order.objects.get().events.filter(state=Order.State.PAID).count() == 1
    assert Product.objects.get().sold_count == 2


def test_paying_against_the_clock_ends_paid_or_owed_back(member):
    """Payment and expiry race: either the order is paid and its stock gone, or closed and the money owed."""
    sku = sku_of(stock=100)
    for _round in range(8):
        payment = order(member, {sku: 1})
        Payment.objects.filter(pk=payment.pk).update(expires_at="2020-01-01T00:00Z")
        work = [lambda: pay(payment), lambda: expire_payment(payment_id=payment.pk)]  # noqa: B023
        at_once(lambda act: act(), work if _round % 2 else work[::-1])
        payment.refresh_from_db()
        state = Order.objects.get(payment=payment).state
        owed = payment.refunds.count()
        assert (payment.state, state, owed) in {
            (Payment.State.PAID, Order.State.PAID, 0),
            (Payment.State.REFUND_DUE, Order.State.EXPIRED, 1),
        }
    paid = Order.objects.filter(state=Order.State.PAID).count()
    assert stock(sku) == 100 - paid


def test_cart_and_stock_survive_a_shelf_full_of_threads(member):
    """Adding the same thing from many tabs is one line."""
    sku = sku_of()
    client = Client()
    client.force_login(member)

    def add(quantity):
        tab = Client()
        tab.cookies = client.cookies
        return tab.post("/cart/set/", {"sku": sku.pk, "quantity": quantity}).status_code

    assert set(at_once(add, [1, 2, 3, 4] * 4)) == {302}
    assert member.cart_items.count() == 1
    assert Sku.objects.get().stock == 10
