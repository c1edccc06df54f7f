import hashlib

from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.ratelimit import limit

from .. import pushing
from ..models import PushSubscription

BROWSERS = 10


def add_browser(
    *, user: User, endpoint: str, p256dh: str, auth: str, session_key: str = ""
) -> PushSubscription:
    """Tell the member in this browser from now on. DomainError when it names no push service."""
    if not limit(f"push:{user.pk}", 20, 3600):
        raise DomainError(_("Too much at once. Wait a little and try again."), code="too_fast")
    if len(endpoint) > 500 or len(p256dh) > 120 or len(auth) > 60 or not pushing.is_allowed(endpoint):
        raise DomainError(_("This browser's push service cannot be reached."), code="endpoint")
    others = PushSubscription.objects.filter(user=user).exclude(endpoint=endpoint)
    for row in others.order_by("-pk")[BROWSERS - 1 :]:
        row.delete()
    fields = {"user": user, "p256dh": p256dh, "auth": auth, "session": _digest(session_key)}
    return PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=fields)[0]


def forget_browser(*, user: User, endpoint: str) -> bool:
    return bool(PushSubscription.objects.filter(user=user, endpoint=endpoint).delete()[0])


def forget_session(*, user: User, session_key: str) -> int:
    """The member signs out: nothing more is told in that browser; returns how many rows that was."""
    if not session_key:
        return 0
    return PushSubscription.objects.filter(user=user, session=_digest(session_key)).delete()[0]


def _digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest() if session_key else ""
