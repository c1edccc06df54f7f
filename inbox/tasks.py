import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import Follow

from . import actions, digests, notices, pushing

log = logging.getLogger(__name__)
UNTOLD_AFTER = timedelta(seconds=30)
BATCH = 1000


@shared_task
def announce_follow(follower_id: int, followed_id: int) -> None:
    notices.announce_follow(follower_id=follower_id, followed_id=followed_id)


@shared_task
def sweep() -> None:
    """Tell about the follows that nobody told about within half a minute."""
    left = Follow.objects.untold().filter(made_at__lt=timezone.now() - UNTOLD_AFTER).order_by("pk")
    for follower_id, followed_id in left.values_list("follower_id", "followed_id")[:BATCH]:
        notices.announce_follow(follower_id=follower_id, followed_id=followed_id)


@shared_task
def send_digests() -> None:
    digests.send_due()


@shared_task
def recount() -> int:
    """Set the numbers of unread notices and messages to what the rows say, and say how many were wrong."""
    wrong = actions.recount()
    if wrong:
        log.warning("unread numbers of %s members were wrong", wrong)
    return wrong


@shared_task
def forget_deleted() -> None:
    """Remove messages that both people deleted and that were only kept for moderators."""
    actions.forget_deleted()


@shared_task(time_limit=60, soft_time_limit=50)
def push_notice(notice_id: int) -> None:
    pushing.push_notice(notice_id)


@shared_task(time_limit=60, soft_time_limit=50)
def push_message(message_id: int) -> None:
    pushing.push_message(message_id)
