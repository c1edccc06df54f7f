"""From the cart to a paid order."""

import logging
import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Address
from core.errors import DomainError

from .. import actions, baskets, payments
from ..forms import NEW, CheckoutForm
from ..models import CartItem, Order, Payment, PaymentEvent
from ..payments.base import Kind

log = logging.getLogger(__name__)


@login_required
def checkout(request):
    addresses = list(Address.objects.filter(user=request.user).order_by("-is_default", "-id"))
    if request.method != "POST":
        return _new_checkout(request, addresses)
    form = CheckoutForm(request.POST, addresses=addresses)
    if not form.is_valid():
        return _checkout_page(request, form, baskets.priced(form.basket), status=422)
    try:
        payment = actions.place_order(
            buyer=request.user,
            basket=form.basket,
            ship_to=form.ship_to(),
            request_key=form.cleaned_data["request_key"],
            expected_total_fen=form.cleaned_data["total_fen"],
            keep_address=form.chosen is None and form.cleaned_data["keep_address"],
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _checkout_page(request, form, baskets.priced(form.basket), status=error.status)
    return _start(payment)


def _new_checkout(request, addresses):
    """The page for what was picked in the cart (`?sku=`, repeated), or for all of it."""
    items = CartItem.objects.for_cart(request.user)
    picked = {int(pk) for pk in request.GET.getlist("sku")[:100] if pk.isdecimal() and len(pk) < 19}
    if picked:
        items = items.filter(sku_id__in=picked)
    basket, gone = baskets.of_cart(items)
    if not basket or (picked and gone):
        messages.error(
            request, _("Some things cannot be bought right now. Change them, then check out again.")
        )
        return redirect("commerce:cart")
    initial = {"request_key": uuid.uuid4(), "address": str(addresses[0].pk) if addresses else NEW}
    return _checkout_page(request, CheckoutForm(addresses=addresses, initial=initial), basket)


def _checkout_page(request, form, basket, status=200):
    return render(request, "commerce/checkout.html", {"form": form, "basket": basket}, status=status)


def _start(payment: Payment):
    """Send the browser to the provider, or to the payment's own page when there is nothing left to pay."""
    if payment.state != Payment.State.PENDING:
        return redirect("commerce:pay", payment.token)
    base = settings.SITE_URL
    address = payments.provider(payment.provider).start(
        payment=payment,
        return_url=reverse("commerce:payment_return", args=[payment.token]),
        notify_url=base + reverse("commerce:payment_callback", args=[payment.provider]),
    )
    return redirect(address)


@login_required
def pay(request, token):
    payment = get_object_or_404(Payment, token=token, buyer=request.user)
    if payment.state == Payment.State.PENDING and payment.expires_at <= timezone.now():
        actions.expire_payment(payment_id=payment.pk)
        payment.refresh_from_db()
    if request.method == "POST":
        return _start(payment)
    orders = list(Order.objects.filter(payment=payment).for_cards())
    context = {"payment": payment, "orders": orders, "until": _clock(payment.expires_at)}
    return render(request, "commerce/pay.html", context)


def _clock(moment) -> str:
    return time_format(timezone.localtime(moment), "H:i")


@require_GET
def payment_return(request, token):
    """The browser comes back with what was decided; the same message also comes by server."""
    payment = get_object_or_404(Payment, token=token)
    try:
        event = payments.provider(payment.provider).read_return(params=request.GET)
        if event.payment != token:
            raise payments.BadSignature("about another payment")
        actions.settle_payment(provider=payment.provider, event=event)
    except (payments.BadSignature, payments.UnknownProvider) as error:
        log.warning("return of payment %s not believed: %s", token, error)
        return redirect("commerce:pay", token)
    payment.refresh_from_db()
    if event.kind == Kind.DECLINED and payment.state == Payment.State.PENDING:
        messages.warning(
            request,
            _("The payment was declined, nothing was charged. Your things are kept for you until %(time)s.")
            % {"time": _clock(payment.expires_at)},
        )
    numbers = list(Order.objects.filter(payment=payment).values_list("number", flat=True))
    if payment.state == Payment.State.PAID:
        messages.success(request, _("Thank you! Your payment has arrived."))
        return redirect("commerce:order", numbers[0]) if len(numbers) == 1 else redirect("commerce:orders")
    return redirect("commerce:pay", token)


@csrf_exempt
@require_POST
def payment_callback(request, provider):
    """A provider's server tells what happened. Unsigned or wrong messages change nothing and get 400."""
    try:
        event = payments.provider(provider).read_callback(body=request.body, headers=request.headers)
        message = actions.settle_payment(provider=provider, event=event)
    except payments.UnknownProvider as error:
        raise Http404 from error
    except payments.BadSignature as error:
        log.warning("callback of %s not believed: %s", provider, error)
        return JsonResponse({"code": "bad_signature"}, status=400)
    except Payment.DoesNotExist:
        return JsonResponse({"code": "unknown_payment"}, status=404)
    refused = message.outcome == PaymentEvent.Outcome.WRONG_AMOUNT
    return JsonResponse({"outcome": message.outcome}, status=400 if refused else 200)
