"""What a basket costs: lines grouped by seller, shipping each, one total. Pages and orders count alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .models import CartItem, Merchant, Sku


@dataclass(frozen=True)
class Line:
    """So many of one variant; `sku` comes with product and merchant loaded."""

    sku: Sku
    quantity: int

    @property
    def line_fen(self) -> int:
        return self.sku.price_fen * self.quantity

    @property
    def is_available(self) -> bool:
        return self.sku.suffices(self.quantity)


@dataclass(frozen=True)
class Parcel:
    """What one merchant sends."""

    merchant: Merchant
    lines: list[Line]

    @property
    def goods_fen(self) -> int:
        return sum(line.line_fen for line in self.lines)

    @property
    def shipping_fen(self) -> int:
        return self.merchant.shipping_for(self.goods_fen)

    @property
    def total_fen(self) -> int:
        return self.goods_fen + self.shipping_fen

    @property
    def short_of_free_shipping_fen(self) -> int:
        return self.merchant.short_of_free_shipping_fen(self.goods_fen)


@dataclass(frozen=True)
class Basket:
    parcels: list[Parcel]

    @property
    def goods_fen(self) -> int:
        return sum(parcel.goods_fen for parcel in self.parcels)

    @property
    def shipping_fen(self) -> int:
        return sum(parcel.shipping_fen for parcel in self.parcels)

    @property
    def total_fen(self) -> int:
        return self.goods_fen + self.shipping_fen

    @property
    def lines(self) -> list[Line]:
        return [line for parcel in self.parcels for line in parcel.lines]

    def __bool__(self) -> bool:
        return bool(self.parcels)


def packed(lines: Iterable[Line]) -> Basket:
    """Lines grouped by merchant, in the order in which each first appears."""
    by_merchant: dict[Merchant, list[Line]] = defaultdict(list)
    for line in lines:
        by_merchant[line.sku.product.merchant].append(line)
    return Basket([Parcel(merchant, lines) for merchant, lines in by_merchant.items()])


def priced(quantities: Mapping[int, int]) -> Basket:
    """What these variants (id -> quantity) cost now; one query. Variants no longer sold are left out."""
    skus = Sku.objects.buyable().filter(pk__in=quantities).order_by("pk")
    return packed(Line(sku, quantities[sku.pk]) for sku in skus)


def of_cart(items: Iterable[CartItem]) -> tuple[Basket, list[Line]]:
    """A cart as what can be bought now, and the lines that cannot (any more)."""
    lines = [Line(item.sku, item.quantity) for item in items]
    return (
        packed(line for line in lines if line.is_available),
        [line for line in lines if not line.is_available],
    )
