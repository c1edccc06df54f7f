"""Notices. `User.unread_count` always equals the number of unread rows."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Block, User
from core.tasks import enqueue

from .. import choosing, registry, tasks
from ..models import Notification, NotificationAct
from ..registry import Bundle


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

    Nobody is told about their own acts, about people behind a block, or what they chose not to be told. The
    same `key` reaches the same recipient once, however often and from however many processes it is sent.
    `data` is stored as JSON and fills the sentence of the kind. Raises `registry.UnknownKind`.
    """
    known = registry.kind_of(kind)
    if recipient_id == actor_id or blocked(recipient_id, actor_id):
        return False
    bundled = bool(known.bundle and actor_id)
    if not choosing.wants(recipient_id, known.group, "inbox") or _is_told(recipient_id, key, bundled):
        return False
    fields = {"kind": kind, "actor_id": actor_id, "url": url, "data": data}
    try:
        with transaction.atomic():
            if bundled:
                notice_id, is_fresh = _join(recipient_id, _bundle(known.bundle, kind, url), key, fields)
            else:
                notice_id = Notification.objects.create(recipient_id=recipient_id, key=key, **fields).pk
                is_fresh = True
    except IntegrityError:  # somebody sent the same key in this very moment
        return False
    if is_fresh:
        accounts.count_unread(user_id=recipient_id, change=1)
        if choosing.may_push(recipient_id, known.group):
            enqueue(tasks.push_notice, notice_id)
    return True


def _is_told(recipient_id: int, key: str | None, bundled: bool) -> bool:
    told: type[Model] = NotificationAct if bundled else Notification
    return bool(key) and told._default_manager.filter(recipient_id=recipient_id, key=key).exists()


def _bundle(by: Bundle, kind: str, url: str) -> str:
    """The name of the shared notice of today that an act belongs to."""
    about = {Bundle.KIND: "", Bundle.PAGE: url.partition("#")[0]}.get(by, url)
    return f"{kind}:{timezone.localdate().isoformat()}:{about}"


def _join(recipient_id: int, bundle: str, key: str | None, fields: dict[str, Any]) -> tuple[int, bool]:
    """Add an act to its shared notice: the notice's id, and whether the notice was read or not there before.

    IntegrityError when the act was told in this very moment.
    """
    actor_id = fields["actor_id"]
    notice, is_new = Notification.objects.select_for_update().get_or_create(
        recipient_id=recipient_id, bundle=bundle, defaults=fields
    )
    acts = NotificationAct.objects.filter(notification=notice)
    is_known = not is_new and acts.filter(actor_id=actor_id).exists()
    NotificationAct.objects.create(notification=notice, recipient_id=recipient_id, actor_id=actor_id, key=key)
    if is_new:
        return notice.pk, True
    was_read = notice.read_at is not None
    notice.people += 0 if is_known else 1
    notice.actor_id, notice.url, notice.data = actor_id, fields["url"], fields["data"]
    notice.made_at, notice.read_at = timezone.now(), None
    notice.save(update_fields=["people", "actor", "url", "data", "made_at", "read_at"])
    return notice.pk, was_read


@transaction.atomic
def mark_read(*, user: User, notice: Notification) -> bool:
    """Mark one of the member's notices read; False when it was."""
    return bool(_read(user.pk, Notification.objects.filter(pk=notice.pk)))


@transaction.atomic
def mark_all_read(*, user: User, up_to: int | None = None, group: str = "") -> int:
    """Mark a member's notices read; returns how many changed.

    `up_to` is the id of the newest notice that was seen: what came or changed after it stays unread.
    """
    rows = Notification.objects.all()
    if group:
        rows = rows.filter(kind__in=registry.names(group))
    if up_to is not None:
        seen = Notification.objects.filter(recipient_id=user.pk, pk=up_to).first()
        rows = rows.filter(made_at__lte=seen.made_at) if seen else rows.none()
    return _read(user.pk, rows)


def _read(user_id: int, rows: QuerySet) -> int:
    changed = rows.filter(recipient_id=user_id, read_at=None).update(read_at=timezone.now())
    if changed:
        accounts.count_unread(user_id=user_id, change=-changed)
    return changed


def part(*, one_id: int, other_id: int) -> None:
    """What two people, between whom a block stands now, had unread of each other is read."""
    for mine, theirs in sorted([(one_id, other_id), (other_id, one_id)]):
        _read(mine, Notification.objects.filter(actor_id=theirs))


def blocked(one: int, other: int | None) -> bool:
    """Does a block stand between the two?"""
    if other is None:
        return False
    between = Q(blocker_id=one, blocked_id=other) | Q(blocker_id=other, blocked_id=one)
    return Block.objects.filter(between).exists()
