"""Products over the API."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_products_come_in_pages_each_once(client):
    make.product.create_batch(65, brand=make.brand(), merchant=make.merchant(), category=make.category())
    slugs, after = [], ""
    while after is not None:
        answer = client.get(f"/api/v1/products/?sort=price&after={after}").json()
        slugs += [product["slug"] for product in answer["results"]]
        after = answer["next"]
    assert len(slugs) == len(set(slugs)) == 65


def test_filters_and_sorting(client):
    tea = make.category(slug="tea")
    make.product(slug="dear", price_fen=900, category=tea)
    make.product(slug="cheap", price_fen=100, category=tea)
    make.product(slug="cup", price_fen=50)
    answer = client.get("/api/v1/products/?category=tea&sort=price").json()
    assert [product["slug"] for product in answer["results"]] == ["cheap", "dear"]
    refused = client.get("/api/v1/products/?sort=magic")
    assert refused.status_code == 400
    assert refused["Content-Type"].startswith("application/problem+json")


def test_one_product_with_its_variants(client):
    product = make.product(price_fen=4_200, stock=3, description="Round.")
    make.sku(product=product, is_active=False, code="HIDDEN")
    shown = client.get(f"/api/v1/products/{product.slug}/").json()
    assert (shown["price_fen"], shown["currency"], shown["in_stock"]) == (4_200, "CNY", True)
    assert [variant["stock"] for variant in shown["variants"]] == [3]
    assert shown["description"] == "Round."


def test_what_is_not_sold_is_not_in_the_api(client):
    product = make.product(is_listed=False)
    assert client.get("/api/v1/products/").json()["results"] == []
    absent = client.get(f"/api/v1/products/{product.slug}/")
    assert absent.status_code == 404
    assert absent.json()["status"] == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_does_not_write_products(client_of, operator, method):
    product = make.product()
    for address in ("/api/v1/products/", f"/api/v1/products/{product.slug}/"):
        assert getattr(client_of(operator), method)(address).status_code == 405
