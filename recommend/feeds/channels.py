"""Channels: the tabs above Discover, and what stands in each."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from core.kept import kept
from core.pagination import Page
from notes.models import Note, NoteQuerySet
from tagging.models import Tag

from ..models import Channel, ChannelNote
from .shared import HOTTEST, VISITOR, shared_feed
from .spacing import spaced

TABS = 12
FEATURED = 6


class Tab(NamedTuple):
    """What a tab shows, in both languages."""

    name: str
    name_en: str
    url: str


def channel_tabs() -> tuple[Tab, ...]:
    """The channels in their order and, while there are few, the tags that most notes carry."""
    return kept("channel tabs", _tabs, seconds=60)


def _tabs() -> tuple[Tab, ...]:
    channels = Channel.objects.filter(is_active=True)[:TABS]
    tabs = [Tab(one.name, one.name_en or one.name, one.get_absolute_url()) for one in channels]
    ruling = Tag.objects.filter(channels__is_active=True)
    popular = Tag.objects.usable().filter(note_count__gt=0).exclude(pk__in=ruling.values("pk")).popular()
    room = TABS - len(tabs)
    tabs += [Tab(tag.name, tag.name, reverse("recommend:tag", args=[tag.slug])) for tag in popular[:room]]
    return tuple(tabs)


def find_channel(slug: str) -> Channel:
    """The channel at this address; Http404 for one that is not shown."""
    found = kept(("channel", slug), lambda: Channel.objects.filter(is_active=True, slug=slug).first())
    if found is None:
        raise Http404
    return found


def of_channel(channel: Channel, viewer, after: str = "") -> Page:
    """The notes of a channel, the liked and fresh first; before all, on the first page, the featured ones."""

    def standing() -> NoteQuerySet:
        entries = ChannelNote.objects.filter(channel=channel, note=OuterRef("pk")).exclude(
            how=ChannelNote.How.OUT
        )
        return Note.objects.listed_for(VISITOR).filter(Exists(entries))

    page = shared_feed(("channel", channel.pk), standing, HOTTEST, viewer, after)
    featured = _featured(channel)
    rows = [note for note in page.rows if note.pk not in {first.pk for first in featured}]
    if not after:
        rows = spaced([*Note.objects.personal(featured, viewer), *rows])
    return Page(rows, page.after)


def _featured(channel: Channel) -> list[Note]:
    return kept(("featured", channel.pk), lambda: _read_featured(channel))


def _read_featured(channel: Channel) -> list[Note]:
    entries = ChannelNote.objects.filter(channel=channel, featured_until__gt=timezone.now())
    ids = list(entries.order_by("-featured_until").values_list("note", flat=True)[:FEATURED])
    rows = {row.pk: row for row in Note.objects.listed_for(VISITOR).for_cards(VISITOR).filter(pk__in=ids)}
    return [rows[pk] for pk in ids if pk in rows]
