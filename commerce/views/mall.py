"""What visitors see of the mall: the list of products and a product's page."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404, render

from core.kept import Pieces, kept
from core.pagination import Page, keyset_page

from ..models import Brand, CartItem, Category, Product

SORTS = {
    "popular": ("-sold_count", "-id"),
    "newest": ("-id",),
    "price": ("price_fen", "id"),
}
BRANDS_SHOWN = 24


def mall(request):
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "popular"
    category = _chosen(Category, request.GET.get("category"))
    brand = _chosen(Brand, request.GET.get("brand"))
    after = request.GET.get("after", "")

    def shelf() -> Page:
        products = Product.objects.on_sale().for_cards().of(category=category, brand=brand)
        return keyset_page(products, SORTS[sort], after)

    shelf_key = ("mall", sort, category and category.pk, brand and brand.pk, after)
    context = {
        "page": kept(shelf_key, shelf),
        "sort": sort,
        "category": category,
        "brand": brand,
    }
    if request.htmx and "after" in request.GET:
        return render(request, "commerce/_products.html", context)
    context["filters"] = kept("mall filters", _filters)
    return render(request, "commerce/mall.html", context)


class Choice(NamedTuple):
    """A category or brand to choose, with all that its chip shows."""

    pk: int
    name: str
    slug: str
    product_count: int = 0


class Filters(NamedTuple):
    categories: tuple[Choice, ...]
    brands: tuple[Choice, ...]


def _filters() -> Filters:
    brands = Brand.objects.filter(product_count__gt=0).order_by("-product_count", "id")[:BRANDS_SHOWN]
    return Filters(
        tuple(Choice(*row) for row in Category.objects.values_list("pk", "name", "slug")),
        tuple(Choice(*row) for row in brands.values_list("pk", "name", "slug", "product_count")),
    )


def _chosen(model, slug: str | None):
    return get_object_or_404(model, slug=slug) if slug else None


def product(request, slug):
    product = kept(("product", slug), lambda: _opened(slug), seconds=3)
    in_cart = None
    if request.user.is_authenticated:
        mine = CartItem.objects.filter(user=request.user, sku__product=product)
        in_cart = mine.values_list("quantity", flat=True).first()
    return render(request, "commerce/product.html", {"product": product, "in_cart": in_cart})


def _opened(slug: str) -> Product:
    """The product with all that its page shows, and the pieces of the page rendered from it."""
    product = get_object_or_404(Product.objects.on_sale().for_page(), slug=slug)
    product.pieces = Pieces()
    return product
