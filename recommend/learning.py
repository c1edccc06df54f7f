"""Learning what members like: from what they did, the later the more, to weights over tags.

Likes, saves, comments and purchases are read from their own tables, where the truth is: what was taken back
no longer counts. Only what leaves no row of its own comes from the event log: opened, read, shared. All of it
is counted anew each time, so nothing can be counted twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log, sqrt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from commerce.models import Order, OrderLine, Product
from notes.models import Bookmark, Comment, Like, Note, TaggedNote
from tagging.models import Tag
from tagging.names import normalise

from .feeds.interests import faded
from .models import Event, Interest, Kind, NotInterested, Taste
from .similar.kinds import KIND_WEIGHT

CHOSEN = 8.0  # what a tag weighs that a member chose
WORTH = {
    "click": 0.5,
    "read": 1.0,
    "like": 2.0,
    "comment": 2.0,
    "save": 3.0,
    "share": 3.0,
    "purchase": 4.0,
    "hide": -3.0,
}
READ_MS = 10_000  # who stays this long has read the note
KEPT = 60  # interests of one member
LEAST = 0.05
HALF_LIVES = 4  # what is older says nothing any more
COMMON = 1_000  # a tag on this many notes says half of what a rare one says


@dataclass(frozen=True)
class Sign:
    """Something a member did, with a note or a product."""

    what: str
    at: datetime
    note_id: int | None = None
    product_id: int | None = None


@dataclass
class Learned:
    """One tag of one member: its weight, and from how many of which acts."""

    weight: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


def learn(user_ids: Iterable[int], now: datetime) -> list[int]:
    """Write the interests of these members as they are now; returns those that want to have any."""
    wanting = User.objects.filter(pk__in=list(user_ids), is_personalised=True)
    users = list(wanting.values_list("pk", flat=True))
    signs = _signs(users, now)
    notes = {sign.note_id for of_user in signs.values() for sign in of_user if sign.note_id}
    products = {sign.product_id for of_user in signs.values() for sign in of_user if sign.product_id}
    tags_of_note, authors = _tags_of_notes(notes)
    tags_of_product = _tags_of_products(products)
    tags = Tag.objects.usable().in_bulk(
        {pk for found in (*tags_of_note.values(), *tags_of_product.values()) for pk in found}
    )
    learned = {}
    for pk in users:
        of_others = [sign for sign in signs[pk] if authors.get(sign.note_id or 0) != pk]
        learned[pk] = _weigh(of_others, tags_of_note, tags_of_product, tags, now)
    _write(learned, now)
    return users


def _signs(users: Sequence[int], now: datetime) -> dict[int, list[Sign]]:
    """What these members did lately, but not before they began anew."""
    first = now - timedelta(days=HALF_LIVES * settings.INTEREST_HALF_LIFE_DAYS)
    since: dict[int, Any] = dict(
        Taste.objects.filter(user__in=users, since__gt=first).values_list("user", "since")
    )
    found: dict[int, list[Sign]] = defaultdict(list)

    def add(user_id: int, sign: Sign) -> None:
        if sign.at > since.get(user_id, first):
            found[user_id].append(sign)

    told = Event.objects.filter(user__in=users, at__gt=first, note__isnull=False)
    told = told.filter(kind__in=[Kind.CLICK, Kind.DWELL, Kind.SHARE]).order_by()
    latest: Any = told.values_list("user", "note", "kind").annotate(last=Max("at"), longest=Max("dwell_ms"))
    for user, note, kind, at, ms in latest:
        what = {Kind.CLICK: "click", Kind.SHARE: "share"}.get(kind) or ("read" if ms >= READ_MS else "")
        if what:
            add(user, Sign(what, at, note))
    columns = ("user", "note", "made_at")
    rows: dict[str, Any] = {
        "like": Like.objects.filter(user__in=users, made_at__gt=first).values_list(*columns),
        "save": Bookmark.objects.filter(user__in=users, made_at__gt=first).values_list(*columns),
        "comment": Comment.objects.filter(author__in=users, made_at__gt=first)
        .values_list("author", "note")
        .annotate(last=Max("made_at"))
        .order_by(),
        "hide": NotInterested.objects.filter(user__in=users, note__isnull=False, at__gt=first).values_list(
            "user", "note", "at"
        ),
    }
    for what, acts in rows.items():
        for user, note, at in acts:
            add(user, Sign(what, at, note))
    bought = OrderLine.objects.filter(
        order__buyer__in=users,
        order__payment__paid_at__gt=first,
        order__state__in=[Order.State.PAID, Order.State.SENT, Order.State.DELIVERED],
    )
    paid: Any = bought.values_list("order__buyer", "sku__product", "order__payment__paid_at")
    for user, product, at in paid:
        add(user, Sign("purchase", at, product_id=product))
    return found


def _tags_of_notes(note_ids: Iterable[int]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Tags and authors of the notes that are published."""
    authors = dict(Note.objects.published().filter(pk__in=list(note_ids)).values_list("pk", "author"))
    tags: dict[int, list[int]] = defaultdict(list)
    rows = TaggedNote.objects.filter(content_object__in=list(authors))
    for note, tag in rows.values_list("content_object", "tag"):
        tags[note].append(tag)
    return tags, authors


