"""The cart: so many of a variant, set rather than added, so that a repeated click changes nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError

from ..errors import OutOfStock
from ..models import CartItem, Sku
from ..models.orders import MAX_PER_LINE

MAX_LINES = 60


@transaction.atomic
def set_cart(*, user: User, sku: Sku, quantity: int) -> CartItem | None:
    """Have exactly `quantity` of a variant in the member's cart; 0 takes it out and gives None.

    OutOfStock when fewer are left, DomainError beyond `MAX_PER_LINE` of one or `MAX_LINES` variants.
    """
    if quantity <= 0:
        remove_from_cart(user=user, sku_ids=[sku.pk])
        return None
    if quantity > MAX_PER_LINE:
        message = _("You can buy at most %(max)d of one thing at a time.") % {"max": MAX_PER_LINE}
        raise DomainError(message, code="too_many")
    current = Sku.objects.select_related("product").get(pk=sku.pk)
    if not current.suffices(quantity):
        raise OutOfStock([current])
    others = CartItem.objects.filter(user=user).exclude(sku=sku)
    if others.count() >= MAX_LINES:
        message = _("Your cart is full: it holds %(max)d different things.") % {"max": MAX_LINES}
        raise DomainError(message, code="cart_full")
    item = CartItem(user=user, sku=current, quantity=quantity)
    CartItem.objects.bulk_create(
        [item], update_conflicts=True, unique_fields=["user", "sku"], update_fields=["quantity"]
    )
    return item


def remove_from_cart(*, user: User, sku_ids: list[int]) -> int:
    """Take variants out of the member's cart; returns how many were in it."""
    removed, _rows = CartItem.objects.filter(user=user, sku_id__in=sku_ids).delete()
    return removed
