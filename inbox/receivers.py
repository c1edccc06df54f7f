"""What the inbox listens to."""

from typing import Any

from django.dispatch import receiver

from accounts.events import followed
from core.tasks import enqueue

from . import tasks


@receiver(followed)
def on_followed(sender: Any, follower_id: int, followed_id: int, **_kwargs: Any) -> None:
    enqueue(tasks.announce_follow, follower_id, followed_id)
