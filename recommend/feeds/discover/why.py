"""Why a note stands in a member's Discover, in words."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notes.models import Note
from tagging.models import Tag

from ...models import Interest, Pick
from . import rankings

FRIENDS_NAMED = 2


class Reason(NamedTuple):
    """One reason: which part of the score, in words, and how much of the score it made in percent."""

    part: str
    text: str
    percent: int
    tag: Tag | None = None


def reasons(viewer, note: Note) -> list[Reason]:
    """Why this member was shown the note, the strongest reason first; what everybody sees says so."""
    ranking = rankings.stored(viewer.pk) if viewer.pk and viewer.is_personalised else None
    entry = next((entry for entry in ranking.entries if entry.pk == note.pk), None) if ranking else None
    found = [_reason(viewer, note, *part) for part in entry.parts] if entry else []
    return [reason for reason in found if reason] or [_popular(100)]


def _reason(viewer, note: Note, part: str, percent: int, origin: int) -> Reason | None:
    match part:
        case "interest":
            return _interest(viewer, percent, origin)
        case "co_engagement":
            return _similar(viewer, percent, origin)
        case "second_degree":
            return _people(viewer, note, percent)
        case "trend":
            return Reason(part, _("Rising now: more people open, like and save it"), percent)
        case "fresh":
            return Reason(part, _("New, and few people have seen it yet"), percent)
        case "pick":
            pick = Pick.objects.filter(pk=origin).first()
            return pick and Reason(
                part, _("Picked by the editors: %(reason)s") % {"reason": pick.reason}, percent
            )
        case "popular":
            return _popular(percent)
    return None


def _interest(viewer, percent: int, tag_id: int) -> Reason | None:
    tag = Tag.objects.usable().filter(pk=tag_id).first()
    if tag is None:
        return None
    interest = Interest.objects.filter(user=viewer.pk, tag=tag).first()
    if interest is None:
        words = _("Many people write about #%(tag)s")
    elif interest.source == Interest.Source.CHOSEN:
        words = _("You chose #%(tag)s")
    else:
        words = _("You often read #%(tag)s")
    return Reason("interest", words % {"tag": tag}, percent, tag)


def _similar(viewer, percent: int, note_id: int) -> Reason | None:
    like = Note.objects.visible_to(viewer).filter(pk=note_id).first()
    if like is None:
        return None
    return Reason(
        "co_engagement", _("Similar to “%(note)s”, which you opened or liked") % {"note": like}, percent
    )


def _people(viewer, note: Note, percent: int) -> Reason | None:
    """Named are the people one follows who follow the author; they may have changed since."""
    mine = viewer.follows.values("followed")
    friends = User.objects.visible_to(viewer).filter(pk__in=mine, follows__followed=note.author_id)
    names = list(
        friends.order_by("-follower_count", "pk").values_list("name", flat=True)[: FRIENDS_NAMED + 20]
    )
    if not names:
        return None
    named, more = ", ".join(names[:FRIENDS_NAMED]), len(names) - FRIENDS_NAMED
    if more <= 0:
        return Reason("second_degree", _("Its author is followed by %(names)s") % {"names": named}, percent)
    words = ngettext(
        "Its author is followed by %(names)s and %(n)s other you follow",
        "Its author is followed by %(names)s and %(n)s others you follow",
        more,
    )
    return Reason("second_degree", words % {"names": named, "n": more}, percent)


def _popular(percent: int) -> Reason:
    return Reason("popular", _("Many people like it these days"), percent)
