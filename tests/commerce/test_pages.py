"""The mall's pages: who may open them, what they say, and what they cost."""

import re
import uuid

import pytest
from django.urls import reverse

from commerce.actions import send_order, set_cart, summarise
from commerce.models import Brand, CartItem, Order, Payment, Product, Sku
from tests import make

from .buying import HOME, order, pay, sku_of, stock

pytestmark = pytest.mark.django_db
NEW_ADDRESS = {"address": "new", **vars(HOME)}


def checkout_form(sku, quantity=1, total=None, **changes):
    return {
        **NEW_ADDRESS,
        "line": f"{sku.pk}:{quantity}",
        "total_fen": sku.price_fen * quantity if total is None else total,
        "request_key": uuid.uuid4(),
        **changes,
    }


def text_of(response) -> str:
    return response.content.decode()


def names_on(response) -> list[str]:
    return re.findall(r'class="product-card__name"[^>]*>([^<]+)<', text_of(response))


class TestMall:
    def test_sorting_and_filtering_live_in_the_address(self, client):
        tea, cups = make.category(slug="tea"), make.category(slug="cups")
        brand = make.brand(slug="mist")
        make.product(name="Cheap", price_fen=100, category=tea, brand=brand)
        make.product(name="Dear", price_fen=900, category=tea, sold_count=5)
        make.product(name="Cup", price_fen=500, category=cups)

        assert names_on(client.get("/mall/")) == ["Dear", "Cup", "Cheap"]
        assert names_on(client.get("/mall/?sort=price")) == ["Cheap", "Cup", "Dear"]
        assert names_on(client.get("/mall/?sort=newest&category=tea")) == ["Dear", "Cheap"]
        assert names_on(client.get("/mall/?brand=mist")) == ["Cheap"]
        assert client.get("/mall/?category=nothing").status_code == 404
        assert names_on(client.get("/mall/?sort=nonsense&after=nonsense")) == ["Dear", "Cup", "Cheap"]

    @pytest.mark.parametrize("sort", ["popular", "newest", "price"])
    def test_every_product_is_met_once_page_after_page(self, client, sort):
        make.product.create_batch(70, brand=make.brand(), merchant=make.merchant(), category=make.category())
        address, met = f"/mall/?sort={sort}", []
        while address:
            page = client.get(address)
            met += names_on(page)
            more = re.search(r'href="([^"]+)"[^>]*rel="next"', text_of(page))
            address = more[1].replace("&amp;", "&") if more else ""
        assert len(met) == len(set(met)) == 70

    def test_what_is_not_sold_is_not_shown(self, client):
        hidden = make.product(is_listed=False)
        empty = make.product(stock=False, price_fen=0)
        assert names_on(client.get("/mall/")) == []
        for product in (hidden, empty):
            assert client.get(product.get_absolute_url()).status_code == 404

    def test_the_price_is_that_of_the_cheapest_and_says_so(self, client):
        make.sku(product=(product := make.product(price_fen=900)), price_fen=2900)
        assert "and up" in client.get("/mall/").content.decode()
        product.skus.filter(price_fen=2900).update(is_active=False)
        assert "and up" not in client.get("/mall/").content.decode()

    def test_who_may_choose_sees_the_price_of_the_variant_chosen(self, client, client_of, member):
        product = make.product(price_fen=2900)
        make.sku(product=product, price_fen=900)
        Product.objects.filter(pk=product.pk).update(price_fen=900)
        large = re.compile(r'price--large" data-price>([^<]+)<')
        first = client_of(member).get(product.get_absolute_url()).content.decode()
        assert large.search(first)[1] == "¥29"
        assert "and up" not in first
        seen = client.get(product.get_absolute_url()).content.decode()
        assert large.search(seen)[1] == "¥9"
        assert "and up" in seen

    def test_sold_out_is_shown_and_says_so(self, client):
        product = make.product(stock=0)
        assert "Sold out" in text_of(client.get("/mall/"))
        page = text_of(client.get(product.get_absolute_url()))
        assert "Sold out" in page
        assert "Sign in to buy" not in page

    def test_pages_of_visitors_hold_nothing_of_a_visitor(self, client):
        product = make.product()
        for address in ("/mall/", product.get_absolute_url()):
            answer = client.get(address)
            assert "csrf" not in text_of(answer).lower()
            assert not answer.cookies

    def test_a_product_page_tells_price_shipping_and_seller(self, client):
        merchant = make.merchant(name="Hill Shop", shipping_fee_fen=1_000, free_shipping_from_fen=15_000)
        product = make.product(price_fen=9_900, merchant=merchant, origin="Fuding")
        page = text_of(client.get(product.get_absolute_url()))
        for words in ("¥99", "Shipping ¥10; free when you add ¥51 more", "Hill Shop", "Origin: Fuding"):
            assert words in page
        assert reverse("notes:of_product", args=[product.pk]) in page

    def test_chinese_addresses_work(self, client):
        product = make.product(slug="白毫银针-2026")
        assert client.get("/mall/products/白毫银针-2026/").status_code == 200
        assert client.get(product.get_absolute_url()).status_code == 200


