"""Which notes stand in which channel: by its rules, and by its editors, each of whose acts says why."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.kept import forget_all
from moderation import actions as moderation
from notes.actions import curate_tag
from notes.models import Note
from tagging.models import Tag

from ..filing import refile
from ..models import Channel, ChannelNote, EditorialAct

FEATURED_FOR = timedelta(days=7)
Act = EditorialAct.Act
How = ChannelNote.How

# Public notes with a tag of the channel and none that keeps them out.
_WANTED = """
    SELECT rule.channel_id, tagged.content_object_id
      FROM recommend_channeltag rule
      JOIN notes_taggednote tagged ON tagged.tag_id = rule.tag_id
      JOIN notes_note note ON note.id = tagged.content_object_id
     WHERE NOT rule.is_excluded AND note.status = 'published' AND note.visibility = 'everyone'
       AND {only} = ANY(%(few)s)
    EXCEPT
    SELECT rule.channel_id, tagged.content_object_id
      FROM recommend_channeltag rule
      JOIN notes_taggednote tagged ON tagged.tag_id = rule.tag_id
     WHERE rule.is_excluded AND {only} = ANY(%(few)s)
"""


def file_notes(note_ids: Sequence[int]) -> None:
    """Put these notes into the channels of their tags, and take them out of the others; safe to repeat."""
    if note_ids:
        _file("tagged.content_object_id", "note_id", list(note_ids))


@transaction.atomic
def file_all(channel: Channel) -> None:
    """Apply the rules of one channel to every note, and say which rules these were."""
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    _file("rule.channel_id", "channel_id", [held.pk])
    Channel.objects.filter(pk=held.pk).update(filed_revision=held.revision)


def _file(only: str, named: str, few: list[int]) -> None:
    wanted = _WANTED.format(only=only)
    refile(entries="recommend_channelnote", owner="channel_id", wanted=wanted, named=named, few=few)


def rules_changed(channel: Channel) -> None:
    """The rules of a channel are no longer those its notes were filed by; the sweeper files them anew."""
    Channel.objects.filter(pk=channel.pk).update(revision=F("revision") + 1)


def sweep_channels() -> int:
    """File the notes of channels whose rules changed; returns how many channels."""
    stale = list(Channel.objects.exclude(filed_revision=F("revision")))
    for channel in stale:
        file_all(channel)
    return len(stale)


# --- What editors do --------------------------------------------------------------------------------------


def check_editor(channel: Channel, by: User) -> None:
    """DomainError unless this person edits the channel or may change channels."""
    if not (by.has_perm("recommend.change_channel") or channel.editors.filter(pk=by.pk).exists()):
        raise DomainError(_("You do not edit this channel."), code="not_editor")


@transaction.atomic
def file_note(*, channel: Channel, note: Note, by: User, reason: str) -> None:
    """Put a note into the channel whatever its tags say."""
    _place(channel, note, How.FILED)
    _log(Act.FILE, channel, note, by, reason)


@transaction.atomic
def take_out(*, channel: Channel, note: Note, by: User, reason: str) -> None:
    """Keep a note out of the channel whatever its tags say."""
    _place(channel, note, How.OUT)
    _log(Act.TAKE_OUT, channel, note, by, reason)
    forget_all()


@transaction.atomic
def feature(*, channel: Channel, note: Note, by: User, reason: str, on: bool = True) -> None:
    """Show a note before all others of the channel for a week, or no longer; one outside is filed first."""
    if on:
        entry = ChannelNote.objects.filter(channel=channel, note=note).first()
        if entry is None or entry.how == How.OUT:
            _place(channel, note, How.FILED)
    until = timezone.now() + FEATURED_FOR if on else None
    ChannelNote.objects.filter(channel=channel, note=note).update(featured_until=until)
    _log(Act.FEATURE if on else Act.UNFEATURE, channel, note, by, reason)
    forget_all()


@transaction.atomic
def tag_note(*, channel: Channel, note: Note, tag: Tag, by: User, reason: str, on: bool = True) -> None:
    """Put a tag on a note or take it off, as a curator; the note's own channels follow."""
    if curate_tag(note=note, tag=tag, on=on):
        _log(Act.TAG if on else Act.UNTAG, channel, note, by, reason, tag=tag)


@transaction.atomic
def pass_on(*, channel: Channel, note: Note, by: User, reason: str, to: Channel | None = None) -> None:
    """Hand a note to the editors of another channel or, without one, to moderation."""
    if to is None:
        moderation.report(target=note, reporter=by, reason="other", text=reason)
    elif to.pk == channel.pk:
        raise DomainError(_("Choose another channel."), code="same_channel")
    _log(Act.PASS_ON, channel, note, by, reason, to=to)


def _place(channel: Channel, note: Note, how: str) -> None:
    changes = {"how": how} | ({"featured_until": None} if how == How.OUT else {})
    ChannelNote.objects.update_or_create(channel=channel, note=note, defaults=changes)


def _log(act: str, channel: Channel, note: Note, by: User, reason: str, **about) -> None:
    check_editor(channel, by)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError(_("Say why."), code="reason_missing")
    EditorialAct.objects.create(act=act, channel=channel, note=note, by=by, reason=reason[:200], **about)


def channels_of(user: User) -> QuerySet[Channel]:
    """The channels that this person edits."""
    if user.has_perm("recommend.change_channel"):
        return Channel.objects.all()
    return Channel.objects.filter(editors=user)
