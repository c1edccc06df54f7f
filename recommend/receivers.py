"""What recommendation hears from the apps below; it only asks for work."""

from core.tasks import enqueue

from . import tasks
from .events import log
from .events.entries import act
from .models import Kind

REACTIONS = {"like": Kind.LIKE, "save": Kind.SAVE, "comment": Kind.COMMENT, "share": Kind.SHARE}


def note_changed(note_ids: list[int], **kwargs) -> None:
    enqueue(tasks.index_notes, note_ids)


def reacted(user_id: int, note_id: int, what: str, **kwargs) -> None:
    log.record([act(REACTIONS[what], user_id=user_id, note_id=note_id)])


def followed(follower_id: int, followed_id: int, **kwargs) -> None:
    log.record([act(Kind.FOLLOW, user_id=follower_id, key=followed_id)])


def bought(user_id: int, payment_id: int, product_ids: list[int], **kwargs) -> None:
    log.record(act(Kind.PURCHASE, user_id=user_id, product_id=pk, key=payment_id) for pk in product_ids)
