"""What providers tell us, believed or not, once or often, in time or late; and what goes back."""

import time
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commerce import tasks
from commerce.actions import cancel_order, expire_payment, refund_order, send_order, send_refund
from commerce.errors import WrongState
from commerce.models import Order, Payment, PaymentEvent, Product, Refund
from commerce.payments import BadSignature, provider, sandbox
from commerce.payments.base import Kind
from inbox.models import Notification
from tests import make

from .buying import event, message, order, pay, sku_of, stock

pytestmark = pytest.mark.django_db
CALLBACK = "/pay/callback/sandbox/"
Outcome = PaymentEvent.Outcome


def call_back(body: bytes, signature: str | None = None):
    """A provider's server has no cookies and no CSRF token."""
    headers = {"Sandbox-Signature": sandbox.sign(body) if signature is None else signature}
    client = Client(enforce_csrf_checks=True)
    return client.post(CALLBACK, body, content_type="application/json", headers=headers)


def let_expire(payment):
    Payment.objects.filter(pk=payment.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_a_signed_callback_pays_all_orders_of_the_checkout(member):
    skus = [sku_of(), sku_of()]
    payment = order(member, dict.fromkeys(skus, 1))
    answer = call_back(message(payment))

    assert (answer.status_code, answer.json()) == (200, {"outcome": "applied"})
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID
    assert payment.paid_at
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.PAID}
    assert set(Product.objects.values_list("sold_count", flat=True)) == {1}
    assert Notification.objects.filter(recipient=member, kind="payment_received").count() == 1


def test_the_sweep_tells_a_seller_whom_the_queue_forgot(member):
    owner = make.user()
    payment = order(member, {sku_of(merchant=make.merchant(owner=owner)): 1, sku_of(): 1})
    pay(payment)
    tasks.sweep()
    assert not Notification.objects.filter(recipient=owner).exists()  # the task may still be on its way

    Payment.objects.update(paid_at=timezone.now() - 2 * tasks.UNTOLD_AFTER)
    for _again in range(2):
        tasks.sweep()
    assert Notification.objects.get(recipient=owner).kind == "order_to_send"


def test_a_repeated_callback_changes_nothing(member, run_tasks):
    owner = make.user()
    sku = sku_of(merchant=make.merchant(owner=owner))
    payment = order(member, {sku: 3})
    with run_tasks():
        for _ in range(3):
            assert call_back(message(payment)).json() == {"outcome": "applied"}
    tasks.tell_sellers(payment.pk)

    assert PaymentEvent.objects.count() == 1
    assert Order.objects.get().events.count() == 2
    assert Product.objects.get().sold_count == 3
    assert Notification.objects.filter(recipient=owner, kind="order_to_send").count() == 1
    member.refresh_from_db()
    assert member.unread_count == 1


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=,v1=",
        "nonsense",
        pytest.param(f"t={int(time.time())},v1={'0' * 64}", id="wrong-signature"),
        "t=1,v1=",
        "v1=é",
    ],
)
def test_a_forged_callback_changes_nothing(member, signature):
    payment = order(member, {sku_of(): 1})
    assert call_back(message(payment), signature).status_code == 400
    payment.refresh_from_db()
    assert payment.state == Payment.State.PENDING
    assert not PaymentEvent.objects.exists()


def test_a_changed_body_or_time_breaks_the_signature(member):
    payment = order(member, {sku_of(): 1})
    signature = sandbox.sign(message(payment))
    other = order(member, {sku_of(): 1})
    assert call_back(message(other), signature).status_code == 400
    stamp = signature.split(",")[0]
    moved = signature.replace(stamp, f"t={int(stamp[2:]) + 1}")
    assert call_back(message(payment), moved).status_code == 400
    assert not PaymentEvent.objects.exists()


def test_an_old_message_is_not_believed_again(member):
    body = message(order(member, {sku_of(): 1}))
    assert call_back(body, sandbox.sign(body, at=time.time() - 3600)).status_code == 400
    with pytest.raises(BadSignature):
        provider("sandbox").read_return(params={"message": "%%%", "signature": ""})


def test_a_wrong_amount_is_refused_kept_and_logged(member, caplog):
    payment = order(member, {sku_of(): 1})
    body = message(payment, amount_fen=payment.amount_fen - 1)
    for _ in range(2):
        assert call_back(body).status_code == 400
    payment.refresh_from_db()
    assert payment.state == Payment.State.PENDING
    assert Order.objects.get().state == Order.State.UNPAID
    assert PaymentEvent.objects.get().outcome == Outcome.WRONG_AMOUNT
    assert str(payment.token) in caplog.text


def test_another_currency_is_a_wrong_amount(member):
    payment = order(member, {sku_of(): 1})
    assert pay(payment, currency="USD").outcome == Outcome.WRONG_AMOUNT


