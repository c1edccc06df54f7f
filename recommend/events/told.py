"""What browsers and other programs tell: checked, limited, and made entries of."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import client_ip
from core.errors import DomainError
from core.ratelimit import limit

from ..models import Kind, Surface
from . import log
from .entries import Entry, id_of

MOST_EVENTS = 100
MOST_BYTES = 16 * 1024
MOST_DWELL_MS = 30 * 60 * 1000
MOST_ID_LENGTH = 64
BATCHES_A_MINUTE = 60
BATCHES_OF_AN_ADDRESS = 600  # many visitors may share one
# A time that a browser tells is believed if it lies this far back; else the event is of now.
LATE = timedelta(hours=1)
EARLY = timedelta(minutes=2)
# Everything else is known to the server.
KINDS = {kind.name.lower(): kind for kind in (Kind.IMPRESSION, Kind.CLICK, Kind.DWELL)}
KIND_NAMES = list(KINDS)
SURFACES = {surface.name.lower(): surface for surface in Surface}
SMALLINT, BIGINT = 2**15 - 1, 2**63 - 1


class Unreadable(DomainError):
    """A batch that is not a batch."""


def tell(request: HttpRequest, told: Any) -> int:
    """Have what this reader tells written soon; returns how many events were understood.

    Single events that are wrong are left out. Unreadable when nothing can be made of it, DomainError when it
    is too much at once.
    """
    user_id = request.user.pk
    if not isinstance(told, list) or not told:
        raise Unreadable(_("A list of events is expected."), code="unreadable")
    if len(told) > MOST_EVENTS:
        raise Unreadable(_("At most %(n)s events at once.") % {"n": MOST_EVENTS}, code="too_many")
    _check_rate(request)
    if wants_no_tracking(request):
        return 0
    now = timezone.now()
    entries = [entry for one in told if (entry := read(one, user_id, now))]
    log.record(entries)
    return len(entries)


def parse(body: str | bytes) -> Any:
    """The list inside a JSON text; Unreadable when it is none."""
    try:
        return json.loads(body)
    except ValueError as error:
        raise Unreadable(_("A list of events is expected."), code="unreadable") from error


def wants_no_tracking(request: HttpRequest) -> bool:
    """Global Privacy Control or Do Not Track: nothing is kept of what this browser tells."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def _check_rate(request: HttpRequest) -> None:
    if user_id := request.user.pk:
        allowed = limit(f"events:{user_id}", BATCHES_A_MINUTE, 60)
    else:
        allowed = limit(f"events:{client_ip(request)}", BATCHES_OF_AN_ADDRESS, 60)
    if not allowed:
        error = DomainError(_("Too much at once. Wait a little."), code="too_many")
        error.status = 429
        raise error


def read(one: Any, user_id: int | None, now: datetime) -> Entry | None:
    """One event as it was told; None when it is not one."""
    if not isinstance(one, Mapping):
        return None
    kind, name = KINDS.get(_text(one, "kind")), _text(one, "id")
    note_id, product_id = _whole(one, "note", BIGINT), _whole(one, "product", BIGINT)
    if kind is None or not name or len(name) > MOST_ID_LENGTH or not (note_id or product_id):
        return None
    event_id = id_of(f"{user_id}:{name}")
    at = _time_of(one.get("at"), now)
    if at is None:
        if not cache.add(f"event:{event_id}", 1, LATE.total_seconds()):
            return None
        at = now
    return Entry(
        kind=kind,
        id=event_id,
        at=at,
        user_id=user_id,
        note_id=note_id or None,
        product_id=product_id or None,
        surface=SURFACES.get(_text(one, "surface"), Surface.OTHER),
        position=min(_whole(one, "position", BIGINT), SMALLINT),
        dwell_ms=min(_whole(one, "ms", BIGINT), MOST_DWELL_MS),
        arm=_whole(one, "arm", SMALLINT),
    )


def _text(one: Mapping, name: str) -> str:
    value = one.get(name)
    return value if isinstance(value, str) else ""


def _whole(one: Mapping, name: str, most: int) -> int:
    """A whole number from 0 to `most`; anything else is 0."""
    value = one.get(name)
    return value if type(value) is int and 0 <= value <= most else 0


def _time_of(told: Any, now: datetime) -> datetime | None:
    """The moment in milliseconds since 1970, if it is close enough to now to be believed.

    The same event told again has the same time, so that it is known again; one whose clock is wrong is known
    by its id for an hour.
    """
    if type(told) is not int or not 0 < told < 10**14:
        return None
    at = datetime.fromtimestamp(told / 1000, UTC)
    return at if now - LATE <= at <= now + EARLY else None
