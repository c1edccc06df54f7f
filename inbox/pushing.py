"""Push messages to the browsers of members, through the push services of the browsers' makers."""

import base64
import hashlib
import ipaddress
import json
import logging
import socket
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User

from . import registry
from .choosing import choices_of, may_push, push_is_on
from .models import Message, Notification, PushSubscription
from .registry import Group

log = logging.getLogger(__name__)
TIMEOUT_S = 5
TTL_S = 24 * 3600
GONE = (404, 410)
TITLE_LENGTH, TEXT_LENGTH = 80, 120
BODY_BYTES = 3072  # a push service takes 4096 bytes, encryption and its header among them


def public_key() -> str:
    """What a browser needs to subscribe; "" when push is not offered."""
    if not push_is_on():
        return ""
    secret = int.from_bytes(_decoded(settings.VAPID_PRIVATE_KEY), "big")
    point = ec.derive_private_key(secret, ec.SECP256R1()).public_key()
    raw = point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def known_browsers(user_id: int) -> list[str]:
    """Digests of the endpoints of a member's browsers: a browser finds out whether it is among them."""
    endpoints = PushSubscription.objects.filter(user=user_id).values_list("endpoint", flat=True)
    return [hashlib.sha256(endpoint.encode()).hexdigest() for endpoint in endpoints]


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_public(endpoint: str) -> bool:
    """May this server call that address: https, and every address of its host is a public one?"""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or not parts.hostname or parts.username or port not in (None, 443):
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    return bool(addresses) and all(one.is_global and not one.is_multicast for one in addresses)


def is_allowed(endpoint: str) -> bool:
    """Is this where push messages may go?"""
    return settings.PUSH_TO_PRIVATE_ADDRESSES or is_public(endpoint)


def push_notice(notice_id: int) -> int:
    """Tell a notice to the recipient's browsers; returns to how many. Nothing when it was read meanwhile."""
    notice = (
        Notification.objects.filter(pk=notice_id, read_at=None).select_related("recipient", "actor").first()
    )
    if notice is None or not may_push(notice.recipient_id, registry.kind_of(notice.kind).group):
        return 0
    with _language_of(notice.recipient):
        title = notice.actor.name if notice.actor else _("Hongjian")
        url = reverse("inbox:open", args=[notice.pk])
        return _tell(notice.recipient, title, notice.sentence, url, f"notice-{notice.pk}")


def push_message(message_id: int) -> int:
    """Tell that somebody wrote, without the words; returns to how many browsers."""
    message = (
        Message.objects.filter(pk=message_id, is_hidden=False)
        .select_related("sender", "conversation")
        .first()
    )
    if message is None:
        return 0
    side = message.conversation.memberships.exclude(user=message.sender_id).select_related("user").first()
    if side is None or not side.unread or side.is_request or not may_push(side.user_id, Group.MESSAGES):
        return 0
    with _language_of(side.user):
        url = reverse("inbox:thread", args=[message.sender.handle])
        return _tell(side.user, message.sender.name, _("wrote to you"), url, f"from-{message.sender_id}")


def _language_of(user: User):
    return override(choices_of(user.pk).language or settings.LANGUAGE_CODE)


def _tell(user: User, title: str, text: str, url: str, tag: str) -> int:
    shown = {"title": title[:TITLE_LENGTH], "text": text[:TEXT_LENGTH], "url": url, "tag": tag}
    body = json.dumps(shown, ensure_ascii=False)
    if len(body.encode()) > BODY_BYTES:
        body = json.dumps(shown | {"text": ""}, ensure_ascii=False)
    rows = PushSubscription.objects.filter(user=user).order_by("pk")[:10]
    return sum(_send(row, body, tag) for row in rows)


def _send(row: PushSubscription, body: str, topic: str) -> bool:
    """One call without redirects; a service that no longer knows the browser has it forgotten."""
    import requests  # noqa: PLC0415 - takes long to load, and few processes push
    from pywebpush import WebPushException, webpush  # noqa: PLC0415 - as above

    if not is_allowed(row.endpoint):
        row.delete()
        return False
    keys = {"p256dh": row.p256dh, "auth": row.auth}
    session = requests.Session()
    session.max_redirects = 0
    session.trust_env = False
    try:
        webpush(
            {"endpoint": row.endpoint, "keys": keys},
            body,
            vapid_private_key=settings.VAPID_PRIVATE_KEY,
            vapid_claims={"sub": settings.VAPID_CONTACT},
            ttl=TTL_S,
            headers={"Topic": topic, "Urgency": "normal"},
            timeout=TIMEOUT_S,
            requests_session=session,
        )
    except WebPushException as error:
        if error.response is not None and error.response.status_code in GONE:
            row.delete()
        else:
            log.warning("push %s was not taken: %s", row.pk, error)
        return False
    except (requests.RequestException, ValueError) as error:
        log.warning("push %s failed: %s", row.pk, error)
        return False
    return True
