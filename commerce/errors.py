"""What can go wrong when buying, each with a sentence for the person and a code for machines."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError

from .models import Sku


class OutOfStock(DomainError):
    """Not enough left of these variants; nothing was taken."""

    code = "out_of_stock"
    status = 409

    def __init__(self, short: Sequence[Sku]):
        changed = _("Stock has just changed. Look at your cart, then try again.")
        super().__init__(" ".join(_shortage(sku) for sku in short) or changed)
        self.sku_ids = [sku.pk for sku in short]


class KeyReused(DomainError):
    """The request key of an earlier checkout came back with something else in it."""

    code = "key_reused"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This checkout was already used for another order. Open the cart and start again.")
        )


class WrongState(DomainError):
    """The order is not at the point where this can be done (any more)."""

    code = "wrong_state"
    status = 409


def _shortage(sku: Sku) -> str:
    name = f"{sku.product.name} {sku.name}".strip()
    if not (sku.is_active and sku.product.is_listed):
        return _("“%(name)s” is no longer sold.") % {"name": name}
    if sku.stock == 0:
        return _("“%(name)s” is sold out.") % {"name": name}
    return ngettext(
        "Only %(count)d of “%(name)s” is left.", "Only %(count)d of “%(name)s” are left.", sku.stock
    ) % {"count": sku.stock, "name": name}
