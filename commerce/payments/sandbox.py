"""A payment service for trying the mall out: it has its own page, moves no money, and signs what it says.

A message is JSON signed with HMAC-SHA256 over `<unix seconds>.<body>`; the signature is
`t=<unix seconds>,v1=<hex>`, in the header `Sandbox-Signature` or in the address of the browser's return.
"""

import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ..models import Payment
from .base import BadSignature, Event, Kind, Provider

HEADER = "Sandbox-Signature"
TOLERANCE_S = 600
_SALT = "commerce.sandbox"


@dataclass(frozen=True)
class Request:
    """What the mall asked the sandbox for; travels, signed, in the address of the sandbox's page."""

    payment: str
    amount_fen: int
    currency: str
    return_url: str
    notify_url: str


class Sandbox(Provider):
    name = "sandbox"
    is_sandbox = True

    def start(self, *, payment: Payment, return_url: str, notify_url: str) -> str:
        request = Request(str(payment.token), payment.amount_fen, payment.currency, return_url, notify_url)
        return reverse("commerce:sandbox_pay", args=[signing.dumps(vars(request), salt=_SALT, compress=True)])

    def read_callback(self, *, body: bytes, headers: Mapping[str, str]) -> Event:
        return _read(body, headers.get(HEADER, ""))

    def read_return(self, *, params: Mapping[str, str]) -> Event:
        try:
            body = urlsafe_b64decode(params.get("message", ""))
        except ValueError as error:
            raise BadSignature("not base64") from error
        return _read(body, params.get("signature", ""))

    def refund(self, *, payment: Payment, amount_fen: int, key: str) -> str:
        return f"sandbox-{key}"


def read_request(token: str) -> Request:
    """What a sandbox page address asks for. Raises `django.core.signing.BadSignature`."""
    return Request(**signing.loads(token, salt=_SALT))


def answer(request: Request, kind: Kind) -> bytes:
    """The message about the buyer's decision; deciding the same way twice gives the same message."""
    return json.dumps(
        {
            "event_id": f"{request.payment}:{kind}",
            "kind": kind,
            "payment": request.payment,
            "amount_fen": request.amount_fen,
            "currency": request.currency,
            "reference": f"sandbox-{request.payment[:13]}",
        },
        sort_keys=True,
    ).encode()


def return_address(request: Request, body: bytes) -> str:
    """Where the browser goes back to, with the signed message in the address."""
    message = {"message": urlsafe_b64encode(body).decode(), "signature": sign(body)}
    return f"{request.return_url}?{urlencode(message)}"


def sign(body: bytes, at: float | None = None) -> str:
    """The signature of a message sent at this time (unix seconds, now if not given)."""
    stamp = str(int(time.time() if at is None else at))
    return f"t={stamp},v1={_mac(stamp, body)}"


def _mac(stamp: str, body: bytes) -> str:
    secret = settings.SANDBOX_PAYMENT_SECRET.encode()
    return hmac.new(secret, stamp.encode() + b"." + body, sha256).hexdigest()


def _read(body: bytes, signature: str) -> Event:
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    stamp, given = parts.get("t", ""), parts.get("v1", "")
    if not hmac.compare_digest(_mac(stamp, body).encode(), given.encode()):
        raise BadSignature("wrong signature")
    if abs(time.time() - int(stamp)) > TOLERANCE_S:
        raise BadSignature("too old")
    fields = json.loads(body)
    return Event(
        event_id=fields["event_id"],
        kind=Kind(fields["kind"]),
        payment=UUID(fields["payment"]),
        amount_fen=fields["amount_fen"],
        currency=fields["currency"],
        reference=fields["reference"],
    )