def _tags_of_products(product_ids: Iterable[int]) -> dict[int, list[int]]:
    """The tags that bear the name of the brand or the category of a product."""
    names: dict[int, list[str]] = {}
    rows = Product.objects.filter(pk__in=list(product_ids))
    for pk, *of_product in rows.values_list("pk", "brand__name", "category__name"):
        names[pk] = [normalise(name) for name in of_product if name]
    wanted = {name for of_product in names.values() for name in of_product}
    keys = dict(Tag.objects.filter(key__in=wanted).values_list("key", "pk"))
    return {pk: [keys[name] for name in of_product if name in keys] for pk, of_product in names.items()}


def _weigh(
    signs: Iterable[Sign],
    tags_of_note: Mapping[int, list[int]],
    tags_of_product: Mapping[int, list[int]],
    tags: Mapping[int, Tag],
    now: datetime,
) -> dict[int, Learned]:
    """What these signs say about tags: a sign is shared by the tags of its note, rare ones taking more."""
    learned: dict[int, Learned] = defaultdict(Learned)
    for sign in signs:
        about = tags_of_note.get(sign.note_id or 0) or tags_of_product.get(sign.product_id or 0) or []
        worth = faded(WORTH[sign.what], sign.at, now) / sqrt(len(about) or 1)
        for pk in about:
            if pk in tags:
                learned[pk].weight += worth * _says(tags[pk])
                learned[pk].reasons[sign.what] += 1
    return learned


def _says(tag: Tag) -> float:
    rarity = 1 / (1 + log(1 + tag.note_count) / log(1 + COMMON))
    return KIND_WEIGHT[Tag.Kind(tag.kind)] * rarity


@transaction.atomic
def _write(learned: Mapping[int, Mapping[int, Learned]], now: datetime) -> None:
    """Interests of some members, by id. What they chose stays, what they took out or hid stays away."""
    users = sorted(learned)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=users).order_by("pk").values_list("pk"))
    known = {(row.user_id, row.tag_id): row.source for row in Interest.objects.filter(user__in=users)}
    hidden = NotInterested.objects.filter(user__in=users, tag__isnull=False)
    unwanted = set(hidden.values_list("user", "tag"))
    rows = []
    for (user, tag), source in known.items():
        if source == Interest.Source.CHOSEN:
            found = learned[user].get(tag, Learned())
            rows.append(_row(user, tag, Learned(CHOSEN + max(found.weight, 0.0), found.reasons), source, now))
    for user, found_by_tag in learned.items():
        free = [
            tag
            for tag, found in found_by_tag.items()
            if found.weight >= LEAST
            and (user, tag) not in unwanted
            and known.get((user, tag), Interest.Source.LEARNED) == Interest.Source.LEARNED
        ]
        free.sort(key=lambda tag: (-found_by_tag[tag].weight, tag))
        rows += [_row(user, tag, found_by_tag[tag], Interest.Source.LEARNED, now) for tag in free[:KEPT]]
    Interest.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user", "tag"],
        update_fields=["weight", "counted_at", "source", "reasons"],
    )
    old = Interest.objects.filter(user__in=users, source=Interest.Source.LEARNED, counted_at__lt=now)
    old.delete()
    Taste.objects.bulk_create(
        [Taste(user_id=user, learned_at=now) for user in users],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["learned_at"],
    )


def _row(user_id: int, tag_id: int, found: Learned, source: str, now: datetime) -> Interest:
    reasons = {what: number for what, number in found.reasons.items() if what != "hide"}
    return Interest(
        user_id=user_id, tag_id=tag_id, weight=found.weight, counted_at=now, source=source, reasons=reasons
    )
