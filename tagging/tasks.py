"""Background work of the vocabulary."""

from celery import shared_task

from . import actions


@shared_task
def propose_kinds() -> None:
    actions.propose_kinds()