class TestCart:
    def test_quantity_is_set_not_added(self, client_of, member):
        sku, client = sku_of(), client_of(member)
        for _ in range(2):
            client.post("/cart/set/", {"sku": sku.pk, "quantity": 3})
        assert CartItem.objects.get().quantity == 3
        client.post("/cart/set/", {"sku": sku.pk, "quantity": 0})
        assert not CartItem.objects.exists()

    def test_more_than_there_is_says_how_many_are_left(self, client_of, member):
        sku = sku_of(stock=2, name="Oolong")
        answer = client_of(member).post("/cart/set/", {"sku": sku.pk, "quantity": 3}, follow=True)
        assert "Only 2 of “Oolong” are left." in text_of(answer)
        assert not CartItem.objects.exists()

    @pytest.mark.parametrize("sent", [{}, {"sku": 0}, {"sku": "x", "quantity": 1}, {"quantity": "many"}])
    def test_nonsense_changes_nothing(self, client_of, member, sent):
        sku = sku_of()
        answer = client_of(member).post("/cart/set/", {"sku": sku.pk, **sent})
        assert answer.status_code == 302
        assert not CartItem.objects.exists()

    def test_a_cart_stands_by_seller_with_shipping_each(self, client_of, member):
        near, far = make.merchant(name="Near"), make.merchant(name="Far", free_shipping_from_fen=0)
        for merchant in (near, far):
            set_cart(user=member, sku=sku_of(merchant=merchant, price_fen=5_000), quantity=1)
        page = text_of(client_of(member).get("/cart/"))
        assert page.index("Near") < page.index("Far")
        assert "Shipping ¥8; ¥49 more from this seller and it is free" in page
        assert "¥108" in page

    def test_what_sold_out_meanwhile_is_set_apart_and_not_counted(self, client_of, member):
        here, gone = sku_of(price_fen=20_000), sku_of(price_fen=70_000)
        for sku in (here, gone):
            set_cart(user=member, sku=sku, quantity=1)
        Sku.objects.filter(pk=gone.pk).update(stock=0)
        page = text_of(client_of(member).get("/cart/"))
        assert "Not available right now" in page
        assert re.search(r'sums__total">¥200<', page)

    def test_htmx_gets_the_cart_alone(self, client_of, member):
        sku = sku_of()
        answer = client_of(member).post(
            "/cart/set/", {"sku": sku.pk, "quantity": 2}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 200
        assert text_of(answer).lstrip().startswith('<div id="cart">')

    def test_a_cart_is_nobody_elses(self, client_of, member):
        set_cart(user=make.user(), sku=sku_of(name="Private thing"), quantity=1)
        assert "Private thing" not in text_of(client_of(member).get("/cart/"))


class TestCheckout:
    def test_one_press_leads_to_the_provider(self, client_of, member):
        sku = sku_of()
        answer = client_of(member).post("/checkout/", checkout_form(sku))
        assert answer["Location"].startswith("/sandbox-pay/")
        placed = Order.objects.get()
        assert (placed.buyer, placed.ship_street) == (member, HOME.street)

    def test_pressing_twice_is_one_order(self, client_of, member):
        sku, client = sku_of(), client_of(member)
        form = checkout_form(sku)
        assert [client.post("/checkout/", form).status_code for _ in range(2)] == [302, 302]
        assert Payment.objects.count() == Order.objects.count() == 1
        assert stock(sku) == 9

    def test_another_body_with_the_same_key_is_refused(self, client_of, member):
        sku, client = sku_of(), client_of(member)
        form = checkout_form(sku)
        client.post("/checkout/", form)
        assert client.post("/checkout/", {**form, "street": "Elsewhere 5"}).status_code == 422
        assert Order.objects.count() == 1

    def test_sold_out_meanwhile_keeps_what_was_typed(self, client_of, member):
        sku = sku_of(name="White tea")
        Sku.objects.update(stock=0)
        form = checkout_form(sku)
        answer = client_of(member).post("/checkout/", form)
        page = text_of(answer)
        assert answer.status_code == 409
        assert "“White tea” is sold out." in page
        for kept in (HOME.recipient, HOME.phone, HOME.street, str(form["request_key"])):
            assert kept in page
        assert not Order.objects.exists()

    def test_a_changed_price_shows_the_new_total_and_charges_nothing(self, client_of, member):
        sku = sku_of(price_fen=20_000)
        answer = client_of(member).post("/checkout/", checkout_form(sku, total=19_000))
        assert answer.status_code == 400
        assert 'name="total_fen" value="20000"' in text_of(answer)
        assert not Order.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("phone", "not a phone"),
            ("recipient", ""),
            ("street", ""),
            ("line", "1:1:1"),
            ("line", ""),
            ("total_fen", "much"),
            ("request_key", "no key"),
            ("address", "999999"),
        ],
    )
    def test_a_form_that_is_not_right_comes_back(self, client_of, member, field, value):
        answer = client_of(member).post("/checkout/", checkout_form(sku_of(), **{field: value}))
        assert answer.status_code == 422
        assert not Order.objects.exists()

    def test_an_own_address_is_copied_and_a_foreign_one_refused(self, client_of, member):
        own, foreign = make.address(user=member, street="Own street 3"), make.address()
        client = client_of(member)
        assert client.post("/checkout/", checkout_form(sku_of(), address=foreign.pk)).status_code == 422
        assert client.post("/checkout/", checkout_form(sku_of(), address=own.pk)).status_code == 302
        assert Order.objects.get().ship_street == "Own street 3"

    def test_the_page_shows_only_what_was_picked(self, client_of, member):
        first, second = sku_of(name="First thing"), sku_of(name="Second thing")
        for sku in (first, second):
            set_cart(user=member, sku=sku, quantity=1)
        page = text_of(client_of(member).get(f"/checkout/?sku={second.pk}"))
        assert "Second thing" in page
        assert "First thing" not in page

    def test_an_empty_cart_leads_back(self, client_of, member):
        assert client_of(member).get("/checkout/")["Location"] == "/cart/"


