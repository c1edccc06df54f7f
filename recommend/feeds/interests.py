"""What a member likes, and what they do not want to be shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, FloatField, Value, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.kept import kept
from notes.models import Note
from tagging.models import Tag

from ..models import Interest, NotInterested

KEPT_S = 30
STARTING = 40
TO_CHOOSE = 16  # tags of each kind
SHOWN_HIDDEN = 200
HIDDEN_MOST = 1_000  # the latest notes, authors and tags a member hid


class TasteOf(NamedTuple):
    """Tags with their weights, the heaviest first, and the notes, authors and tags a member hid."""

    interests: tuple[tuple[int, float], ...] = ()
    notes: frozenset[int] = frozenset()
    authors: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()

    def hides(self, note: int, author: int, tags: Iterable[int]) -> bool:
        return note in self.notes or author in self.authors or not self.tags.isdisjoint(tags)


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


class Explained(NamedTuple):
    """One interest of a member: how strong it is beside the strongest (0-1), and where it comes from."""

    tag: Tag
    share: float
    why: str
    is_chosen: bool


def explained(user) -> list[Explained]:
    """The interests of this member, the strongest first, each with its reason."""
    now = timezone.now()
    rows = Interest.objects.filter(user=user).shown().select_related("tag")
    hidden = taste_of(user).tags
    weights = {row: faded(row.weight, row.counted_at, now) for row in rows if row.tag_id not in hidden}
    most = max(weights.values(), default=1.0) or 1.0
    ranked = sorted(weights, key=lambda row: (-weights[row], row.tag_id))
    return [Explained(row.tag, weights[row] / most, why(row), row.source == "chosen") for row in ranked]


def chosen_by(user) -> set[int]:
    """The tags that this member chose."""
    return set(Interest.objects.filter(user=user, source="chosen").values_list("tag", flat=True))


def why(row: Interest) -> str:
    """Why the tag is an interest, in the reader's words: chosen, or what was done most with its notes."""
    if row.source == Interest.Source.CHOSEN:
        return _("You chose it")
    for what, words in REASONS.items():
        if number := row.reasons.get(what):
            return words(number) % {"n": number}
    return _("Because of what you read")


def _liked(n: int) -> str:
    return ngettext("You liked %(n)s note about it", "You liked %(n)s notes about it", n)


def _saved(n: int) -> str:
    return ngettext("You saved %(n)s note about it", "You saved %(n)s notes about it", n)


def _commented(n: int) -> str:
    return ngettext("You commented on %(n)s note about it", "You commented on %(n)s notes about it", n)


def _shared(n: int) -> str:
    return ngettext("You shared %(n)s note about it", "You shared %(n)s notes about it", n)


def _bought(n: int) -> str:
    return ngettext("You bought %(n)s product of it", "You bought %(n)s products of it", n)


def _read_notes(n: int) -> str:
    return ngettext("You read %(n)s note about it", "You read %(n)s notes about it", n)


def _opened(n: int) -> str:
    return ngettext("You opened %(n)s note about it", "You opened %(n)s notes about it", n)


# What says most comes first.
REASONS = {
    "purchase": _bought,
    "like": _liked,
    "save": _saved,
    "comment": _commented,
    "share": _shared,
    "read": _read_notes,
    "click": _opened,
}


def tags_to_choose() -> list[tuple[str, list[Tag]]]:
    """The most used tags of each kind, for somebody who begins: (name of the kind, tags)."""
    by_kind = kept("tags to choose", _tags_to_choose, 300)
    return [(str(KIND_TITLES[kind]), tags) for kind, tags in by_kind]


def _tags_to_choose() -> list[tuple[str, list[Tag]]]:
    place = Window(RowNumber(), partition_by="kind", order_by=["-note_count", "id"])
    used = Tag.objects.usable().filter(note_count__gt=0).annotate(place=place)
    tags = list(used.filter(place__lte=TO_CHOOSE).order_by("place"))
    found = [(kind, [tag for tag in tags if tag.kind == kind]) for kind in KIND_TITLES]
    return [(kind, of_kind) for kind, of_kind in found if of_kind]


KIND_TITLES = {
    "topic": gettext_lazy("Topics"),
    "commodity": gettext_lazy("Things"),
    "place": gettext_lazy("Places"),
    "film": gettext_lazy("Films and series"),
    "brand": gettext_lazy("Brands"),
    "person": pgettext_lazy("kind of tag", "People"),
}


def hidden_by(user) -> list[NotInterested]:
    """What this member hid, the latest first."""
    rows = NotInterested.objects.filter(user=user).select_related("note", "author", "tag")
    return list(rows.order_by("-pk")[:SHOWN_HIDDEN])


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
