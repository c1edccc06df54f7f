"""Circles: joining, what stands in them, what their moderators do, and which ones to open next."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.kept import forget_all
from notes.models import Note
from tagging.models import Tag
from tagging.names import slug_of

from ..filing import refile
from ..models import Circle, CircleAct, CircleNote, Membership

Role, How, Act = Membership.Role, CircleNote.How, CircleAct.Act
MOST = 50  # circles a person may be in
LOOKED_BACK = timedelta(days=90)
AUTHORS_NEEDED = 20  # people who wrote with a tag before a circle of it is proposed
SHARE_OF_TAGS = 0.2  # of all authors: a tag that everybody uses makes no group
COMPANIONS = 3  # tags that a proposed circle has besides its own
TOGETHER = 0.2  # share of the tag's notes on which a companion stands
PROPOSED_AT_ONCE = 20

# What members of an open circle wrote with one of its tags.
_WANTED = """
    SELECT DISTINCT rule.circle_id, tagged.content_object_id
      FROM recommend_circle_tags rule
      JOIN recommend_circle circle ON circle.id = rule.circle_id AND circle.state = 'open'
      JOIN notes_taggednote tagged ON tagged.tag_id = rule.tag_id
      JOIN notes_note note ON note.id = tagged.content_object_id
      JOIN recommend_membership mine
        ON mine.circle_id = rule.circle_id AND mine.user_id = note.author_id AND mine.role <> 'away'
     WHERE note.status = 'published' AND note.visibility = 'everyone' AND {only} = ANY(%(few)s)
"""


def circle_notes(note_ids: Sequence[int]) -> None:
    """Put these notes into the circles of their authors that their tags say; safe to repeat."""
    if note_ids:
        _file("tagged.content_object_id", "note_id", list(note_ids))


def circle_all(circle: Circle) -> None:
    """Apply the tags of one circle to all notes of its members."""
    _file("rule.circle_id", "circle_id", [circle.pk])


def _file(only: str, named: str, few: list[int]) -> None:
    wanted = _WANTED.format(only=only)
    refile(entries="recommend_circlenote", owner="circle_id", wanted=wanted, named=named, few=few)


# --- Members ------------------------------------------------------------------------------------------


@transaction.atomic
def set_membership(*, circle: Circle, user: User, on: bool) -> bool:
    """Join or leave; True when that changed something. DomainError for a circle that is not open, for one who
    was sent away, and for one who is in too many."""
    held = Circle.objects.select_for_update().get(pk=circle.pk)
    mine = Membership.objects.filter(circle=held, user=user)
    if not on:
        changed = bool(mine.exclude(role=Role.AWAY).delete()[0])
    elif held.state != Circle.State.OPEN:
        raise DomainError(_("This circle is not open."), code="circle_closed")
    elif mine.filter(role=Role.AWAY).exists():
        raise DomainError(_("The moderators of this circle sent you away."), code="sent_away")
    elif Membership.objects.filter(user=user).count() >= MOST:
        raise DomainError(_("You are in as many circles as there may be."), code="too_many_circles")
    else:
        _row, changed = Membership.objects.get_or_create(circle=held, user=user)
    if changed:
        _count(held, 1 if on else -1)
        _file_author(held, user)
    return changed


def _count(circle: Circle, change: int) -> None:
    Circle.objects.filter(pk=circle.pk).update(member_count=F("member_count") + change)


def _file_author(circle: Circle, author: User) -> None:
    """The notes of one who came or went; what their tags say of others is not looked at."""
    tagged = Note.objects.public().filter(author=author, tagged__tag__circles=circle)
    entered = CircleNote.objects.filter(circle=circle, note__author=author).values_list("note", flat=True)
    circle_notes(sorted({*tagged.values_list("pk", flat=True), *entered}))


@transaction.atomic
def add_note(*, circle: Circle, note: Note, by: User) -> bool:
    """A member puts a note of their own into a circle, whatever its tags."""
    if note.author_id != by.pk:
        raise DomainError(_("Only its author puts a note into a circle."), code="not_author")
    if not Membership.objects.filter(circle=circle, user=by).exclude(role=Role.AWAY).exists():
        raise DomainError(_("Join the circle first."), code="not_member")
    entry, is_new = CircleNote.objects.get_or_create(circle=circle, note=note, defaults={"how": How.ADDED})
    if entry.how == How.OUT:
        raise DomainError(_("A moderator took this note out of the circle."), code="taken_out")
    return is_new


# --- Moderators ---------------------------------------------------------------------------------------


def may_moderate(circle: Circle, user: User) -> bool:
    """Moderators of the circle, and operators who may change circles."""
    if user.pk is None:
        return False
    mine = Membership.objects.filter(circle=circle, user=user, role=Role.MODERATOR)
    return user.has_perm("recommend.change_circle") or mine.exists()


@transaction.atomic
def take_note_out(*, circle: Circle, note: Note, by: User, reason: str) -> None:
    """Keep a note out of the circle; it stays everywhere else."""
    _log(Act.TAKE_OUT, circle, by, reason, note=note)
    CircleNote.objects.update_or_create(circle=circle, note=note, defaults={"how": How.OUT})
    forget_all()


@transaction.atomic
def send_away(*, circle: Circle, member: User, by: User, reason: str) -> None:
    """Somebody and their notes leave the circle and cannot come back."""
    _log(Act.SEND_AWAY, circle, by, reason, member=member)
    held = Circle.objects.select_for_update().get(pk=circle.pk)
    if Membership.objects.filter(circle=held, user=member).exclude(role=Role.AWAY).update(role=Role.AWAY):
        _count(held, -1)
    CircleNote.objects.filter(circle=held, note__author=member, how=How.ADDED).delete()
    _file_author(held, member)
    forget_all()


@transaction.atomic
def appoint(*, circle: Circle, member: User, by: User, reason: str) -> None:
    """Make a member a moderator. DomainError for one who is no member."""
    _log(Act.APPOINT, circle, by, reason, member=member)
    held = Membership.objects.filter(circle=circle, user=member).exclude(role=Role.AWAY)
    if not held.update(role=Role.MODERATOR):
        raise DomainError(_("They are not in this circle."), code="not_member")


def _log(act: str, circle: Circle, by: User, reason: str, **about) -> None:
    if not may_moderate(circle, by):
        raise DomainError(_("You do not moderate this circle."), code="not_moderator")
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError(_("Say why."), code="reason_missing")
    CircleAct.objects.create(act=act, circle=circle, by=by, reason=reason[:200], **about)


# --- Growing ------------------------------------------------------------------------------------------

_CANDIDATES = """
    SELECT tag.id, count(DISTINCT note.author_id) AS authors, count(*) AS notes
      FROM notes_note note
      JOIN notes_taggednote tagged ON tagged.content_object_id = note.id
      JOIN tagging_tag tag
        ON tag.id = tagged.tag_id AND NOT tag.is_banned AND tag.kind IN ('topic', 'commodity')
     WHERE note.status = 'published' AND note.visibility = 'everyone' AND note.published_at > %(since)s
       AND NOT EXISTS (SELECT 1 FROM recommend_circle_tags taken WHERE taken.tag_id = tag.id)
     GROUP BY tag.id
    HAVING count(DISTINCT note.author_id) BETWEEN %(least)s AND %(most)s
     ORDER BY authors DESC, tag.id LIMIT %(limit)s
