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
from .similar.lists import KIND_WEIGHT

CHOSEN = 6.0  # what a tag weighs that a member chose
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
    for pk in users:
        of_others = [sign for sign in signs[pk] if authors.get(sign.note_id or 0) != pk]
        _write(pk, _weigh(of_others, tags_of_note, tags_of_product, tags, now), now)
    return users


def _signs(users: Sequence[int], now: datetime) -> dict[int, list[Sign]]:
    """What these members did lately, but not before they began anew."""
    first = now - timedelta(days=HALF_LIVES * settings.INTEREST_HALF_LIFE_DAYS)
    since: dict[int, Any] = dict(Taste.objects.filter(user__in=users, since__gt=first).values_list("user", "since"))
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
    return KIND_WEIGHT[Tag.Kind(tag.kind)] * 2 * rarity


@transaction.atomic
def _write(user_id: int, learned: Mapping[int, Learned], now: datetime) -> None:
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user_id)
    known = {row.tag_id: row for row in Interest.objects.filter(user=user_id)}
    hidden = set(NotInterested.objects.filter(user=user_id, tag__isnull=False).values_list("tag", flat=True))
    free = {
        pk: found
        for pk, found in learned.items()
        if found.weight >= LEAST and pk not in hidden and (pk not in known or known[pk].source == "learned")
    }
    kept = sorted(free, key=lambda pk: -free[pk].weight)[:KEPT]
    rows = [_row(user_id, pk, free[pk], Interest.Source.LEARNED, now) for pk in kept]
    for pk, row in known.items():
        if row.source == Interest.Source.CHOSEN:
            found = learned.get(pk, Learned())
            found = Learned(CHOSEN + max(found.weight, 0.0), found.reasons)
            rows.append(_row(user_id, pk, found, Interest.Source.CHOSEN, now))
    Interest.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user", "tag"],
        update_fields=["weight", "counted_at", "source", "reasons"],
    )
    Interest.objects.filter(user=user_id, source=Interest.Source.LEARNED).exclude(tag__in=kept).delete()
    Taste.objects.update_or_create(user_id=user_id, defaults={"learned_at": now})


def _row(user_id: int, tag_id: int, found: Learned, source: Interest.Source, now: datetime) -> Interest:
    reasons = {what: number for what, number in found.reasons.items() if what != "hide"}
    return Interest(
        user_id=user_id, tag_id=tag_id, weight=found.weight, counted_at=now, source=source, reasons=reasons
    )
