"""What is put right every night: counters that drifted, messages that nobody needs any more."""

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts import actions as accounts
from accounts.models import User

from .. import reporting
from ..models import Membership, Message, Notification
from ..models.messages import MessageQuerySet

BATCH = 500


def recount() -> int:
    """Set the numbers of what is unread to what the rows say; returns how many members were wrong."""
    wrong = list(_miscounted().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(wrong), BATCH):
        ids = wrong[start : start + BATCH]
        with transaction.atomic():
            list(User.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
            for user in _miscounted().filter(pk__in=ids):
                accounts.set_unread(
                    user_id=user.pk, notices=user.true_notices, unread_messages=user.true_messages
                )
    return len(wrong)


def _miscounted() -> QuerySet:
    """Members whose numbers are not those of the rows, with the true ones."""
    notices = Notification.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by()
    sides = Membership.objects.filter(user=OuterRef("pk"), is_request=False, unread__gt=0).order_by()
    people = User.objects.annotate(
        true_notices=_number(notices.values("recipient").annotate(n=Count("pk"))),
        true_messages=_number(sides.values("user").annotate(n=Sum("unread"))),
    )
    return people.exclude(unread_count=F("true_notices"), unread_messages=F("true_messages"))


def _number(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def forget(messages: MessageQuerySet) -> int:
    """Remove those of these messages that both people deleted, but not while a case is open about them."""
    gone = list(messages.seen_by_nobody().values_list("pk", flat=True))
    needless = {*gone} - reporting.kept(gone)
    if needless:
        Message.objects.filter(pk__in=needless).delete()
    return len(needless)


def forget_deleted() -> int:
    """Remove deleted messages whose case is closed by now; returns how many."""
    return forget(Message.objects.all())
