"""What follows when a reader does something with a note: its counters, its heat, a notice to its author,
word to the apps above."""

from functools import partial

from django.db import transaction
from django.db.models import F

from accounts.models import User
from inbox.actions import notify

from ..events import reacted
from ..heat import HEAT
from ..models import Note


def count_on(note_id: int, field: str, change: int) -> None:
    """Add to one counter of the note."""
    Note.objects.filter(pk=note_id).update(**{field: F(field) + change})
    Note.objects.filter(pk=note_id, published_at__isnull=False).update(hot=HEAT)


def tell_author(note: Note, user: User, kind: str, key: str, **data: str) -> None:
    """A notice that `user` did this; the same `key` tells once."""
    notify(
        recipient_id=note.author_id,
        kind=kind,
        actor_id=user.pk,
        url=note.get_absolute_url(),
        key=key,
        title=str(note)[:60],
        **data,
    )


def tell_apps(note_id: int, user_id: int, what: str) -> None:
    """`notes.events.reacted`, once that is committed."""
    transaction.on_commit(
        partial(reacted.send_robust, Note, note_id=note_id, user_id=user_id, what=what), robust=True
    )
