"""The sandbox provider's own page: it stands for a bank's website and knows nothing of our tables."""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.tasks import enqueue

from .. import tasks
from ..payments import sandbox
from ..payments.base import Kind

DECISIONS = {"pay": Kind.PAID, "decline": Kind.DECLINED}


@require_http_methods(["GET", "POST"])
def sandbox_pay(request, token):
    """Pay or decline. The decision goes out twice, by server and by browser; pressing twice decides once."""
    try:
        asked = sandbox.read_request(token)
    except signing.BadSignature as error:
        raise Http404 from error
    if sandbox.Sandbox.name != settings.PAYMENT_PROVIDER:
        raise Http404
    decision = DECISIONS.get(request.POST.get("outcome", ""))
    if decision is None:
        return render(request, "commerce/sandbox_pay.html", {"asked": asked})
    body = sandbox.answer(asked, decision)
    enqueue(tasks.deliver_sandbox_message, asked.notify_url, body.decode())
    return HttpResponseRedirect(sandbox.return_address(asked, body))
