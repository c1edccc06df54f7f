from .cart import remove_from_cart, set_cart
from .catalogue import change_stock, count_notes, set_listed, summarise
from .checkout import PAY_WITHIN, ShipTo, place_order
from .orders import cancel_order, deliver_order, refund_order, send_order
from .paying import expire_payment, send_refund, settle_payment
from .pictures import add_picture, choose_cover, remove_picture

__all__ = [
    "add_picture",
    "choose_cover",
    "remove_picture",
    "PAY_WITHIN",
    "ShipTo",
    "cancel_order",
    "change_stock",
    "count_notes",
    "deliver_order",
    "expire_payment",
    "place_order",
    "refund_order",
    "remove_from_cart",
    "send_order",
    "send_refund",
    "set_cart",
    "set_listed",
    "settle_payment",
    "summarise",
]
