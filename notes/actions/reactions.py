"""What readers do with a note. Each verb sets a state, so doing it twice is doing it once."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core import counters

from ..models import Like, Note
from .counting import count_on, tell_apps, tell_author


@transaction.atomic
def set_like(*, note: Note, user: User, on: bool) -> bool:
    """Like a note or take the like back; False when nothing changed."""
    if on:
        changed = Like.objects.get_or_create(note=note, user=user)[1]
    else:
        changed = bool(Like.objects.filter(note=note, user=user).delete()[0])
    if not changed:
        return False
    count_on(note.pk, "like_count", 1 if on else -1)
    if on:
        tell_author(note, user, "like", f"like:{note.pk}:{user.pk}")
        tell_apps(note.pk, user.pk, "like")
    return True


def count_view(note: Note, viewer) -> None:
    """Count a look at a note; the author's own looks do not count."""
    if viewer.pk != note.author_id:
        counters.bump("views", note.pk)


def flush_views() -> int:
    """Write the looks gathered since the last time to the rows; returns how many looks that was."""
    looks = counters.drain("views")
    for pk, number in sorted(looks.items()):
        Note.objects.filter(pk=pk).update(view_count=F("view_count") + number)
    return sum(looks.values())
