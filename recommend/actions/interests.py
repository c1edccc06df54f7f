"""What a member likes: chosen, learned from what they did, and taken out again; and what they hid."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from notes.models import Note
from tagging.models import Tag

from .. import learning
from ..events import log
from ..events.entries import act
from ..feeds import interests as taste
from ..models import Event, Interest, Kind, NotInterested, Taste

CHOSEN = Interest.Source.CHOSEN
MOST_CHOSEN = 100
MOST_HIDDEN = 2_000
MEMBERS_AT_ONCE = 50
MEMBERS_IN_A_TASK = 500


@transaction.atomic
def choose_interests(*, user: User, tag_ids: Iterable[int], among: Collection[int] = ()) -> int:
    """Add these tags to what a member likes, also those they took out before; returns how many are chosen.

    What they chose before and now did not, though it was `among` the offered ones, is chosen no longer.
    DomainError when there is no room for so many.
    """
    _lock(user)
    Interest.objects.filter(user=user, source=CHOSEN, tag__in=among).delete()
    tags = list(Tag.objects.usable().filter(pk__in=list(tag_ids)).values_list("pk", flat=True))
    chosen = set(Interest.objects.filter(user=user, source=CHOSEN).values_list("tag", flat=True)) | set(tags)
    if len(chosen) > MOST_CHOSEN:
        raise DomainError(_("There is room for %(n)s interests.") % {"n": MOST_CHOSEN}, code="too_many")
    prior = {"source": CHOSEN, "weight": learning.CHOSEN, "counted_at": timezone.now()}
    Interest.objects.bulk_create(
        [Interest(user=user, tag_id=pk, **prior) for pk in tags],
        update_conflicts=True,
        unique_fields=["user", "tag"],
        update_fields=["source", "weight", "counted_at"],
    )
    NotInterested.objects.filter(user=user, tag__in=tags).delete()
    _changed(user)
    return len(chosen)


def remove_interest(*, user: User, tag: Tag) -> None:
    """Take a tag out of what a member likes; it is not learned again until they choose it themselves."""
    Interest.objects.update_or_create(
        user=user, tag=tag, defaults={"source": Interest.Source.REMOVED, "weight": 0.0, "reasons": {}}
    )
    _changed(user)


@transaction.atomic
def reset_interests(*, user: User) -> None:
    """Begin anew: no interests, nothing taken out, and nothing learned from what was before now."""
    Taste.objects.update_or_create(user=user, defaults={"since": timezone.now(), "learned_at": None})
    Interest.objects.filter(user=user).delete()
    _changed(user)


@transaction.atomic
def hide(
    *, user: User, note: Note | None = None, author: User | None = None, tag: Tag | None = None
) -> NotInterested:
    """Show a member no more of one note, and less of an author or a tag: exactly one of the three.

    DomainError on oneself, and when there is no room for more.
    """
    if (author or (note and note.author)) == user:
        raise DomainError(_("This is your own."), code="own")
    _lock(user)
    if NotInterested.objects.filter(user=user).count() >= MOST_HIDDEN:
        raise DomainError(_("You have hidden as much as there is room for."), code="too_many")
    hidden, _is_new = NotInterested.objects.get_or_create(user=user, note=note, author=author, tag=tag)
    User.objects.filter(pk=user.pk, has_filters=False).update(has_filters=True)
    user.has_filters = True
    if note:
        entry = act(Kind.HIDE, user_id=user.pk, note_id=note.pk)
        transaction.on_commit(lambda: log.record([entry]), robust=True)
    _changed(user)
    return hidden


def unhide(*, user: User, hidden_id: int) -> NotInterested | None:
    """Show again what a member hid; returns what that was, None when they hid no such thing."""
    hidden = NotInterested.objects.filter(user=user, pk=hidden_id).first()
    NotInterested.objects.filter(user=user, pk=hidden_id).delete()
    _changed(user)
    return hidden


def learn_soon(most: int = MEMBERS_IN_A_TASK) -> int:
    """Learn from those who did something a moment ago; returns how many members that were."""
    return learn_interests(log.to_learn(most))


def learn_interests(user_ids: Sequence[int]) -> int:
    """Count the interests of these members anew, from all that they did; safe to repeat."""
    for start in range(0, len(user_ids), MEMBERS_AT_ONCE):
        learned = learning.learn(user_ids[start : start + MEMBERS_AT_ONCE], timezone.now())
        taste.forget_many(learned)
    return len(user_ids)


def members_to_learn() -> Iterator[list[int]]:
    """Everybody who did something since yesterday, as many at a time as one task does."""
    since = timezone.now() - timedelta(days=1, hours=1)
    active = Event.objects.filter(at__gte=since, kind__gt=Kind.IMPRESSION, user__isnull=False)
    ids = sorted(active.values_list("user", flat=True).distinct())
    for start in range(0, len(ids), MEMBERS_IN_A_TASK):
        yield ids[start : start + MEMBERS_IN_A_TASK]


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)


def _changed(user: User) -> None:
    """Forgotten at once for this request, and again when others can read the change."""
    taste.forget(user)
    transaction.on_commit(lambda: taste.forget(user), robust=True)
