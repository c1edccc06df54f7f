from .catalogue import Brand, Category, Merchant, Product, ProductPhoto, Sku
from .orders import CartItem, Order, OrderEvent, OrderLine
from .payments import Payment, PaymentEvent, Refund

__all__ = [
    "Brand",
    "CartItem",
    "Category",
    "Merchant",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Payment",
    "PaymentEvent",
    "Product",
    "ProductPhoto",
    "Refund",
    "Sku",
]
