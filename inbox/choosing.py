"""What members chose to be told, and where: in the inbox, by e-mail, by push."""

from django.conf import settings

from .models import Choices, PushSubscription
from .registry import Group

# What is about one's own money, parcels and posts always stands in the inbox.
ALWAYS = (Group.SYSTEM,)
WHERE = ("inbox", "mail", "push")


def choices_of(user_id: int) -> Choices:
    """The member's choices, or the defaults (not stored)."""
    return Choices.objects.filter(pk=user_id).first() or Choices(user_id=user_id)


def wants(user_id: int, group: Group, where: str) -> bool:
    """Does the member want notices of this group there?"""
    if where == "inbox" and group in ALWAYS:
        return True
    off = Choices.objects.filter(pk=user_id).values_list(f"off_{where}", flat=True).first()
    return group not in (off or ())


def push_is_on() -> bool:
    """Can this site send push messages at all?"""
    return bool(settings.VAPID_PRIVATE_KEY)


def may_push(user_id: int, group: Group) -> bool:
    """Is there a browser to tell, and does the member want it?"""
    if not push_is_on() or not PushSubscription.objects.filter(user_id=user_id).exists():
        return False
    return wants(user_id, group, "push")


def wanted(chosen: Choices) -> dict[str, list[str]]:
    """The groups that reach the member, by place."""
    off = {"inbox": [one for one in chosen.off_inbox if one not in ALWAYS]}
    off |= {"mail": chosen.off_mail, "push": chosen.off_push}
    return {where: [group for group in Group.values if group not in off[where]] for where in WHERE}
