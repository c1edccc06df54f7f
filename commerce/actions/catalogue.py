"""What changes the goods on offer: stock, and the numbers kept beside products and brands."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Func, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from core.errors import DomainError

from ..models import Brand, Product, Sku


def change_stock(*, sku_id: int, change: int) -> None:
    """Add to (or take from) the stock of a variant, whatever is being sold meanwhile.

    DomainError when fewer are left than should go.
    """
    rows = Sku.objects.filter(pk=sku_id)
    if change < 0:
        rows = rows.filter(stock__gte=-change)
    if not rows.update(stock=F("stock") + change):
        raise DomainError(_("Fewer are left in stock than you want to remove."), code="out_of_stock")


@transaction.atomic
def set_listed(*, product_ids: list[int], on: bool) -> int:
    """Show products in the mall or take them out of it; returns how many changed."""
    changed = Product.objects.filter(pk__in=product_ids, is_listed=not on).update(is_listed=on)
    summarise(product_ids)
    return changed


@transaction.atomic
def count_notes(changes: Mapping[int, int]) -> None:
    """Add to the number of notes shown with products: product id -> change; it never falls below zero."""
    _add("note_count", changes)


def count_sold(changes: Mapping[int, int]) -> None:
    """Add to the number sold of products: product id -> change. Runs inside the caller's transaction."""
    _add("sold_count", changes)


def _add(column: str, changes: Mapping[int, int]) -> None:
    # In id order, so that two callers with common products wait for each other but never deadlock.
    for product_id in sorted(changes):
        if changes[product_id]:
            Product.objects.filter(pk=product_id).update(
                **{column: Greatest(F(column) + changes[product_id], 0)}
            )


@transaction.atomic
def summarise(product_ids: Iterable[int]) -> None:
    """Bring the lowest price of these products, and the product counts of all brands, up to date."""
    prices = (
        Sku.objects.filter(product=OuterRef("pk"), is_active=True)
        .order_by()
        .values("product")
        .annotate(lowest=Min("price_fen"))
        .values("lowest")
    )
    lowest = Coalesce(Subquery(prices), 0)
    Product.objects.filter(pk__in=list(product_ids)).exclude(price_fen=lowest).update(price_fen=lowest)
    listed = Product.objects.on_sale().filter(brand=OuterRef("pk")).order_by()
    count = Coalesce(Subquery(listed.annotate(n=Func(F("pk"), function="COUNT")).values("n")), 0)
    Brand.objects.exclude(product_count=count).update(product_count=count)
