from django.urls import path

from .views import cart, checkout, mall, orders, sandbox

app_name = "commerce"

mall_urls = [
    path("mall/", mall.mall, name="mall"),
    path("mall/products/<str:slug>/", mall.product, name="product"),
]
cart_urls = [
    path("cart/", cart.cart, name="cart"),
    path("cart/set/", cart.cart_set, name="cart_set"),
]
payment_urls = [
    path("checkout/", checkout.checkout, name="checkout"),
    path("pay/<uuid:token>/", checkout.pay, name="pay"),
    path("pay/<uuid:token>/return/", checkout.payment_return, name="payment_return"),
    path("pay/callback/<slug:provider>/", checkout.payment_callback, name="payment_callback"),
    path("sandbox-pay/<str:token>/", sandbox.sandbox_pay, name="sandbox_pay"),
]
order_urls = [
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<str:number>/received/", orders.received, name="order_received"),
]

urlpatterns = [*mall_urls, *cart_urls, *payment_urls, *order_urls]
