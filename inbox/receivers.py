"""What the inbox listens to."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete
from django.dispatch import receiver

from accounts.events import blocked, followed
from core.tasks import enqueue

from . import tasks
from .actions import forget_session, part, part_messages
from .files import drop_later
from .models import Message


@receiver(followed)
def on_followed(sender: Any, follower_id: int, followed_id: int, **_kwargs: Any) -> None:
    enqueue(tasks.announce_follow, follower_id, followed_id)


@receiver(blocked)
def on_blocked(sender: Any, blocker_id: int, blocked_id: int, **_kwargs: Any) -> None:
    part(one_id=blocker_id, other_id=blocked_id)
    part_messages(one_id=blocker_id, other_id=blocked_id)


@receiver(user_logged_out)
def on_signed_out(sender: Any, request: Any, user: Any, **_kwargs: Any) -> None:
    if user is not None and hasattr(request, "session"):
        forget_session(user=user, session_key=request.session.session_key or "")


@receiver(post_delete, sender=Message)
def on_message_deleted(sender: Any, instance: Message, **_kwargs: Any) -> None:
    drop_later(instance.picture)
