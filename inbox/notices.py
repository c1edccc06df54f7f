"""The notices that accounts give rise to; accounts lies below the inbox and cannot send them itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Follow

from . import actions, registry
from .models import Notification
from .registry import Bundle, Group

FOLLOW = "follow"


def follow_sentence(notice: Notification) -> str:
    return _("started to follow you")


def register() -> None:
    registry.register(FOLLOW, follow_sentence, "person", Group.FOLLOWERS, Bundle.KIND)


@transaction.atomic
def announce_follow(*, follower_id: int, followed_id: int) -> bool:
    """Tell a member about a new follower, once per pair; not when they unfollowed meanwhile.

    The follow says that this was done, so that the sweep finds those for which it was not.
    """
    follow = (
        Follow.objects.filter(follower=follower_id, followed=followed_id).select_related("follower").first()
    )
    if follow is None:
        return False
    is_new = actions.notify(
        recipient_id=followed_id,
        kind=FOLLOW,
        actor_id=follower_id,
        url=follow.follower.get_absolute_url(),
        key=f"follow:{follower_id}",
    )
    Follow.objects.filter(pk=follow.pk).update(told_at=timezone.now())
    return is_new
