"""A member's own orders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.pagination import keyset_page

from .. import actions
from ..models import Order

PAGE = 20


@login_required
def orders(request):
    rows = Order.objects.of(request.user).for_cards()
    page = keyset_page(rows, ("-id",), request.GET.get("after", ""), PAGE)
    return render(request, "commerce/orders.html", {"page": page})


@login_required
def order(request, number):
    order = get_object_or_404(Order.objects.of(request.user).for_page(), number=number)
    return render(request, "commerce/order.html", {"order": order})


@require_POST
@login_required
def cancel(request, number):
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    return _do(request, order, actions.cancel_order, _("The order was cancelled; nothing was charged."))


@require_POST
@login_required
def received(request, number):
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    return _do(request, order, actions.deliver_order, _("Enjoy it! You can now write a note about it."))


def _do(request, order: Order, verb, done: str):
    try:
        verb(order=order, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(order)
