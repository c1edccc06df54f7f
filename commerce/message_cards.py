"""How a product stands in a message."""

from collections.abc import Sequence
from typing import Any

from core.files import media_url
from core.money import format_fen
from inbox.cards import Card, register

from .models import Product


def product_cards(wanted: Sequence[dict[str, Any]], viewer: Any) -> list[Card | None]:
    """The cards of products by their slugs, in order; None for those that are not on sale."""
    products = Product.objects.on_sale().select_related("cover", "brand")
    found = {row.slug: row for row in products.filter(slug__in=[arguments["slug"] for arguments in wanted])}
    return [_card(found[one["slug"]]) if one["slug"] in found else None for one in wanted]


def _card(product: Product) -> Card:
    cover = product.cover
    picture = media_url(f"{cover.folder}/{cover.widths[0]}.webp") if cover and cover.widths else ""
    brand = product.brand.name if product.brand else ""
    price = format_fen(product.price_fen or 0)
    return Card(
        "product", product.name, product.get_absolute_url(), picture, brand, price, product.cover_style
    )


def register_cards() -> None:
    register("commerce:product", product_cards)
