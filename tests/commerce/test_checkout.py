"""Placing an order: what it costs, what it holds, and that asking twice asks once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Address
from commerce.actions import PAY_WITHIN, set_cart
from commerce.errors import KeyReused, OutOfStock
from commerce.models import CartItem, Order, OrderEvent, Payment, Product, Sku
from core.errors import DomainError
from tests import make

from .buying import HOME, order, sku_of, stock

pytestmark = pytest.mark.django_db


def test_totals_are_computed_per_seller_and_added_up(member):
    near = make.merchant(shipping_fee_fen=800, free_shipping_from_fen=20_000)
    far = make.merchant(shipping_fee_fen=1_200, free_shipping_from_fen=5_000)
    tea, cup = sku_of(price_fen=5_001, merchant=near), sku_of(price_fen=333, merchant=near)
    lamp = sku_of(price_fen=5_000, merchant=far)

    payment = order(member, {tea: 3, cup: 2, lamp: 1})

    first, second = Order.objects.order_by("goods_fen")
    assert (first.merchant, first.goods_fen, first.shipping_fen, first.total_fen) == (far, 5_000, 0, 5_000)
    assert (second.merchant, second.goods_fen, second.shipping_fen) == (near, 15_669, 800)
    assert second.total_fen == 16_469
    assert payment.amount_fen == 21_469
    assert [line.line_fen for line in second.lines.order_by("id")] == [15_003, 666]


def test_an_order_keeps_what_was_bought_at_that_day(member):
    sku = sku_of(price_fen=7_000, name="Tea bowl")
    order(member, {sku: 1})
    Product.objects.update(name="Something else")
    Sku.objects.update(price_fen=1)

    placed = Order.objects.get()
    line = placed.lines.get()
    assert (line.title, line.unit_price_fen) == ("Tea bowl", 7_000)
    assert (placed.ship_recipient, placed.ship_street) == (HOME.recipient, HOME.street)
    assert placed.events.get().state == Order.State.UNPAID


def test_stock_is_held_for_a_quarter_of_an_hour(member, django_capture_on_commit_callbacks):
    sku = sku_of(stock=5)
    before = timezone.now()
    with django_capture_on_commit_callbacks() as scheduled:
        payment = order(member, {sku: 2})

    assert stock(sku) == 3
    assert timedelta(minutes=15) == PAY_WITHIN
    assert PAY_WITHIN <= payment.expires_at - before < PAY_WITHIN + timedelta(seconds=10)
    assert len(scheduled) == 1


def test_numbers_are_readable_and_not_guessable(member):
    sku = sku_of(stock=50)
    for _ in range(20):
        order(member, {sku: 1})
    numbers = set(Order.objects.values_list("number", flat=True))
    assert len(numbers) == 20
    assert all(re.fullmatch(r"\d{6}-[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}", number) for number in numbers)


def test_only_what_was_bought_leaves_the_cart(member):
    tea, cup = sku_of(), sku_of()
    set_cart(user=member, sku=tea, quantity=2)
    set_cart(user=member, sku=cup, quantity=1)
    order(member, {tea: 2})
    assert CartItem.objects.get().sku == cup


def test_short_stock_leaves_no_trace(member, django_capture_on_commit_callbacks):
    tea, cake = sku_of(stock=5), sku_of(stock=1, name="Moon cake")
    with django_capture_on_commit_callbacks() as scheduled, pytest.raises(OutOfStock) as refused:
        order(member, {tea: 5, cake: 2})

    assert str(refused.value) == "Only 1 of “Moon cake” is left."
    assert refused.value.sku_ids == [cake.pk]
    assert stock(tea) == 5
    assert stock(cake) == 1
    assert not Payment.objects.exists()
    assert scheduled == []


@pytest.mark.parametrize("gone", [{"is_active": False}, {"product__is_listed": False}])
def test_what_is_no_longer_sold_cannot_be_bought(member, gone):
    sku = sku_of(name="Old lamp")
    if "is_active" in gone:
        Sku.objects.update(is_active=False)
    else:
        Product.objects.update(is_listed=False)
    with pytest.raises(OutOfStock, match="no longer sold"):
        order(member, {sku: 1})
    assert stock(sku) == 10


def test_the_same_key_is_the_same_payment(member):
    sku, key = sku_of(), uuid.uuid4()
    first, second = order(member, {sku: 2}, key), order(member, {sku: 2}, key)
    assert first == second
    assert Order.objects.count() == 1
    assert stock(sku) == 8


def test_the_same_key_with_something_else_is_refused(member):
    sku, key = sku_of(), uuid.uuid4()
    order(member, {sku: 2}, key)
    with pytest.raises(KeyReused) as refused:
        order(member, {sku: 3}, key)
    assert (refused.value.code, refused.value.status) == ("key_reused", 422)
    assert stock(sku) == 8
    assert Order.objects.count() == 1


def test_one_persons_key_is_not_anothers(member):
    sku, key = sku_of(), uuid.uuid4()
    assert order(member, {sku: 1}, key) != order(make.user(), {sku: 1}, key)


def test_a_price_that_rose_meanwhile_is_not_charged(member):
    sku = sku_of(price_fen=20_000)
    with pytest.raises(DomainError) as refused:
        order(member, {sku: 1}, expected_total_fen=19_999)
    assert refused.value.code == "total_changed"
    assert stock(sku) == 10
    assert not Payment.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_impossible_quantities_are_refused(member, quantity):
    sku = sku_of(stock=500)
    with pytest.raises(DomainError):
        order(member, {sku: quantity})
    assert stock(sku) == 500


def test_a_typed_address_is_kept_once(member):
    sku, key = sku_of(), uuid.uuid4()
    for _ in range(2):
        order(member, {sku: 1}, key, keep_address=True)
    assert Address.objects.get().street == HOME.street


def test_the_database_itself_refuses_negative_stock_and_wrong_sums(member):
    sku = sku_of(stock=1)
    with pytest.raises(IntegrityError, match="stock"), transaction.atomic():
        Sku.objects.filter(pk=sku.pk).update(stock=F("stock") - 2)
    order(member, {sku: 1})
    with pytest.raises(IntegrityError, match="commerce_order_total_adds_up"), transaction.atomic():
        Order.objects.update(total_fen=F("total_fen") - 1)
    with pytest.raises(IntegrityError, match="commerce_orderevent_once"), transaction.atomic():
        OrderEvent.objects.create(order=Order.objects.get(), state=Order.State.UNPAID)


def test_nobody_holds_stock_in_endless_unpaid_orders(member):
    sku = sku_of(stock=50)
    for _ in range(20):
        order(member, {sku: 1})
    with pytest.raises(DomainError) as refused:
        order(member, {sku: 1})
    assert refused.value.code == "too_many_unpaid"
    assert stock(sku) == 30


def test_personal_data_is_not_readable_in_the_tables(member):
    order(member, {sku_of(): 1})
    row = Order.objects.extra(  # noqa: S610 - the raw column, past the field that decrypts
        select={name: f"ship_{name}::bytea" for name in ("recipient", "phone", "street")}
    ).values("recipient", "phone", "street")[0]
    for name, value in (("recipient", HOME.recipient), ("phone", HOME.phone), ("street", HOME.street)):
        assert value.encode() not in bytes(row[name])
