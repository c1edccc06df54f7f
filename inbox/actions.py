"""What changes an inbox. `User.unread_count` always equals the number of unread rows."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Block, User

from . import registry
from .models import Notification


@transaction.atomic
def notify(
    *,
    recipient_id: int,
    kind: str,
    actor_id: int | None = None,
    url: str = "",
    key: str | None = None,
    **data: Any,
) -> bool:
    """Put a notice into somebody's inbox; False when there was nothing to tell.

    Nobody is told about their own acts or about people behind a block. The same `key` reaches the same
    recipient once, however often and from however many processes it is sent. `data` is stored as JSON and
    fills the sentence of the kind. Raises `registry.UnknownKind`.
    """
    registry.kind_of(kind)
    if recipient_id == actor_id or _blocked(recipient_id, actor_id):
        return False
    if key and Notification.objects.filter(recipient_id=recipient_id, key=key).exists():
        return False
    try:
        with transaction.atomic():
            Notification.objects.create(
                recipient_id=recipient_id, kind=kind, actor_id=actor_id, url=url, key=key, data=data
            )
    except IntegrityError:  # somebody sent the same key in this very moment
        return False
    accounts.count_unread(user_id=recipient_id, change=1)
    return True


@transaction.atomic
def mark_all_read(*, user: User, up_to: int | None = None) -> int:
    """Mark a member's notices read, those up to the id `up_to` when it is given; returns how many changed."""
    unread = Notification.objects.filter(recipient_id=user.pk, read_at=None)
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    changed = unread.update(read_at=timezone.now())
    if changed:
        accounts.count_unread(user_id=user.pk, change=-changed)
    return changed


def _blocked(one: int, other: int | None) -> bool:
    if other is None:
        return False
    between = Q(blocker_id=one, blocked_id=other) | Q(blocker_id=other, blocked_id=one)
    return Block.objects.filter(between).exists()
