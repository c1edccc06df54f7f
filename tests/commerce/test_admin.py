"""Operators at work on products and orders."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import PersonalDataAccess
from commerce.actions import send_order, set_cart
from commerce.models import Order, OrderEvent, Product, Refund, Sku
from tests import make

from .buying import HOME, order, pay, sku_of, stock

pytestmark = pytest.mark.django_db


def change_page(row) -> str:
    return reverse(f"admin:commerce_{row._meta.model_name}_change", args=[row.pk])


def act(row, name) -> str:
    return reverse(f"admin:commerce_order_{name}", args=[row.pk])


@pytest.fixture
def paid(member):
    pay(order(member, {sku_of(stock=5): 2}))
    return Order.objects.get()


@pytest.mark.parametrize(
    "model", ["order", "payment", "refund", "product", "sku", "brand", "category", "merchant"]
)
def test_lists_cost_the_same_however_long(
    client_of, operator, model, django_assert_max_num_queries, settings
):
    client, counts = client_of(operator), []
    for size in (1, 15):
        for _ in range(size):
            buyer = make.user()
            pay(order(buyer, {sku_of(stock=5): 1}))
        client.get(reverse("admin:index"))
        with django_assert_max_num_queries(20) as counted:
            page = client.get(reverse(f"admin:commerce_{model}_changelist"))
            assert page.status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", [Order, Product, Sku])
def test_change_pages_open(client_of, operator, paid, model):
    assert client_of(operator).get(change_page(model.objects.get())).status_code == 200
    assert client_of(operator).get(change_page(paid.payment)).status_code == 200


def test_personal_data_is_masked_in_lists_and_pages(client_of, operator, paid):
    client = client_of(operator)
    for page in (reverse("admin:commerce_order_changelist"), change_page(paid)):
        shown = client.get(page).content.decode()
        for secret in (HOME.recipient, HOME.phone, HOME.street):
            assert secret not in shown
    assert "138****8000" in client.get(change_page(paid)).content.decode()


def test_a_look_at_personal_data_needs_a_reason_and_is_written_down(client_of, operator, paid):
    client = client_of(operator)
    refused = client.post(act(paid, "reveal"), {"reason": ""})
    assert HOME.phone not in refused.content.decode()
    assert not PersonalDataAccess.objects.exists()
    shown = client.post(act(paid, "reveal"), {"reason": "parcel came back"})
    assert HOME.phone in shown.content.decode()
    look = PersonalDataAccess.objects.get()
    assert (look.actor, look.subject) == (operator, paid.buyer)
    assert client.get(act(paid, "reveal")).status_code == 302
    assert PersonalDataAccess.objects.count() == 1


def test_sending_needs_carrier_and_number_and_happens_once(client_of, operator, paid):
    client = client_of(operator)
    assert client.post(act(paid, "send"), {"carrier": "SF"}).status_code == 422
    for _ in range(2):
        client.post(act(paid, "send"), {"carrier": "SF", "tracking_number": "SF9"})
    paid.refresh_from_db()
    assert (paid.state, paid.carrier, paid.tracking_number) == (Order.State.SENT, "SF", "SF9")
    event = OrderEvent.objects.get(order=paid, state=Order.State.SENT)
    assert event.actor == operator


def test_delivered_from_the_list_and_from_the_page(client_of, operator, paid):
    client = client_of(operator)
    data = {"action": "mark_delivered", "_selected_action": [paid.pk]}
    client.post(reverse("admin:commerce_order_changelist"), data)
    paid.refresh_from_db()
    assert paid.state == Order.State.PAID  # not sent yet, so refused
    send_order(order=paid, by=operator, carrier="SF", tracking_number="1")
    client.post(reverse("admin:commerce_order_changelist"), data)
    client.post(act(paid, "delivered"))
    paid.refresh_from_db()
    assert paid.state == Order.State.DELIVERED


def test_refunding_needs_a_remark_and_returns_stock_and_money(client_of, operator, paid):
    client = client_of(operator)
    assert client.post(act(paid, "refund"), {"remark": ""}).status_code == 422
    client.post(act(paid, "refund"), {"remark": "damaged in the store"})
    paid.refresh_from_db()
    assert paid.state == Order.State.REFUNDED
    assert Refund.objects.get().amount_fen == paid.total_fen
    assert stock(Sku.objects.get()) == 5


@pytest.mark.parametrize("name", ["send", "delivered", "refund", "reveal"])
def test_looking_alone_gives_no_right_to_act(client_of, paid, name):
    looker = make.user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_order"))
    client = client_of(looker)
    assert client.get(change_page(paid)).status_code == 200
    sent = {"carrier": "a", "tracking_number": "b", "remark": "c", "reason": "because I can"}
    assert client.post(act(paid, name), sent).status_code == 403
    paid.refresh_from_db()
    assert paid.state == Order.State.PAID


def product_form(product, sku, **changes):
    return {
        "name": product.name,
        "slug": product.slug,
        "merchant": product.merchant_id,
        "is_listed": "on",
        "skus-TOTAL_FORMS": 1,
        "skus-INITIAL_FORMS": 1,
        "skus-0-id": sku.pk,
        "skus-0-product": product.pk,
        "skus-0-name": "",
        "skus-0-code": sku.code,
        "skus-0-price_fen": sku.price_fen,
        "skus-0-stock_change": "",
        "skus-0-is_active": "on",
        "photos-TOTAL_FORMS": 0,
        "photos-INITIAL_FORMS": 0,
        **changes,
    }


def test_stock_is_changed_by_a_difference_whatever_was_sold_meanwhile(client_of, operator, member):
    sku = sku_of(stock=10)
    form = product_form(sku.product, sku, **{"skus-0-stock_change": "5", "skus-0-price_fen": 4_400})
    order(member, {sku: 3})  # between opening and saving the page
    answer = client_of(operator).post(change_page(sku.product), form)
    assert answer.status_code == 302
    assert stock(sku) == 12
    assert Product.objects.get().price_fen == 4_400


def test_more_than_there_is_cannot_be_removed(client_of, operator):
    sku = sku_of(stock=2)
    form = product_form(sku.product, sku, **{"skus-0-stock_change": "-3"})
    assert client_of(operator).post(change_page(sku.product), form).status_code == 200
    assert stock(sku) == 2


def test_pictures_are_added_and_removed_with_their_files(
    client_of, operator, django_capture_on_commit_callbacks
):
    sku = sku_of()
    client, product = client_of(operator), sku.product
    upload = {
        "photos-TOTAL_FORMS": 1,
        "photos-0-product": product.pk,
        "photos-0-position": 0,
        "photos-0-alt": "from above",
        "photos-0-picture": SimpleUploadedFile("a.jpg", make.jpeg(400, 500)),
    }
    client.post(change_page(product), product_form(product, sku, **upload))
    photo = product.photos.get()
    product.refresh_from_db()
    assert product.cover == photo
    name = f"{photo.folder}/{photo.widths[0]}.webp"
    assert default_storage.exists(name)

    broken = {**upload, "photos-0-picture": SimpleUploadedFile("b.jpg", b"no picture")}
    assert client.post(change_page(product), product_form(product, sku, **broken)).status_code == 200
    assert product.photos.count() == 1

    gone = {
        "photos-TOTAL_FORMS": 1,
        "photos-INITIAL_FORMS": 1,
        "photos-0-id": photo.pk,
        "photos-0-product": product.pk,
        "photos-0-position": 0,
        "photos-0-DELETE": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change_page(product), product_form(product, sku, **gone))
    product.refresh_from_db()
    assert product.cover is None
    assert not default_storage.exists(name)


def test_nothing_sold_is_ever_deleted(client_of, operator):
    product = make.product()
    assert client_of(operator).post(f"/admin/commerce/product/{product.pk}/delete/").status_code == 403


def test_unlisting_takes_products_out_of_the_mall(client_of, operator, client, member):
    sku = sku_of(name="Leaving")
    set_cart(user=member, sku=sku, quantity=1)
    data = {"action": "unlist_products", "_selected_action": [sku.product_id]}
    client_of(operator).post(reverse("admin:commerce_product_changelist"), data)
    assert "Leaving" not in client.get("/mall/").content.decode()
    assert "No longer sold" in client_of(member).get("/cart/").content.decode()