def test_a_callback_about_nobody_or_from_nobody_is_not_found(member):
    payment = order(member, {sku_of(): 1})
    payment.token = uuid.uuid4()
    assert call_back(message(payment)).status_code == 404
    assert Client().post("/pay/callback/mybank/").status_code == 404
    assert Client().get(CALLBACK).status_code == 405


def test_a_payment_of_another_provider_cannot_be_settled_by_this_one(member):
    payment = order(member, {sku_of(): 1})
    Payment.objects.update(provider="bank")
    assert call_back(message(payment)).status_code == 404


def test_the_sandbox_is_closed_where_another_provider_is_in_use(member, settings):
    payment = order(member, {sku_of(): 1})
    page = provider("sandbox").start(payment=payment, return_url="/", notify_url="/")
    body = message(payment)
    settings.PAYMENT_PROVIDER = "bank"
    assert call_back(body).status_code == 404
    assert Client().get(page).status_code == 404
    payment.refresh_from_db()
    assert payment.state == Payment.State.PENDING


def test_an_unpaid_order_expires_once_and_its_stock_returns(member):
    sku = sku_of(stock=4)
    payment = order(member, {sku: 3})
    assert expire_payment(payment_id=payment.pk) is False  # not yet due
    assert stock(sku) == 1

    let_expire(payment)
    assert [expire_payment(payment_id=payment.pk) for _ in range(3)] == [True, False, False]
    assert stock(sku) == 4
    assert Order.objects.get().state == Order.State.EXPIRED
    assert Order.objects.get().events.count() == 2
    assert Notification.objects.get().kind == "payment_expired"


def test_the_expiry_task_runs_when_the_time_is_over(member, run_tasks):
    sku = sku_of(stock=4)
    with run_tasks():  # a countdown is ignored here, so the task comes too early
        payment = order(member, {sku: 1})
    assert stock(sku) == 3
    let_expire(payment)
    for _ in range(2):
        tasks.expire_payment(payment.pk)
    assert stock(sku) == 4


def test_the_sweep_expires_what_lost_tasks_left_and_nothing_else(member):
    sku = sku_of(stock=10)
    late, later, fresh, paid = (order(member, {sku: 1}) for _ in range(4))
    pay(paid)
    for payment in (late, later, paid):
        let_expire(payment)
    for _ in range(2):
        tasks.sweep()

    assert stock(sku) == 8
    fresh.refresh_from_db()
    assert fresh.state == Payment.State.PENDING
    assert Order.objects.get(payment=paid).state == Order.State.PAID


def test_a_paid_order_does_not_expire(member):
    sku = sku_of(stock=4)
    payment = order(member, {sku: 1})
    pay(payment)
    let_expire(payment)
    assert expire_payment(payment_id=payment.pk) is False
    assert stock(sku) == 3


def test_money_after_the_end_is_owed_back_and_never_lost(member, run_tasks):
    sku = sku_of(stock=4)
    payment = order(member, {sku: 1})
    let_expire(payment)
    expire_payment(payment_id=payment.pk)
    for _ in range(2):
        assert call_back(message(payment)).json() == {"outcome": "owed"}

    payment.refresh_from_db()
    refund = Refund.objects.get()
    assert payment.state == Payment.State.REFUND_DUE
    assert (refund.amount_fen, refund.state) == (payment.amount_fen, Refund.State.DUE)
    assert Order.objects.get().state == Order.State.EXPIRED
    assert stock(sku) == 4
    assert Notification.objects.filter(kind="payment_refund_due").count() == 1

    for _ in range(2):
        tasks.sweep()
    payment.refresh_from_db()
    refund.refresh_from_db()
    assert (payment.state, refund.state) == (Payment.State.REFUNDED, Refund.State.SENT)
    assert refund.provider_reference


def test_the_same_money_told_by_two_messages_is_one_payment(member):
    payment = order(member, {sku_of(): 1})
    pay(payment)
    assert pay(payment, event_id="told again").outcome == Outcome.NOTED
    assert not Refund.objects.exists()


def test_a_second_payment_for_the_same_order_is_owed_back(member):
    payment = order(member, {sku_of(): 1})
    pay(payment)
    assert pay(payment, event_id="second", reference="bank-2").outcome == Outcome.OWED_BACK
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID
    assert Refund.objects.get().amount_fen == payment.amount_fen
    tasks.sweep()
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID


def test_declined_leaves_everything_open_and_paying_later_works(member):
    payment = order(member, {sku_of(): 1})
    assert pay(payment, kind=Kind.DECLINED, event_id="no").outcome == Outcome.NOTED
    payment.refresh_from_db()
    assert payment.state == Payment.State.PENDING
    assert pay(payment).outcome == Outcome.APPLIED


def test_cancelling_ends_the_whole_checkout_once(member):
    one, two = sku_of(stock=5), sku_of(stock=5)
    payment = order(member, {one: 1, two: 2})
    first = Order.objects.first()
    assert [cancel_order(order=first, by=member) for _ in range(2)] == [True, False]
    assert (stock(one), stock(two)) == (5, 5)
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.CANCELLED}
    payment.refresh_from_db()
    assert payment.state == Payment.State.CLOSED
    assert pay(payment).outcome == Outcome.OWED_BACK


