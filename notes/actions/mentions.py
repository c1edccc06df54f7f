"""Telling the people whom a note names with @."""

from collections.abc import Sequence

from accounts.models import Follow, User
from inbox.actions import notify
from tagging.linkify import mentions

from ..models import Note

MOST = 10


def tell_mentioned(notes: Sequence[Note]) -> None:
    """Tell everybody whom these published notes mention, once a note and person, if they may see it.

    At most MOST people a note; no one across a block. Imported notes tell nobody.
    """
    everyone, followers = Note.Visibility.EVERYONE, Note.Visibility.FOLLOWERS
    spoken = [note for note in notes if not note.import_id and note.visibility in (everyone, followers)]
    named = {note.pk: mentions(f"{note.title}\n{note.text}", MOST) for note in spoken}
    handles = {handle for found in named.values() for handle in found}
    if not handles:
        return
    people = {user.handle: user.pk for user in User.objects.filter(handle__in=handles, is_active=True)}
    # Everybody writes inboxes in the order of their owners, so that two workers never wait for each other.
    pairs = sorted(
        (people[handle], note.pk, note) for note in spoken for handle in named[note.pk] if handle in people
    )
    follows = set(
        Follow.objects.filter(
            followed__in={note.author_id for note in spoken if note.visibility == followers},
            follower__in=people.values(),
        ).values_list("follower_id", "followed_id")
    )
    for user_id, pk, note in pairs:
        if note.visibility == everyone or (user_id, note.author_id) in follows:
            notify(
                recipient_id=user_id,
                kind="note_mention",
                actor_id=note.author_id,
                url=note.get_absolute_url(),
                key=f"note_mention:{pk}",
                title=str(note)[:60],
            )
