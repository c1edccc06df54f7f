"""Discover, following and tag pages: what stands there, for whom, in which order, at what cost."""

import sys
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.actions import set_block, set_follow, set_mute
from notes import choosing
from notes.models import Note
from recommend import feeds
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
HIDDEN = [status for status in Note.Status if status != Note.Status.PUBLISHED]


def titles(page):
    return [note.title for note in page]


def test_discover_is_hottest_first_and_goes_on(client):
    for number in range(70):
        make.note(title=f"n{number}", hot=number)
    first = feeds.discover(VISITOR)
    second = feeds.discover(VISITOR, first.after)
    third = feeds.discover(VISITOR, second.after)
    assert titles(first) + titles(second) + titles(third) == [f"n{number}" for number in reversed(range(70))]
    assert third.after == ""


@pytest.mark.parametrize("status", HIDDEN)
@pytest.mark.parametrize("address", ["/", "/tags/tea/", "/tags/tea/?sort=new"])
def test_what_is_not_published_is_in_no_feed(client_of, status, address):
    author = make.user()
    make.note(author=author, title="Secret tea", status=status, tags=["tea"])
    make.note(title="Open tea", tags=["tea"])
    body = client_of(author).get(address).content.decode()
    assert "Open tea" in body
    assert "Secret tea" not in body


def test_a_block_hides_both_from_each_other(client_of):
    reader, author = make.user(), make.user()
    make.note(author=author, title="Blocked tea", tags=["tea"])
    set_follow(follower=reader, followed=author, on=True)
    set_block(blocker=author, blocked=reader, on=True)
    for address in ("/", "/tags/tea/", "/following/"):
        assert "Blocked tea" not in client_of(reader).get(address).content.decode()


def test_a_closed_account_is_in_no_feed(client):
    make.note(author__is_active=False, title="Gone tea", tags=["tea"])
    assert "Gone tea" not in client.get("/").content.decode()
    assert "Gone tea" not in client.get("/tags/tea/").content.decode()


def test_following_shows_whom_i_follow_newest_first(client_of):
    me, friend = make.user(), make.user()
    now = timezone.now()
    make.note(author=friend, title="old", published_at=now - timedelta(days=2), hot=9)
    make.note(author=friend, title="new", published_at=now)
    make.note(title="stranger")
    set_follow(follower=me, followed=friend, on=True)
    assert titles(feeds.following(me)) == ["new", "old"]
    assert client_of(me).get("/following/").status_code == 200


