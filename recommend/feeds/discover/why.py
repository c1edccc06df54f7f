"""Why notes stand in a member's Discover, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Follow
from notes.models import Note
from tagging.models import Tag

from ...models import Interest, Pick
from . import rankings
from .rankings import Entry

FRIENDS_NAMED = 2
FRIENDS_READ = 200


class Reason(NamedTuple):
    """One reason: which part of the score, in words, and how much of the score it made in percent."""

    part: str
    text: str
    percent: int
    tag: Tag | None = None


@dataclass
class Origins:
    """What the parts of some scores come from, as this member may see it now."""

    tags: dict[int, Tag] = field(default_factory=dict)
    chosen: set[int] = field(default_factory=set)
    notes: dict[int, Note] = field(default_factory=dict)
    picks: dict[int, Pick] = field(default_factory=dict)
    friends: dict[int, list[str]] = field(default_factory=dict)


def reasons(viewer, note: Note) -> list[Reason]:
    """Why this member was shown the note, the strongest reason first; what everybody sees says so."""
    return reasons_of(viewer, [note])[note.pk]


def reasons_of(viewer, notes: Iterable[Note]) -> dict[int, list[Reason]]:
    """The reasons of many notes by id, in as many queries as those of one."""
    ranking = rankings.stored(viewer.pk) if viewer.pk and viewer.is_personalised else None
    standing = {entry.pk: entry for entry in ranking.entries} if ranking else {}
    notes = list(notes)
    entries = [standing[note.pk] for note in notes if note.pk in standing]
    origins = _read(viewer, entries) if entries else Origins()
    found = {entry.pk: _in_words(entry, origins) for entry in entries}
    return {note.pk: found.get(note.pk) or [_popular(100)] for note in notes}


def _read(viewer, entries: list[Entry]) -> Origins:
    asked: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for part, _percent, origin in entry.parts:
            asked[part].add(entry.author_id if part == "second_degree" else origin)
    found = Origins()
    if tags := asked["interest"]:
        found.tags = Tag.objects.usable().in_bulk(tags)
        chosen = Interest.objects.filter(user=viewer.pk, tag__in=tags, source=Interest.Source.CHOSEN)
        found.chosen = set(chosen.values_list("tag", flat=True))
    if notes := asked["co_engagement"]:
        found.notes = Note.objects.visible_to(viewer).only("title", "text").in_bulk(notes)
    if picks := asked["pick"]:
        found.picks = Pick.objects.in_bulk(picks)
    if authors := asked["second_degree"]:
        found.friends = _friends(viewer, authors)
    return found


def _friends(viewer, author_ids: set[int]) -> dict[int, list[str]]:
    """The names of those of one's follows who follow these authors now."""
    rows = Follow.objects.filter(followed__in=author_ids, follower__in=viewer.follows.values("followed"))
    rows = rows.filter(follower__is_active=True).order_by("-follower__follower_count", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for author, name in rows.values_list("followed", "follower__name")[:FRIENDS_READ]:
        found[author].append(name)
    return found


def _in_words(entry: Entry, origins: Origins) -> list[Reason]:
    found = [_reason(entry, origins, *part) for part in entry.parts]
    return [reason for reason in found if reason]


def _reason(entry: Entry, origins: Origins, part: str, percent: int, origin: int) -> Reason | None:
    match part:
        case "interest" if tag := origins.tags.get(origin):
            words = _("You chose #%(tag)s") if tag.pk in origins.chosen else _("You often read #%(tag)s")
            return Reason(part, words % {"tag": tag}, percent, tag)
        case "co_engagement" if note := origins.notes.get(origin):
            words = _("Similar to “%(note)s”, which you opened or liked")
            return Reason(part, words % {"note": note}, percent)
        case "second_degree" if names := origins.friends.get(entry.author_id):
            return Reason(part, _people(names), percent)
        case "trend":
            return Reason(part, _("Rising now: more people open, like and save it"), percent)
        case "fresh":
            return Reason(part, _("New, and few people have seen it yet"), percent)
        case "pick" if pick := origins.picks.get(origin):
            words = _("Picked by the editors: %(reason)s")
            return Reason(part, words % {"reason": pick.reason}, percent)
        case "popular":
            return _popular(percent)
    return None


def _people(names: list[str]) -> str:
    named, more = ", ".join(names[:FRIENDS_NAMED]), len(names) - FRIENDS_NAMED
    if more <= 0:
        return _("Its author is followed by %(names)s") % {"names": named}
    words = ngettext(
        "Its author is followed by %(names)s and %(n)s other you follow",
        "Its author is followed by %(names)s and %(n)s others you follow",
        more,
    )
    return words % {"names": named, "n": more}


def _popular(percent: int) -> Reason:
    return Reason("popular", _("Many people like it these days"), percent)
