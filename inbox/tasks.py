from celery import shared_task

from . import notices


@shared_task
def announce_follow(follower_id: int, followed_id: int) -> None:
    notices.announce_follow(follower_id=follower_id, followed_id=followed_id)
