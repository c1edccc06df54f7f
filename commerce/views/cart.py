"""The cart page and the one control that changes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError

from .. import actions, baskets
from ..forms import CartForm
from ..models import CartItem


@login_required
def cart(request, status=200):
    basket, gone = baskets.of_cart(CartItem.objects.for_cart(request.user))
    template = "commerce/_cart.html" if request.htmx else "commerce/cart.html"
    return render(request, template, {"basket": basket, "gone": gone}, status=status)


@require_POST
@login_required
def cart_set(request):
    form = CartForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return _back(request, form)
    try:
        item = actions.set_cart(user=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, form)
    if request.htmx:
        return cart(request)
    if item and request.POST.get("then") == "checkout":
        return redirect(f"{reverse('commerce:checkout')}?sku={item.sku_id}")
    if item and request.POST.get("then") == "stay":
        messages.success(request, _("Added to the cart."))
        return redirect(item.sku.product)
    return redirect("commerce:cart")


def _back(request, form: CartForm):
    """To where the person was: the cart, or the product page that sent the form."""
    if request.htmx:
        return cart(request)
    sku = form.cleaned_data.get("sku")
    return redirect(sku.product if sku and request.POST.get("then") else "commerce:cart")
