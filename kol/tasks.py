from celery import shared_task

from core.tasks import enqueue

from . import actions, creators


@shared_task
def screen_all() -> None:
    """Bring the score of every creator up to date, each batch as a task of its own."""
    for user_ids in creators.batches():
        enqueue(screen, user_ids)


@shared_task
def screen(user_ids: list[int]) -> None:
    actions.screen(user_ids)
