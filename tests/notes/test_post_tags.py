"""Suggested tags are accepted or refused for good; people named with @ are told once."""

import uuid

import pytest

from accounts.actions import set_block, set_follow
from inbox.models import Notification
from notes import actions
from notes.models import Note, RefusedTag, TaggedNote
from tagging.actions import load_vocabulary
from tagging.matching import forget
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    """A vocabulary with 早茶, which texts are searched for."""
    tag = make.tag(name="早茶点心", kind=Tag.Kind.COMMODITY)
    Tag.objects.filter(pk=tag.pk).update(is_vocabulary=True)
    forget()
    yield Tag.objects.get(pk=tag.pk)
    forget()


def post(author, run_tasks, **content):
    with run_tasks():
        note = actions.create_note(author=author, request_key=uuid.uuid4(), **content)
    note.refresh_from_db()
    return note


def edit(note, run_tasks, **content):
    with run_tasks():
        actions.edit_note(note=note, **content)
    note.refresh_from_db()
    return note


def tags(note) -> dict[str, str]:
    return dict(note.tagged.values_list("tag__name", "source"))


def count(tag) -> int:
    return Tag.objects.get(pk=tag.pk).note_count


def test_an_accepted_tag_stays_when_the_text_no_longer_names_it(member, run_tasks, words):
    note = post(member, run_tasks, title="广东的早茶点心", accepted_tags=[str(words.pk)])
    assert tags(note)["早茶点心"] == TaggedNote.Source.ACCEPTED
    note = edit(note, run_tasks, title="换了题目")
    assert tags(note) == {"早茶点心": TaggedNote.Source.ACCEPTED}
    assert count(words) == 1


def test_a_refused_tag_is_never_put_back_by_the_text(member, run_tasks, words):
    note = post(member, run_tasks, title="广东的早茶点心", refused_tags=["早茶点心"])
    assert "早茶点心" not in tags(note)
    assert count(words) == 0
    note = edit(note, run_tasks, text="还是早茶点心好吃")
    assert "早茶点心" not in tags(note)
    assert RefusedTag.objects.filter(note=note, tag=words).exists()


def test_a_hashtag_written_by_hand_is_stronger_than_the_refusal(member, run_tasks, words):
    note = post(member, run_tasks, title="早茶点心", refused_tags=["早茶点心"])
    note = edit(note, run_tasks, text="#早茶点心")
    assert tags(note)["早茶点心"] == TaggedNote.Source.AUTHOR


def test_a_curator_is_stronger_than_the_author(member, run_tasks, words):
    note = post(member, run_tasks, title="早茶点心")
    TaggedNote.objects.filter(content_object=note).delete()
    actions.curate_tag(note=note, tag=words, on=True)
    note = edit(note, run_tasks, title="别的", refused_tags=[str(words.pk)], accepted_tags=[])
    assert tags(note) == {"早茶点心": TaggedNote.Source.CURATOR}


def test_choosing_tags_alone_takes_effect_at_once_and_needs_no_check(member, run_tasks, words):
    note = post(member, run_tasks, title="点什么好")
    revision = note.revision
    note = actions.edit_note(note=note, accepted_tags=["早茶点心"])
    assert (note.status, count(words)) == (Note.Status.PUBLISHED, 1)
    assert note.revision == note.processed_revision > revision
    note = actions.edit_note(note=note, accepted_tags=[], refused_tags=["早茶点心"])
    assert (tags(note), count(words)) == ({}, 0)
    before = note.revision
    note = actions.edit_note(note=note, accepted_tags=[], refused_tags=["早茶点心"])
    assert note.revision == before


def test_accepting_what_the_text_named_and_refusing_it_again_counts_right(member, run_tasks, words):
    note = post(member, run_tasks, title="早茶点心")
    assert tags(note)["早茶点心"] == TaggedNote.Source.TEXT
    actions.edit_note(note=note, accepted_tags=["早茶点心"])
    assert (tags(note)["早茶点心"], count(words)) == (TaggedNote.Source.ACCEPTED, 1)
    actions.edit_note(note=note, accepted_tags=["早茶点心"], refused_tags=["早茶点心"])
    assert (tags(note), count(words)) == ({}, 0)


def test_a_new_name_gets_the_kind_it_names(member, run_tasks):
    load_vocabulary()
    note = post(member, run_tasks, title="店", place="林小满的茶铺", accepted_tags=["林小满的茶铺", "杭州"])
    kinds = dict(note.tags.values_list("name", "kind"))
    assert kinds == {"林小满的茶铺": Tag.Kind.PLACE, "杭州": Tag.Kind.PLACE}


def test_banned_and_nonsense_tags_are_not_chosen(member, run_tasks):
    banned = make.tag(name="禁词")
    Tag.objects.filter(pk=banned.pk).update(is_banned=True)
    forget()
    note = post(
        member, run_tasks, title="题", accepted_tags=[str(banned.pk), "禁词", "999999999", "", "x" * 65]
    )
    assert tags(note) == {}


# --- Mentions -------------------------------------------------------------------------------------------------


def told(user) -> int:
    return Notification.objects.filter(recipient=user, kind="note_mention").count()


def test_people_mentioned_are_told_once_when_the_note_is_out(member, run_tasks):
    friend = make.user(handle="linxiao")
    note = post(member, run_tasks, title="和 @linxiao 喝茶", text="@LinXiao @nobody_here")
    assert told(friend) == 1
    edit(note, run_tasks, text="再叫一次 @linxiao")
    assert told(friend) == 1
    late = make.user(handle="late_guest")
    edit(note, run_tasks, text="@late_guest 也来")
    assert told(late) == 1


def test_nobody_is_told_across_a_block_and_the_author_never(member, run_tasks):
    foe = make.user(handle="foe_one")
    set_block(blocker=foe, blocked=member, on=True)
    post(member, run_tasks, title="@foe_one", text=f"@{member.handle}")
    assert not Notification.objects.filter(kind="note_mention").exists()


def test_at_most_ten_are_told(member, run_tasks):
    people = [make.user(handle=f"guest{n:02}") for n in range(12)]
    post(member, run_tasks, title="来", text=" ".join(f"@{user.handle}" for user in people))
    assert [told(user) for user in people] == [1] * 10 + [0] * 2


def test_only_those_who_may_see_the_note_are_told(member, run_tasks):
    near, far = make.user(handle="near_one"), make.user(handle="far_one")
    set_follow(follower=near, followed=member, on=True)
    text = "@near_one @far_one"
    post(member, run_tasks, title="密", text=text, visibility=Note.Visibility.ONLY_ME)
    assert (told(near), told(far)) == (0, 0)
    note = post(member, run_tasks, title="半", text=text, visibility=Note.Visibility.FOLLOWERS)
    assert (told(near), told(far)) == (1, 0)
    actions.set_visibility(note=note, visibility=Note.Visibility.EVERYONE)
    assert (told(near), told(far)) == (1, 1)


def test_a_note_held_back_tells_nobody(member, run_tasks):
    friend = make.user(handle="linxiao")
    actions.create_note(author=member, request_key=uuid.uuid4(), title="@linxiao")
    assert told(friend) == 0