class TestOrders:
    def test_strangers_do_not_find_orders_and_payments(self, client, client_of, member):
        payment = order(member, {sku_of(): 1})
        placed = Order.objects.get()
        pages = [placed.get_absolute_url(), reverse("commerce:pay", args=[payment.token])]
        acts = [f"{pages[0]}cancel/", f"{pages[0]}received/", pages[1]]
        stranger = client_of(make.user())
        for page in pages:
            assert client_of(member).get(page).status_code == 200
            assert stranger.get(page).status_code == 404
            assert client.get(page).status_code == 302
        for act in acts:
            assert stranger.post(act).status_code == 404
        placed.refresh_from_db()
        assert placed.state == Order.State.UNPAID

    @pytest.mark.parametrize("address", ["/cart/", "/checkout/", "/orders/"])
    def test_visitors_are_asked_to_sign_in(self, client, address):
        assert client.get(address)["Location"].startswith("/accounts/login/?next=")

    @pytest.mark.parametrize("act", ["/cart/set/", "/orders/x/cancel/", "/orders/x/received/"])
    def test_what_changes_something_refuses_get(self, client_of, member, act):
        assert client_of(member).get(act).status_code == 405

    def test_an_order_walks_from_ordered_to_delivered(self, client_of, member, operator):
        payment = order(member, {sku_of(): 1})
        placed, client = Order.objects.get(), client_of(member)
        pay(payment)
        send_order(order=placed, by=operator, carrier="SF Express", tracking_number="SF123")
        page = text_of(client.get(placed.get_absolute_url()))
        assert "SF Express SF123" in page
        for _ in range(2):
            client.post(f"{placed.get_absolute_url()}received/")
        placed.refresh_from_db()
        assert placed.state == Order.State.DELIVERED
        states = [event.state for event in placed.events.all()]
        assert states == ["unpaid", "paid", "sent", "delivered"]
        about = f"{reverse('notes:new')}?product={placed.lines.get().sku.product_id}"
        assert about in text_of(client.get(placed.get_absolute_url()))

    def test_an_order_not_yet_sent_cannot_be_received(self, client_of, member):
        pay(order(member, {sku_of(): 1}))
        placed = Order.objects.get()
        page = client_of(member).post(f"{placed.get_absolute_url()}received/", follow=True)
        assert "cannot be done now" in text_of(page)
        placed.refresh_from_db()
        assert placed.state == Order.State.PAID

    def test_cancelling_from_the_page_returns_the_stock(self, client_of, member):
        sku = sku_of(stock=5)
        order(member, {sku: 2})
        placed = Order.objects.get()
        client_of(member).post(f"{placed.get_absolute_url()}cancel/")
        assert stock(sku) == 5

    def test_the_payment_page_closes_what_is_overdue(self, client_of, member):
        sku = sku_of(stock=5)
        payment = order(member, {sku: 2})
        Payment.objects.update(expires_at="2020-01-01T00:00Z")
        page = client_of(member).get(reverse("commerce:pay", args=[payment.token]))
        assert "Closed without payment" in text_of(page)
        assert stock(sku) == 5