@pytest.mark.parametrize("merged_up_to", [0, 200])
def test_following_goes_on_whichever_way_it_is_read(monkeypatch, merged_up_to):
    monkeypatch.setattr(sys.modules["recommend.feeds.following"], "MERGED_UP_TO", merged_up_to)
    me, muted = make.user(), make.user()
    now = timezone.now()
    for number in range(35):
        for author in (make.user(), make.user()):
            set_follow(follower=me, followed=author, on=True)
            make.note(author=author, title=f"{number}", published_at=now - timedelta(hours=number))
            make.note(author=author, title="mine", visibility="only_me", published_at=now)
    set_follow(follower=me, followed=muted, on=True)
    make.note(author=muted, title="muted", published_at=now)
    set_mute(muter=me, muted=muted, on=True)
    pages, after = [], ""
    while True:
        pages.append(feeds.following(me, after))
        after = pages[-1].after
        if not after:
            break
    assert [len(page) for page in pages] == [30, 30, 10]
    assert [note.title for page in pages for note in page] == [str(number // 2) for number in range(70)]


@pytest.mark.parametrize("after", ["x", "WzEsMl0", "WyJ4IiwgMV0", "WyIyMDI2LTAxLTAxIiwgInkiXQ"])
def test_following_starts_over_at_a_cursor_that_is_none(after):
    me, friend = make.user(), make.user()
    make.note(author=friend, title="new")
    set_follow(follower=me, followed=friend, on=True)
    assert titles(feeds.following(me, after)) == ["new"]


def test_following_asks_visitors_to_sign_in(client):
    answer = client.get("/following/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_tag_is_reached_by_every_spelling(client):
    tag = make.tag(name="Two Words", is_vocabulary=True)
    assert client.get(tag.get_absolute_url()).status_code == 200
    answer = client.get(reverse("recommend:tag", args=["twowords"]))
    assert answer.status_code == 302
    assert answer["Location"] == tag.get_absolute_url()


@pytest.mark.parametrize(
    "hidden", [{"visibility": "only_me"}, {"status": "removed"}, {"visibility": "followers"}]
)
def test_a_word_that_nobody_may_read_is_no_tag_for_others(client, client_of, hidden):
    note = make.note(tags=["secret"], **hidden)
    reader, follower = make.user(), make.user()
    set_follow(follower=follower, followed=note.author, on=True)
    tag = note.tags.get()
    for browser in (client, client_of(reader)):
        assert browser.get(tag.get_absolute_url()).status_code == 404
        assert browser.get("/api/v1/tags/secret/").status_code == 404
        assert browser.get("/tags/secret/feed/").status_code == 404
        assert browser.get("/api/v1/tags/?q=sec").json()["results"] == []
        assert browser.get("/api/v1/search/tags/?q=secret").json()["results"] == []
    assert client_of(note.author).get(tag.get_absolute_url()).status_code == 200
    assert choosing.tags("sec") == []
    allowed = 200 if hidden == {"visibility": "followers"} else 404
    assert client_of(follower).get(tag.get_absolute_url()).status_code == allowed


def test_a_banned_or_unknown_tag_is_not_found(client):
    make.tag(name="spam", is_banned=True)
    for slug in ("spam", "nothing", "x" * 300, "😀" * 100):
        assert client.get(reverse("recommend:tag", args=[slug])).status_code == 404


def test_tag_sorts(client):
    now = timezone.now()
    make.note(title="hot", tags=["tea"], hot=9, published_at=now - timedelta(days=9))
    make.note(title="new", tags=["tea"], hot=1, published_at=now)
    tag = feeds.find_tag("tea")
    assert titles(feeds.of_tag(tag, VISITOR)) == ["hot", "new"]
    assert titles(feeds.of_tag(tag, VISITOR, sort="new")) == ["new", "hot"]
    assert titles(feeds.of_tag(tag, VISITOR, sort="no such")) == ["hot", "new"]


def test_related_tags_are_those_carried_together():
    make.note(tags=["tea", "cake"])
    make.note(tags=["tea", "cake", "park"])
    make.note(tags=["wine"])
    tea = feeds.find_tag("tea")
    page = feeds.of_tag(tea, VISITOR)
    assert [tag.name for tag in feeds.related_tags(tea, page.rows)] == ["cake", "park"]


def test_the_next_page_for_htmx_is_only_its_cards(client):
    make.note.create_batch(31)
    after = feeds.discover(VISITOR).after
    whole = client.get("/", {"after": after}).content.decode()
    part = client.get("/", {"after": after}, headers={"HX-Request": "true"}).content.decode()
    restored = client.get(
        "/", {"after": after}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "<html" in restored
    assert "note-card" in part


@pytest.mark.parametrize("after", ["x", "W10", "1e9", "eyJ9", "\x00", "A" * 1000])
def test_a_cursor_that_is_none_starts_over(client, after):
    make.note(title="First", tags=["tea"])
    for address in ("/", "/tags/tea/", "/search/?q=first"):
        assert client.get(address, {"after": after, "q": "first"}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/tags/tea/", "/following/", "/search/?q=tea"])
def test_pages_cost_the_same_however_many_rows(client_of, index, address, django_assert_max_num_queries):
    me = make.user()

    def some(number):
        for _ in range(number):
            author = make.user()
            set_follow(follower=me, followed=author, on=True)
            make.note(author=author, title="tea", tags=["tea", "cake", f"t{author.pk}"])

    some(1)
    index()
    browser = client_of(me)
    cache.clear()
    with django_assert_max_num_queries(12) as one:
        browser.get(address)
    some(19)
    index()
    cache.clear()
    with django_assert_max_num_queries(len(one)):
        body = browser.get(address).content.decode()
    assert body.count('class="feed__item') == 20
