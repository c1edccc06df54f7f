"""Background work of recommendation: ids in, one verb. Everything here may run twice."""

from celery import shared_task

from . import actions


@shared_task
def index_notes(note_ids: list[int]) -> None:
    actions.index_soon(note_ids)


@shared_task
def sweep() -> None:
    actions.sweep()


@shared_task
def rebuild_similar() -> None:
    for _done in actions.rebuild_similar():
        pass


@shared_task
def sweep_channels() -> None:
    actions.sweep_channels()
