"""Follows and blocks: who may, and that the counters are what the rows say."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from accounts import actions
from accounts.events import followed
from accounts.models import Block, Follow, User
from core.errors import DomainError


def person(handle: str) -> User:
    return actions.create_member(handle=handle, email=f"{handle}@example.com", password=None)


def counters(user: User) -> tuple[int, int]:
    user.refresh_from_db()
    return user.follower_count, user.following_count


@pytest.fixture
def ann(db):
    return person("ann")


@pytest.fixture
def bob(db):
    return person("bob")


def test_following_twice_counts_once(ann, bob):
    assert actions.set_follow(follower=ann, followed=bob, on=True) is True
    assert actions.set_follow(follower=ann, followed=bob, on=True) is False
    assert counters(ann) == (0, 1)
    assert counters(bob) == (1, 0)

    assert actions.set_follow(follower=ann, followed=bob, on=False) is True
    assert actions.set_follow(follower=ann, followed=bob, on=False) is False
    assert counters(ann) == (0, 0)
    assert counters(bob) == (0, 0)


def test_nobody_follows_themselves(ann):
    with pytest.raises(DomainError) as refused:
        actions.set_follow(follower=ann, followed=ann, on=True)
    assert refused.value.code == "follow_self"
    assert not Follow.objects.exists()


def test_a_new_follow_is_told_once_and_only_after_commit(ann, bob, django_capture_on_commit_callbacks):
    heard = []

    def hear(sender, **news):
        heard.append((news["follower_id"], news["followed_id"]))

    followed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.set_follow(follower=ann, followed=bob, on=True)
            actions.set_follow(follower=ann, followed=bob, on=True)
            assert heard == []
        assert heard == [(ann.pk, bob.pk)]
    finally:
        followed.disconnect(hear)


@pytest.mark.parametrize("who_blocks", ["ann", "bob"])
def test_a_block_ends_follows_and_forbids_new_ones_both_ways(ann, bob, who_blocks):
    actions.set_follow(follower=ann, followed=bob, on=True)
    actions.set_follow(follower=bob, followed=ann, on=True)
    blocker, blocked = (ann, bob) if who_blocks == "ann" else (bob, ann)

    assert actions.set_block(blocker=blocker, blocked=blocked, on=True) is True
    assert actions.set_block(blocker=blocker, blocked=blocked, on=True) is False

    assert not Follow.objects.exists()
    assert counters(ann) == counters(bob) == (0, 0)
    for follower, wanted in ((ann, bob), (bob, ann)):
        with pytest.raises(DomainError) as refused:
            actions.set_follow(follower=follower, followed=wanted, on=True)
        assert refused.value.code == "blocked"
        assert not User.objects.visible_to(follower).filter(pk=wanted.pk).exists()
    assert not Follow.objects.exists()

    actions.set_block(blocker=blocker, blocked=blocked, on=False)
    assert actions.set_follow(follower=ann, followed=bob, on=True) is True


def in_threads(calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_counters_stay_exact_when_twenty_threads_toggle():
    people = [person(f"user{n}") for n in range(5)]
    pairs = [(a, b) for a in people for b in people if a != b]

    def toggle(n):
        follower, wanted = pairs[n % len(pairs)]
        return lambda: actions.set_follow(follower=follower, followed=wanted, on=(n * 7) % 3 != 0)

    in_threads([toggle(n) for n in range(300)])

    assert Follow.objects.exists()
    for user in people:
        assert counters(user) == (
            Follow.objects.filter(followed=user).count(),
            Follow.objects.filter(follower=user).count(),
        )


@pytest.mark.django_db(transaction=True)
def test_twenty_people_following_at_once_are_twenty_followers():
    star = person("star")
    fans = [person(f"fan{n}") for n in range(20)]
    changed = in_threads(
        [lambda fan=fan: actions.set_follow(follower=fan, followed=star, on=True) for fan in fans * 3]
    )
    assert sum(changed) == 20
    assert counters(star) == (20, 0)


@pytest.mark.django_db(transaction=True)
def test_a_block_and_a_follow_at_the_same_moment_never_both_stand():
    ann, bob = person("ann"), person("bob")

    def follow():
        with suppress(DomainError):
            actions.set_follow(follower=ann, followed=bob, on=True)

    for _round in range(15):
        in_threads([follow, lambda: actions.set_block(blocker=bob, blocked=ann, on=True), follow])
        assert Block.objects.count() == 1
        assert not Follow.objects.exists()
        assert counters(ann) == counters(bob) == (0, 0)
        actions.set_block(blocker=bob, blocked=ann, on=False)


def test_recount_repairs_what_drifted_and_only_that(ann, bob):
    actions.set_follow(follower=ann, followed=bob, on=True)
    User.objects.filter(pk=bob.pk).update(follower_count=7, following_count=3)
    assert actions.recount() == 1
    assert counters(bob) == (1, 0)
    assert counters(ann) == (0, 1)
    assert actions.recount() == 0


def test_unread_never_falls_below_zero(ann):
    actions.count_unread(user_id=ann.pk, change=2)
    actions.count_unread(user_id=ann.pk, change=-5)
    ann.refresh_from_db()
    assert ann.unread_count == 0


def test_a_badge_is_one_of_ours(ann):
    actions.set_badge(user_id=ann.pk, badge=User.Badge.KOL)
    ann.refresh_from_db()
    assert ann.badge == "kol"
    with pytest.raises(ValueError):
        actions.set_badge(user_id=ann.pk, badge="emperor")