"""
_COMPANIONS = """
    SELECT other.tag_id FROM notes_taggednote mine
      JOIN notes_note note ON note.id = mine.content_object_id AND note.status = 'published'
      JOIN notes_taggednote other ON other.content_object_id = note.id AND other.tag_id <> mine.tag_id
      JOIN tagging_tag tag ON tag.id = other.tag_id AND NOT tag.is_banned AND tag.kind = 'topic'
     WHERE mine.tag_id = %(tag)s AND note.published_at > %(since)s
     GROUP BY other.tag_id HAVING count(*) >= %(share)s * %(notes)s AND max(tag.note_count) <= 3 * %(notes)s
     ORDER BY count(*) DESC, other.tag_id LIMIT %(limit)s
"""


def propose_circles() -> int:
    """Propose circles of tags that enough people lately wrote with, and whose tags have none; how many."""
    since = timezone.now() - LOOKED_BACK
    active = Note.objects.public().filter(published_at__gt=since).values("author").distinct().count()
    told: dict[str, Any] = {"since": since, "least": AUTHORS_NEEDED, "limit": PROPOSED_AT_ONCE}
    told["most"] = max(AUTHORS_NEEDED, active * (1 if active < 10 * AUTHORS_NEEDED else SHARE_OF_TAGS))
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, told)
        found = cursor.fetchall()
    return sum(_propose(*row, since=since) for row in found)


@transaction.atomic
def _propose(tag_id: int, authors: int, notes: int, *, since) -> bool:
    tag = Tag.objects.get(pk=tag_id)
    if tag.circles.exists() or Circle.objects.filter(name=tag.name).exists():
        return False
    told: dict[str, Any] = {
        "tag": tag_id,
        "since": since,
        "share": TOGETHER,
        "notes": notes,
        "limit": COMPANIONS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPANIONS, told)
        companions = [pk for (pk,) in cursor.fetchall()]
    circle = Circle.objects.create(
        name=tag.name[:40], slug=slug_of(tag.name), authors_seen=authors, notes_seen=notes
    )
    circle.tags.set([tag_id, *companions])
    return True


def open_circles(circles: Sequence[Circle]) -> int:
    """Open these circles to everybody and fill them; returns how many were not open."""
    opened = 0
    for circle in circles:
        changed = Circle.objects.filter(pk=circle.pk).exclude(state=Circle.State.OPEN)
        if changed.update(state=Circle.State.OPEN):
            opened += 1
            circle_all(circle)
    return opened
