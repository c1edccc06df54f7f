"""Channels: what stands in them by their rules and by their editors, each act with its reason."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.actions import set_block
from core.errors import DomainError
from moderation.models import Report
from notes.actions import curate_tag
from notes.models import Note
from recommend import actions, feeds
from recommend.actions import channels as desk
from recommend.models import Channel, ChannelNote, ChannelTag, EditorialAct
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def food(db):
    """A channel of everything about tea and cake, but nothing about diets."""
    channel = Channel.objects.create(name="美食", name_en="Food", slug="food")
    for name, is_excluded in (("tea", False), ("cake", False), ("diet", True)):
        ChannelTag.objects.create(channel=channel, tag=make.tag(name=name), is_excluded=is_excluded)
    return channel


@pytest.fixture
def editor(food):
    person = make.user()
    food.editors.add(person)
    return person


def shown(channel, viewer=VISITOR):
    return [note.title for note in feeds.of_channel(channel, viewer)]


def test_notes_stand_where_their_tags_say(food, index):
    make.note(title="Tea", tags=["tea"], hot=3)
    make.note(title="Cake", tags=["cake", "tea"], hot=2)
    make.note(title="Thin cake", tags=["cake", "diet"], hot=1)
    make.note(title="Shoes", tags=["shoes"])
    index()
    index()
    assert shown(food) == ["Tea", "Cake"]


def test_a_new_tag_moves_a_note_in_and_out(food, index, run_tasks):
    note = make.note(title="Cup", tags=["cup"])
    with run_tasks():
        curate_tag(note=note, tag=ChannelTag.objects.get(tag__name="tea").tag, on=True)
    assert shown(food) == ["Cup"]
    with run_tasks():
        curate_tag(note=note, tag=ChannelTag.objects.get(tag__name="diet").tag, on=True)
    assert shown(food) == []


def test_new_rules_are_applied_to_all_notes_by_the_sweeper(food, index):
    make.note(title="Soup", tags=["soup"])
    index()
    actions.sweep_channels()
    ChannelTag.objects.create(channel=food, tag=make.tag(name="soup"))
    desk.rules_changed(food)
    assert shown(food) == []
    assert actions.sweep_channels() == 1
    assert shown(food) == ["Soup"]
    assert actions.sweep_channels() == 0


@pytest.mark.parametrize(
    "change",
    [*({"status": status} for status in Note.Status if status != "published"), {"visibility": "only_me"}],
)
def test_what_is_hidden_leaves_at_once(food, index, change):
    note = make.note(title="Tea", tags=["tea"])
    index()
    Note.objects.filter(pk=note.pk).update(**change)
    assert shown(food) == []


def test_a_block_hides_here_too(food, index):
    note, reader = make.note(title="Tea", tags=["tea"]), make.user()
    index()
    set_block(blocker=note.author, blocked=reader, on=True)
    assert shown(food, reader) == []
    assert shown(food) == ["Tea"]


class TestEditors:
    def test_filing_and_taking_out_outlast_the_rules(self, food, editor, index):
        tea, shoes = make.note(title="Tea", tags=["tea"]), make.note(title="Shoes", tags=["shoes"])
        index()
        desk.take_out(channel=food, note=tea, by=editor, reason="An advertisement")
        desk.file_note(channel=food, note=shoes, by=editor, reason="Shoes of marzipan")
        index()
        desk.file_all(food)
        assert shown(food) == ["Shoes"]
        acts = EditorialAct.objects.values_list("act", "note", "by", "reason")
        assert set(acts) == {
            ("take_out", tea.pk, editor.pk, "An advertisement"),
            ("file", shoes.pk, editor.pk, "Shoes of marzipan"),
        }

    def test_featured_notes_come_first_and_once(self, food, editor, index):
        plain = make.note(title="Cold", tags=["tea"], hot=1)
        make.note(title="Hot", tags=["tea"], hot=9)
        index()
        desk.feature(channel=food, note=plain, by=editor, reason="Well told")
        assert shown(food) == ["Cold", "Hot"]
        desk.feature(channel=food, note=plain, by=editor, reason="A week is enough", on=False)
        assert shown(food) == ["Hot", "Cold"]

    def test_a_featured_note_that_is_removed_is_gone(self, food, editor, index):
        note = make.note(tags=["tea"])
        index()
        desk.feature(channel=food, note=note, by=editor, reason="Good")
        Note.objects.filter(pk=note.pk).update(status="removed")
        assert shown(food) == []

    def test_tagging_is_a_curators(self, food, editor):
        note, tag = make.note(title="Cup"), make.tag(name="cup")
        desk.tag_note(channel=food, note=note, tag=tag, by=editor, reason="It shows one")
        assert note.tagged.get(tag=tag).source == "curator"
        assert EditorialAct.objects.get().tag == tag

    def test_passing_on_reaches_the_other_desk_or_moderation(self, food, editor, client_of):
        other = Channel.objects.create(name="旅行", slug="travel")
        colleague = make.user()
        other.editors.add(colleague)
        note = make.note(title="A train of cake")
        desk.pass_on(channel=food, note=note, by=editor, reason="More a journey", to=other)
        page = client_of(colleague).get("/studio/channels/travel/").content.decode()
        assert "More a journey" in page
        desk.pass_on(channel=food, note=note, by=editor, reason="Looks copied")
        assert EditorialAct.objects.filter(act="pass_on", to=None).count() == 1
        assert Report.objects.get().reporter == editor

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_no_act_without_a_reason(self, food, editor, reason):
        note = make.note()
        with pytest.raises(DomainError):
            desk.file_note(channel=food, note=note, by=editor, reason=reason)
        assert not ChannelNote.objects.exists()

    def test_only_editors_and_operators_act(self, food, editor, operator, client_of, client):
        note, stranger = make.note(), make.user()
        for verb in (desk.file_note, desk.take_out, desk.feature, desk.pass_on):
            with pytest.raises(DomainError):
                verb(channel=food, note=note, by=stranger, reason="Because")
        assert not ChannelNote.objects.exists()
        assert not EditorialAct.objects.exists()
        assert client_of(stranger).get("/studio/channels/food/").status_code == 403
        assert client.get("/studio/channels/food/").status_code == 302
        desk.file_note(channel=food, note=note, by=operator, reason="Because")

    def test_the_desk_by_hand(self, food, editor, client_of, django_assert_max_num_queries):
        notes = make.note.create_batch(40, tags=["tea"])
        actions.index_notes([note.pk for note in notes])
        browser = client_of(editor)
        with django_assert_max_num_queries(12):
            page = browser.get("/studio/channels/food/").content.decode()
        more = re.search(r'href="([^"]+after=[^"]+)" rel="next"', page)[1]
        assert page.count("desk__note") == 30
        assert browser.get(more).content.decode().count("desk__note") == 10
        act = "/studio/channels/food/act/"
        answer = browser.post(
            act, {"note": notes[0].pk, "act": "take_out", "reason": "Not about food"}, follow=True
        )
        assert "Not about food" in answer.content.decode()
        browser.post(act, {"note": notes[1].pk, "act": "tag", "tag": "#cake", "reason": "There is cake"})
        assert EditorialAct.objects.filter(act="tag", tag__name="cake").exists()
        browser.post(act, {"note": notes[1].pk, "act": "tag", "tag": "nonesuch", "reason": "Why not"})
        browser.post(act, {"note": notes[1].pk, "act": "file", "reason": ""})
        assert EditorialAct.objects.count() == 2
        assert browser.get("/studio/channels/").content.decode().count("/studio/channels/food/") == 1


def test_pages_and_tabs(food, index, client):
    make.note(title="Tea time", tags=["tea"])
    index()
    assert "Tea time" in client.get("/channels/food/").content.decode()
    assert "/channels/food/" in client.get("/").content.decode()
    Channel.objects.update(is_active=False)
    assert client.get("/channels/food/").status_code == 404
    assert client.get("/channels/none/").status_code == 404


def test_pages_cost_the_same_however_long(food, index, client, django_assert_max_num_queries):
    make.note.create_batch(40, tags=["tea", "cake"])
    index()
    with django_assert_max_num_queries(10):
        assert client.get("/channels/food/").status_code == 200


def test_over_the_api(food, index, client):
    hidden = make.note(title="Gone", tags=["tea"])
    make.note(title="Tea", tags=["tea"], lat=31.24, lng=121.49)
    index()
    Note.objects.filter(pk=hidden.pk).update(status="removed")
    assert [one["slug"] for one in client.get("/api/v1/channels/").json()] == ["food"]
    found = client.get("/api/v1/channels/food/notes/").json()["results"]
    assert [one["title"] for one in found] == ["Tea"]
    found = client.get("/api/v1/nearby/?lat=31.24&lng=121.49").json()["results"]
    assert [one["title"] for one in found] == ["Tea"]
    assert client.get("/api/v1/nearby/?lat=99&lng=0").status_code == 400
    assert client.get("/api/v1/nearby/").status_code == 400