class TestCost:
    """Every page costs at most ten queries, and the same however many rows it shows."""

    @staticmethod
    def shop(member, size):
        """`size` products of two sellers, all in the cart; then bought and in the cart again."""
        merchants = make.merchant.create_batch(2)
        skus = [sku_of(merchant=merchants[n % 2], stock=50) for n in range(size)]
        for sku in skus:
            make.sku(product=sku.product)
        payments = []
        for _ in range(2):
            for sku in skus:
                set_cart(user=member, sku=sku, quantity=1)
            payments.append(order(member, dict.fromkeys(skus, 1)))
        pay(payments[0])
        for sku in skus:
            set_cart(user=member, sku=sku, quantity=1)
        make.address.create_batch(size, user=member)
        return skus[0].product, payments[-1]

    @pytest.mark.parametrize(
        "page", ["mall", "product", "cart", "checkout", "orders", "order", "pay", "api", "api-detail"]
    )
    def test_queries(self, client_of, member, page, django_assert_max_num_queries):
        counts = []
        for size in (1, 20):
            person = make.user()
            product, payment = self.shop(person, size)
            address = {
                "mall": "/mall/",
                "product": product.get_absolute_url(),
                "cart": "/cart/",
                "checkout": "/checkout/",
                "orders": "/orders/",
                "order": Order.objects.filter(payment=payment).first().get_absolute_url(),
                "pay": reverse("commerce:pay", args=[payment.token]),
                "api": "/api/v1/products/",
                "api-detail": f"/api/v1/products/{product.slug}/",
            }[page]
            client = client_of(person)
            client.get("/cart/")
            with django_assert_max_num_queries(10) as counted:
                assert client.get(address).status_code == 200
            counts.append(len(counted))
        assert counts[0] == counts[1]


def test_numbers_beside_products_and_brands_follow_the_variants():
    brand = make.brand()
    product = make.product(price_fen=5_000, brand=brand)
    make.sku(product=product, price_fen=3_000)
    make.sku(product=product, price_fen=1_000, is_active=False)
    summarise([product.pk])
    assert Product.objects.get().price_fen == 3_000
    assert Brand.objects.get().product_count == 1
    Sku.objects.update(is_active=False)
    summarise([product.pk])
    assert Product.objects.get().price_fen == 0
    assert Brand.objects.get().product_count == 0


def test_a_note_about_a_product_begins_with_the_product_chosen(client_of, member):
    product = make.product(name="Tea bowl")
    link = f"{reverse('notes:new')}?product={product.pk}"
    client = client_of(member)
    about = reverse("notes:of_product", args=[product.pk])
    assert f'href="{link}"' in text_of(client.get(about))
    make.note(products=[product])
    assert f'href="{link}"' in text_of(client.get(about))

    page = text_of(client.get(link))
    assert f'name="products" value="{product.pk}" checked' in page
    assert "Tea bowl" in page
    plain = text_of(client.get(f"{reverse('notes:new')}?product=nonsense"))
    assert f'name="products" value="{product.pk}"' not in plain
