"""Discover for a member: where its notes come from, what never stands there, who gets which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import set_block, set_follow, set_mute
from notes.actions import delete_note, set_bookmark, set_like
from notes.models import Note
from recommend import actions, feeds
from recommend.actions import feed as feed_actions
from recommend.feeds.discover import rankings, shelves
from recommend.feeds.discover.scoring import weighing_of
from recommend.feeds.spacing import AUTHOR_WINDOW, PAID_WINDOW, TAG_MOST, TAG_WINDOW
from recommend.models import Arm, Kind, Pick, Ranking, SimilarList
from tests import make
from tests.recommend.discovering import old, seen, shown, why

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


# --- Where notes come from ----------------------------------------------------------------------------------


def test_notes_with_tags_that_i_like_come_first(many):
    many(40)
    me = make.user()
    coffee = make.note(title="Coffee", tags=["coffee"], hot=95)
    actions.choose_interests(user=me, tag_ids=[coffee.tags.get().pk])
    assert shown(me)[0] == coffee.pk
    assert "You chose #coffee" in why(me, coffee)


def test_notes_similar_to_what_i_liked_come_up(many):
    many(60)
    me = make.user()
    liked, similar = old(title="Liked", hot=80), old(title="Similar", hot=80)
    SimilarList.objects.create(note=liked, items=[{"note": similar.pk, "score": 0.9, "tags": []}])
    assert similar.pk not in shown(make.user())
    set_like(note=liked, user=me, on=True)
    assert shown(me)[0] == similar.pk
    assert "Similar to “Liked”, which you opened or liked" in why(me, similar)


@pytest.mark.parametrize("kind", [Kind.CLICK, Kind.SAVE, Kind.COMMENT])
def test_so_do_those_similar_to_what_i_opened(many, kind):
    many(60)
    me = make.user()
    opened, similar = old(hot=80), old(hot=80)
    SimilarList.objects.create(note=opened, items=[{"note": similar.pk, "score": 0.9, "tags": []}])
    seen(me, opened, kind=kind)
    assert shown(me)[0] == similar.pk


def test_people_followed_by_those_i_follow_come_up(many):
    many(60)
    me, friend, author = make.user(), make.user(name="Lin"), make.user()
    note = old(author=author, hot=80)
    set_follow(follower=me, followed=friend, on=True)
    assert note.pk not in shown(me)
    set_follow(follower=friend, followed=author, on=True)
    rankings.forget(me.pk)
    assert note.pk in shown(me)[:3]
    assert "Its author is followed by Lin" in why(me, note)


def test_what_rises_comes_up_and_an_old_favourite_does_not(many):
    many(60)
    rising, steady = old(title="Rising", hot=80), old(title="Steady", hot=80)
    now = timezone.now()
    for reader in make.user.create_batch(6):
        seen(reader, rising, steady, kind=Kind.CLICK, at=now - timedelta(hours=2))
        seen(reader, steady, kind=Kind.CLICK, at=now - timedelta(hours=30))
    me = make.user()
    found = shown(me)
    assert rising.pk in found
    assert steady.pk not in found
    assert "Rising now: more people open, like and save it" in why(me, rising)


def test_one_busy_person_makes_nothing_rise(many):
    many(60)
    note, reader = old(hot=80), make.user()
    for hour in range(10):
        seen(reader, note, kind=Kind.CLICK, at=timezone.now() - timedelta(hours=hour))
    assert not shelves.shared()["trend"]


def test_new_notes_that_few_have_seen_are_tried(many):
    many(60)
    new = make.note(title="New", hot=80, published_at=timezone.now())
    old = make.note(title="Old", hot=80, published_at=timezone.now() - timedelta(days=30))
    Note.objects.exclude(pk=new.pk).update(published_at=timezone.now() - timedelta(days=30))
    shelves.forget()
    found = shown(make.user())
    assert new.pk in found
    assert old.pk not in found
    for reader in make.user.create_batch(30):
        seen(reader, new)
    shelves.forget()
    assert not shelves.shared()["fresh"]


def test_what_editors_picked_comes_up_with_their_reason(many):
    many(60)
    note, later, over = (old(hot=80) for _ in range(3))
    now, operator = timezone.now(), make.user(is_staff=True)
    feed_actions.save_pick(Pick(note=note, reason="For the rainy days"), by=operator)
    feed_actions.save_pick(Pick(note=later, reason="Soon", starts_at=now + timedelta(days=1)), by=operator)
    ended = Pick(note=over, reason="Was", starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    feed_actions.save_pick(ended, by=operator)
    me = make.user()
    found = shown(me)
    assert note.pk in found[:3]
    assert later.pk not in found
    assert over.pk not in found
    assert "Picked by the editors: For the rainy days" in why(me, note)


def test_of_whom_nothing_is_known_popular_notes_are_shown(many):
    notes = many(40)
    me = make.user()
    assert set(shown(me)) <= {note.pk for note in notes}
    assert len(shown(me)) == 30
    assert why(me, notes[0])


# --- What never stands there --------------------------------------------------------------------------------


def test_my_own_notes_are_not_for_me():
    me = make.user()
    mine, other = make.note(author=me), make.note()
    assert shown(me) == [other.pk]
    assert mine.pk not in shown(me)


@pytest.mark.parametrize("kind", [Kind.IMPRESSION, Kind.CLICK, Kind.HIDE])
def test_what_i_saw_these_days_is_left_out(many, kind):
    notes = many(40)
    me = make.user()
    seen(me, *notes[:5], kind=kind)
    seen(me, notes[6], at=timezone.now() - timedelta(days=9))
    found = shown(me, pages=9)
    assert not set(found) & {note.pk for note in notes[:5]}
    assert notes[6].pk in found


def test_what_i_hid_is_gone_at_once_and_later(many):
    notes = many(45)
    me = make.user()
    first = shown(me)
    note = next(note for note in notes if note.pk == first[4])
    actions.hide(user=me, note=note)
    assert note.pk not in shown(me)
    assert note.pk not in shown(me, pages=3, renew=True)


def test_so_are_authors_and_tags_i_hid(many):
    notes = many(45)
    me = make.user()
    first = [note for pk in shown(me) for note in notes if note.pk == pk]
    actions.hide(user=me, author=first[2].author)
    actions.hide(user=me, tag=first[5].tags.get())
    gone = {first[2].pk, first[5].pk}
    assert not gone & set(shown(me))
    assert not gone & set(shown(me, pages=3, renew=True))


def test_people_muted_or_behind_a_block_are_gone_at_once(many):
    notes = many(45)
    me = make.user()
    first = [note for pk in shown(me) for note in notes if note.pk == pk]
    set_mute(muter=me, muted=first[1].author, on=True)
    set_block(blocker=first[3].author, blocked=me, on=True)
    me.refresh_from_db()
    assert not {first[1].pk, first[3].pk} & set(shown(me, pages=3))


@pytest.mark.parametrize("how", ["removed", "private", "closed"])
def test_a_note_that_must_not_be_shown_vanishes_at_once(many, how):
    notes = many(45)
    me = make.user()
    page = feeds.discover(me)
    gone = next(note for note in notes if note.pk == page.rows[0].pk)
    later = next(note for note in notes if note.pk == rankings.stored(me.pk).entries[31].pk)
    for note in (gone, later):
        if how == "removed":
            delete_note(note=note)
        elif how == "private":
            Note.objects.filter(pk=note.pk).update(visibility=Note.Visibility.ONLY_ME)
        else:
            type(me).objects.filter(pk=note.author_id).update(is_active=False)
    assert gone.pk not in shown(me)
    assert later.pk not in {note.pk for note in feeds.discover(me, page.after)}


# --- Spacing ------------------------------------------------------------------------------------------------


def test_authors_tags_and_paid_notes_keep_their_distance_across_pages(many):
    brand = make.brand()
    people = make.user.create_batch(12)
    for place in range(120):
        make.note(
            author=people[place * 7 % 12],
            tags=[f"t{place % 5}", f"u{place % 9}"],
            paid_brand=brand if place % 3 == 0 else None,
            hot=100 - place / 50,
        )
    me = make.user()
    stored = {note.pk: note for note in Note.objects.prefetch_related("tags")}
    stream = [stored[pk] for pk in shown(me, pages=9)]
    loose = rankings.stored(me.pk).loose_from
    assert loose >= 30
    for start in range(len(stream)):
        near = stream[start : start + PAID_WINDOW]
        assert sum(note.paid_brand_id is not None for note in near) <= 1
    for end in range(1, loose + 1):
        authors = [note.author_id for note in stream[max(0, end - AUTHOR_WINDOW) : end]]
        assert len(set(authors)) == len(authors)
        tags = [tag.pk for note in stream[max(0, end - TAG_WINDOW) : end] for tag in note.tags.all()]
        assert all(tags.count(tag) <= TAG_MOST for tag in tags)


# --- Who gets which -----------------------------------------------------------------------------------------


def test_without_personalisation_everybody_sees_the_same(many):
    many(40)
    me = make.user(is_personalised=False)
    set_like(note=Note.objects.order_by("hot").first(), user=me, on=True)
    assert shown(me) == shown(make.user(is_personalised=False))
    assert not feeds.discover(me).is_personal
    assert why(me, Note.objects.first()) == ["Many people like it these days"]


def test_switching_it_off_and_erasing_drop_the_list(many):
    many(90)
    me = make.user()
    shown(me, pages=2)
    actions.erase_learned(user=me)
    assert not Ranking.objects.exists()
    shown(me, pages=2)
    actions.set_personalised(user=me, on=False)
    assert not Ranking.objects.exists()
    assert rankings.stored(me.pk) is None


def test_nothing_is_drawn_from_likes_before_an_erasure(many):
    many(60)
    me = make.user()
    liked, similar = old(hot=80), old(hot=80)
    SimilarList.objects.create(note=liked, items=[{"note": similar.pk, "score": 0.9, "tags": []}])
    set_like(note=liked, user=me, on=True)
    set_bookmark(note=liked, user=me, on=True)
    actions.erase_learned(user=me)
    shown(me)
    assert not any("Similar" in reason for reason in why(me, similar))


def test_a_member_stays_in_an_arm_and_shares_hold():
    Arm.objects.all().delete()
    one = Arm.objects.create(name="One", share=30, is_active=True, interest=0.1)
    two = Arm.objects.create(name="Two", share=50, is_active=True)
    Arm.objects.create(name="Not running", share=20)
    arms = [weighing_of(number).arm for number in range(1, 2001)]
    assert arms == [weighing_of(number).arm for number in range(1, 2001)]
    assert 0.25 < arms.count(one.pk) / 2000 < 0.35
    assert 0.45 < arms.count(two.pk) / 2000 < 0.55
    assert arms.count(0) == 2000 - arms.count(one.pk) - arms.count(two.pk)


def test_the_weights_of_the_arm_decide(many):
    Arm.objects.all().delete()
    Arm.objects.create(name="No picks", share=100, is_active=True, pick=0.0)
    many(60)
    note = old(hot=80)
    feed_actions.save_pick(Pick(note=note, reason="Good"), by=make.user())
    assert note.pk not in shown(make.user())
