"""Commerce in the background. Every task may run twice; the sweep finds what a lost message left behind."""

import logging
from datetime import timedelta
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from celery import shared_task
from django.utils import timezone

from . import actions, notices
from .models import Order, Payment, Refund
from .payments import sandbox

log = logging.getLogger(__name__)
BATCH = 500
UNTOLD_AFTER = timedelta(seconds=30)
_direct = build_opener(ProxyHandler({}))


@shared_task
def expire_payment(payment_id: int) -> None:
    actions.expire_payment(payment_id=payment_id)


@shared_task
def tell_sellers(payment_id: int) -> None:
    for order in Order.objects.filter(payment_id=payment_id).select_related("merchant").order_by("pk"):
        notices.order_to_send(order)


@shared_task(autoretry_for=(OSError,), retry_backoff=5, max_retries=5)
def send_refund(refund_id: int) -> None:
    actions.send_refund(refund_id=refund_id)


@shared_task
def sweep() -> None:
    """Expire what is due, send refunds that are owed, tell sellers what they were not told; `BATCH` of each.

    One that fails is logged and does not hold up the others.
    """
    due = Payment.objects.overdue(timezone.now()).order_by("expires_at")
    for payment_id in due.values_list("pk", flat=True)[:BATCH]:
        _try(actions.expire_payment, payment_id=payment_id)
    owed = Refund.objects.filter(state=Refund.State.DUE).order_by("pk")
    for refund_id in owed.values_list("pk", flat=True)[:BATCH]:
        _try(actions.send_refund, refund_id=refund_id)
    for order in notices.untold_orders(timezone.now() - UNTOLD_AFTER).order_by("pk")[:BATCH]:
        _try(notices.order_to_send, order=order)


def _try(action, **what) -> None:
    try:
        action(**what)
    except Exception:
        log.exception("sweep: %s %s", action.__name__, what)


@shared_task(autoretry_for=(OSError,), retry_backoff=2, max_retries=6)
def deliver_sandbox_message(url: str, body: str) -> None:
    """What the sandbox's server would do: post the signed message to the mall, again until it answers."""
    data = body.encode()
    headers = {"Content-Type": "application/json", sandbox.HEADER: sandbox.sign(data)}
    try:
        with _direct.open(Request(url, data=data, headers=headers, method="POST"), timeout=10):
            pass
    except URLError as error:
        if getattr(error, "code", 500) < 500:
            log.warning("sandbox message refused: %s", error)
            return
        raise
