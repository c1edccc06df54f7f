"""Background work of recommendation: ids in, one verb. Everything here may run twice."""

from datetime import timedelta

from celery import shared_task

from core.tasks import enqueue

from . import actions
from .actions import feed, trends
from .search import documents, memory

BLOCKS_AT_ONCE = 4


@shared_task
def index_notes(note_ids: list[int]) -> None:
    actions.index_soon(note_ids)


@shared_task
def sweep() -> None:
    actions.sweep()


@shared_task
def write_events() -> None:
    actions.write_events()


@shared_task
def tend_event_days() -> None:
    actions.tend_event_days()


@shared_task
def learn_soon() -> None:
    actions.learn_soon()


@shared_task
def learn_interests(user_ids: list[int]) -> None:
    actions.learn_interests(user_ids)


@shared_task
def learn_all() -> None:
    for user_ids in actions.members_to_learn():
        enqueue(learn_interests, user_ids)


@shared_task
def rebuild_similar() -> None:
    ask_for_blocks(actions.begin_rebuild().pk)


@shared_task
def rebuild_block(rebuild_id: int) -> None:
    if actions.rebuild_block(rebuild_id):
        enqueue(rebuild_block, rebuild_id)


@shared_task
def sweep_rebuild() -> None:
    if rebuild_id := actions.stuck_rebuild():
        ask_for_blocks(rebuild_id)


def ask_for_blocks(rebuild_id: int) -> None:
    """Each task does a block and asks for the next, so that other work comes in between."""
    for _ in range(BLOCKS_AT_ONCE):
        enqueue(rebuild_block, rebuild_id)


@shared_task
def tend_discover() -> None:
    feed.tend_discover()


@shared_task
def count_arms() -> None:
    feed.count_arms()


@shared_task
def sweep_channels() -> None:
    actions.sweep_channels()


@shared_task
def propose_circles() -> None:
    actions.propose_circles()


@shared_task
def find_trends() -> None:
    trends.find_trends()


@shared_task
def tend_hashtags() -> None:
    trends.tend_hashtags()


@shared_task
def write_hashtag_days() -> None:
    trends.write_all_days()


@shared_task
def tend_search() -> None:
    """Once an hour, with ten minutes to spare."""
    documents.recount(timedelta(minutes=70))
    memory.tidy()
