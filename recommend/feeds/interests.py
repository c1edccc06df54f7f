"""What a member likes, and what they do not want to be shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, FloatField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.kept import kept
from notes.models import Note
from tagging.models import Tag

from ..models import Interest, NotInterested

KEPT_S = 30
STARTING = 40
HIDDEN_MOST = 1_000  # the latest notes, authors and tags a member hid


class TasteOf(NamedTuple):
    """Tags with their weights, the heaviest first, and the notes, authors and tags a member hid."""

    interests: tuple[tuple[int, float], ...] = ()
    notes: frozenset[int] = frozenset()
    authors: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()


NOTHING = TasteOf()


def interests_of(user) -> list[tuple[int, float]]:
    """The tags this member likes and how much, the most liked first; none for visitors and for those who
    switched personalisation off. At most one query, kept for half a minute or until they change something."""
    return list(taste_of(user).interests) if user.pk and user.is_personalised else []


def taste_of(user) -> TasteOf:
    """Interests and what was hidden. What a member hid is respected with personalisation off as well."""
    if user.pk is None:
        return NOTHING
    if not hasattr(user, "_taste"):
        found = cache.get(_key(user.pk))
        if found is None:
            found = _read(user.pk)
            cache.set(_key(user.pk), found, KEPT_S)
        user._taste = found
    return user._taste


def forget(user) -> None:
    """Read the taste of this member anew: something changed."""
    user.__dict__.pop("_taste", None)
    forget_many([user.pk])


def forget_many(user_ids: Iterable[int]) -> None:
    cache.delete_many([_key(pk) for pk in user_ids])


def without_hidden(rows: list[Note], viewer) -> list[Note]:
    """These notes without those that a member hid."""
    if viewer.pk is None or not viewer.has_filters:
        return rows
    hidden = taste_of(viewer).notes
    return [note for note in rows if note.pk not in hidden] if hidden else rows


def starting_tags() -> list[tuple[int, float]]:
    """What to begin with for those of whom nothing is known: what most notes are about."""
    return kept("starting tags", _starting_tags, 60)


def _starting_tags() -> list[tuple[int, float]]:
    tags = Tag.objects.usable().filter(note_count__gt=0).popular()[:STARTING]
    return [(pk, 1.0 / place) for place, pk in enumerate(tags.values_list("pk", flat=True), 1)]


def faded(weight: float, counted_at: datetime, now: datetime) -> float:
    """What is left of a weight that was counted then."""
    days = max((now - counted_at).total_seconds(), 0.0) / 86400
    return weight * 0.5 ** (days / settings.INTEREST_HALF_LIFE_DAYS)


def _key(user_id: int) -> str:
    return f"taste:{user_id}"


def _read(user_id: int) -> TasteOf:
    liked = Interest.objects.filter(user=user_id).shown()
    rows = liked.values_list(Value("interest"), "tag", "weight", "counted_at").union(
        *(
            NotInterested.objects.filter(user=user_id, **{f"{what}__isnull": False}).values_list(
                Value(what), F(f"{what}_id"), Cast(Value(0.0), FloatField()), "at"
            )
            for what in ("note", "author", "tag")
        ),
        all=True,
    )
    now = timezone.now()
    found: dict[str, list] = {"interest": [], "note": [], "author": [], "tag": []}
    for what, pk, weight, at in rows:
        found[what].append((pk, faded(weight, at, now)) if what == "interest" else (at, pk))
    hidden_tags = _latest(found["tag"])
    interests = sorted(
        ((pk, weight) for pk, weight in found["interest"] if pk not in hidden_tags),
        key=lambda one: (-one[1], one[0]),
    )
    return TasteOf(tuple(interests), _latest(found["note"]), _latest(found["author"]), hidden_tags)


def _latest(rows: Iterable[tuple[datetime, int]]) -> frozenset[int]:
    return frozenset(pk for _at, pk in sorted(rows, reverse=True)[:HIDDEN_MOST])