def test_a_paid_order_cannot_be_cancelled_but_refunded_before_it_is_sent(member, operator, run_tasks):
    sku = sku_of(stock=5)
    payment = order(member, {sku: 2})
    pay(payment)
    bought = Order.objects.get()
    with pytest.raises(WrongState):
        cancel_order(order=bought, by=member)

    with run_tasks():
        assert [refund_order(order=bought, by=operator) for _ in range(2)] == [True, False]
    payment.refresh_from_db()
    refund = Refund.objects.get()
    assert (refund.order, refund.amount_fen, refund.state) == (bought, bought.total_fen, Refund.State.SENT)
    assert payment.state == Payment.State.REFUNDED
    assert stock(sku) == 5
    assert Product.objects.get().sold_count == 0
    assert send_refund(refund_id=refund.pk) is False


def test_one_of_two_orders_refunded_leaves_the_other_paid(member, operator):
    payment = order(member, {sku_of(): 1, sku_of(): 1})
    pay(payment)
    first, second = Order.objects.order_by("pk")
    refund_order(order=first, by=operator)
    tasks.sweep()
    payment.refresh_from_db()
    second.refresh_from_db()
    assert (payment.state, second.state) == (Payment.State.PAID, Order.State.PAID)
    refund_order(order=second, by=operator)
    tasks.sweep()
    payment.refresh_from_db()
    assert payment.state == Payment.State.REFUNDED
    assert sum(Refund.objects.values_list("amount_fen", flat=True)) == payment.amount_fen


def test_what_is_on_its_way_is_not_refunded_by_this_verb(member, operator):
    pay(order(member, {sku_of(): 1}))
    bought = Order.objects.get()
    send_order(order=bought, by=operator, carrier="SF", tracking_number="SF1")
    with pytest.raises(WrongState):
        refund_order(order=bought, by=operator)
    assert not Refund.objects.exists()


def test_one_refund_an_order_is_what_the_database_allows(member, operator):
    pay(order(member, {sku_of(): 1}))
    bought = Order.objects.get()
    refund_order(order=bought, by=operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(payment=bought.payment, order=bought, amount_fen=1)


def test_the_sandbox_page_pays_and_a_second_press_does_no_harm(client_of, member):
    sku = sku_of()
    payment = order(member, {sku: 1})
    client = client_of(member)
    page = client.post(reverse("commerce:pay", args=[payment.token]))["Location"]
    assert client.get(page).status_code == 200
    for _ in range(2):
        back = client.post(page, {"outcome": "pay"})["Location"]
        arrived = client.get(back)
        assert arrived["Location"] == Order.objects.get().get_absolute_url()
    assert PaymentEvent.objects.count() == 1
    assert Order.objects.get().state == Order.State.PAID
    assert Product.objects.get().sold_count == 1


def test_declining_on_the_sandbox_page_says_what_is_safe(client_of, member):
    payment = order(member, {sku_of(): 1})
    client = client_of(member)
    page = client.post(reverse("commerce:pay", args=[payment.token]))["Location"]
    back = client.post(page, {"outcome": "decline"})["Location"]
    shown = client.get(back, follow=True)
    assert "nothing was charged" in shown.content.decode()
    assert Order.objects.get().state == Order.State.UNPAID


def test_a_forged_return_only_leads_to_the_payments_own_page(client_of, member):
    payment = order(member, {sku_of(): 1})
    back = reverse("commerce:payment_return", args=[payment.token])
    answer = client_of(member).get(back, {"message": "e30=", "signature": "t=1,v1=0"})
    assert answer["Location"] == reverse("commerce:pay", args=[payment.token])
    assert not PaymentEvent.objects.exists()


def test_a_message_about_another_payment_does_not_settle_this_one(client_of, member):
    mine, other = order(member, {sku_of(): 1}), order(member, {sku_of(): 1})
    asked = sandbox.Request(str(other.token), other.amount_fen, "CNY", "/", "/")
    back = sandbox.return_address(asked, message(other)).removeprefix("/")
    client_of(member).get(reverse("commerce:payment_return", args=[mine.token]) + back)
    assert not PaymentEvent.objects.exists()


def test_a_sandbox_address_that_was_tampered_with_is_not_found(client):
    assert client.get("/sandbox-pay/eyJhIjoxfQ:abc:def/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_sandbox_posts_its_message_to_the_callback(member, live_server):
    payment = order(member, {sku_of(): 1})
    for _ in range(2):
        tasks.deliver_sandbox_message(live_server.url + CALLBACK, message(payment).decode())
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID
    assert PaymentEvent.objects.count() == 1
    assert event(payment).amount_fen == PaymentEvent.objects.get().amount_fen
