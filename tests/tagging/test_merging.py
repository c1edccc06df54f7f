"""Two tags become one, and everything that hung on them hangs on it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from notes.actions import curate_tag
from notes.models import Note, RefusedTag, TaggedNote
from recommend.actions import sweep_channels
from recommend.models import Channel, ChannelTag, Circle, Hashtag, Interest, Membership, NoteDocument
from tagging.actions import change_kind, merge_tags, resolve, set_banned, set_parent
from tagging.models import FormerSlug, Tag
from tests import make

pytestmark = pytest.mark.django_db
Source = TaggedNote.Source


def test_notes_names_and_addresses_follow(run_tasks, client, operator):
    tea, other = make.tag(name="早茶", note_count=1), make.tag(name="Dim Sum!", note_count=2)
    both, one = make.note(tags=[tea, other]), make.note(tags=[other])
    old_slug = other.slug
    with run_tasks():
        merge_tags(into=tea, tags=[other], by=operator)
    assert not Tag.objects.filter(pk=other.pk).exists()
    assert set(TaggedNote.objects.values_list("content_object_id", "tag_id")) == {
        (both.pk, tea.pk),
        (one.pk, tea.pk),
    }
    tea.refresh_from_db()
    assert tea.note_count == 2
    assert resolve(["dim sum!", "早茶"]) == {"dim sum!": tea, "早茶": tea}
    assert client.get(f"/tags/{old_slug}/").headers["Location"] == tea.get_absolute_url()
    assert client.get("/search/", {"q": "早茶"}).content.decode().count(f"/notes/{one.pk}/")
    assert set(NoteDocument.objects.values_list("note_id", flat=True)) == {both.pk, one.pk}
    assert not Note.objects.unindexed().exists()
    assert {entry.object_repr for entry in LogEntry.objects.filter(user=operator)} == {"早茶", "Dim Sum!"}


def test_who_put_it_there_is_remembered_by_the_strongest():
    tea, other = make.tag(), make.tag()
    note = make.note()
    TaggedNote.objects.create(content_object=note, tag=tea, source=Source.TEXT)
    TaggedNote.objects.create(content_object=note, tag=other, source=Source.CURATOR)
    merge_tags(into=tea, tags=[other])
    assert list(TaggedNote.objects.values_list("tag_id", "source")) == [(tea.pk, "curator")]


def test_what_a_curator_took_off_does_not_come_back_by_a_merge():
    tea, other = make.tag(), make.tag()
    note = make.note(tags=[tea, other])
    curate_tag(note=note, tag=other, on=False)
    merge_tags(into=tea, tags=[other])
    assert not TaggedNote.objects.exists()
    assert RefusedTag.objects.get().tag == tea


def test_rows_of_every_app_follow_and_doubles_are_dropped(member):
    tea, other = make.tag(), make.tag()
    now = timezone.now()
    Interest.objects.create(user=member, tag=tea, weight=1, counted_at=now)
    Interest.objects.create(user=member, tag=other, weight=2, counted_at=now)
    food = Channel.objects.create(name="吃", slug="eat")
    ChannelTag.objects.create(channel=food, tag=other)
    ChannelTag.objects.create(channel=food, tag=tea)
    merge_tags(into=tea, tags=[other])
    assert Interest.objects.get().weight == pytest.approx(3)
    assert ChannelTag.objects.get().tag == tea


def test_channels_and_circles_are_filed_anew(run_tasks):
    tea, other = make.tag(), make.tag()
    note = make.note(tags=[tea])
    food = Channel.objects.create(name="吃", slug="eat")
    ChannelTag.objects.create(channel=food, tag=other)
    circle = Circle.objects.create(name="茶友", slug="tea", state=Circle.State.OPEN)
    circle.tags.set([tea, other])
    Membership.objects.create(circle=circle, user=note.author)
    with run_tasks():
        merge_tags(into=tea, tags=[other])
    sweep_channels()
    assert list(food.entries.values_list("note", flat=True)) == [note.pk]
    assert list(circle.tags.all()) == [tea]


def campaign(tag, state="live"):
    now = timezone.now()
    return Hashtag.objects.create(
        tag=tag, title="来", state=state, starts_at=now, ends_at=now + timedelta(days=1)
    )


def test_ended_campaigns_follow_and_two_that_run_stop_the_merge():
    tea, other = make.tag(), make.tag()
    campaign(tea)
    ended = campaign(other, "ended")
    merge_tags(into=tea, tags=[other])
    ended.refresh_from_db()
    assert ended.tag == tea
    third = make.tag()
    campaign(third)
    with pytest.raises(DomainError):
        merge_tags(into=tea, tags=[third])
    assert Hashtag.objects.count() == 3
    assert Tag.objects.filter(pk=third.pk).exists()


def test_an_interest_that_a_person_removed_stays_removed(member):
    tea, other = make.tag(), make.tag()
    Interest.objects.create(user=member, tag=tea, weight=5)
    Interest.objects.create(user=member, tag=other, weight=0, source=Interest.Source.REMOVED)
    merge_tags(into=tea, tags=[other])
    assert Interest.objects.get().source == Interest.Source.REMOVED


def test_texts_and_coordinates_are_taken_over_where_missing():
    here = make.tag(name="达拉斯", description_en="A city")
    there = make.tag(name="大达", lat=32.8, lng=-96.8, description="德州的城市", description_en="Not this")
    merge_tags(into=here, tags=[there])
    here.refresh_from_db()
    assert (here.lat, here.description, here.description_en) == (32.8, "德州的城市", "A city")


def test_an_old_address_stays_taken_and_follows_twice():
    a, b, c = make.tag(name="aa"), make.tag(name="bb"), make.tag(name="cc")
    merge_tags(into=b, tags=[a])
    merge_tags(into=c, tags=[b])
    assert set(FormerSlug.objects.values_list("slug", "tag_id")) == {("aa", c.pk), ("bb", c.pk)}
    assert resolve(["aa", "aa!"])["aa!"].slug != "aa"


def test_banned_and_gone_tags_are_not_merged():
    tea, spam = make.tag(), make.tag(is_banned=True)
    with pytest.raises(DomainError):
        merge_tags(into=tea, tags=[spam])
    with pytest.raises(DomainError):
        merge_tags(into=spam, tags=[tea])
    assert merge_tags(into=tea, tags=[tea]) == tea
    assert Tag.objects.count() == 2


class TestTree:
    def test_a_tag_is_never_above_itself(self):
        top, middle, low = make.tag(), make.tag(), make.tag()
        set_parent(tag=middle, parent=top)
        set_parent(tag=low, parent=middle)
        for parent in (top, middle, low):
            with pytest.raises(DomainError):
                set_parent(tag=top, parent=parent if parent != top else low)
        with pytest.raises(IntegrityError), transaction.atomic():
            Tag.objects.filter(pk=top.pk).update(parent=low)
        with pytest.raises(IntegrityError), transaction.atomic():
            Tag.objects.filter(pk=top.pk).update(parent=top)

    @pytest.mark.parametrize("into", ["top", "middle", "low"])
    @pytest.mark.parametrize("old", ["top", "middle", "low"])
    def test_merging_within_a_line_leaves_a_line(self, into, old):
        tags = {name: make.tag(name=name) for name in ("over", "top", "middle", "low", "under")}
        line = list(tags.values())
        for parent, tag in zip(line, line[1:], strict=False):
            set_parent(tag=tag, parent=parent)
        merge_tags(into=Tag.objects.get(name=into), tags=[tags[old]])
        roots = Tag.objects.filter(parent=None)
        assert [tag.name for tag in roots] == ["over"]
        assert Tag.objects.exclude(parent=None).count() == Tag.objects.count() - 1


def test_notes_follow_a_change_of_kind_and_a_ban(run_tasks, operator, client):
    tag = make.tag(name="达拉斯", note_count=1)
    note = make.note(tags=[tag])
    with run_tasks():
        assert change_kind(tags=[tag], kind=Tag.Kind.PLACE, by=operator) == 1
    tag.refresh_from_db()
    note.refresh_from_db()
    assert tag.lat == pytest.approx(32.8, abs=0.2)
    assert (note.revision, note.processed_revision, note.indexed_revision) == (2, 2, 2)
    with run_tasks():
        assert set_banned(tags=[tag], on=True, by=operator) == 1
        assert set_banned(tags=[tag], on=True, by=operator) == 0
    assert client.get("/tags/达拉斯/").status_code == 404
    assert [str(entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")] == [
        "Kind: place",
        "Banned",
    ]
