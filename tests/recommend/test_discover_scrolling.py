"""Discover while one scrolls, comes back and reloads: nothing comes twice, and nothing is lost."""

import pytest
from django.core.cache import cache

from recommend import feeds
from recommend.feeds.discover import rankings, shelves
from recommend.models import Ranking
from tests import make
from tests.recommend.discovering import seen, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


def test_no_note_comes_twice_and_all_come(many):
    notes = many(130)
    me = make.user()
    found = shown(me, pages=20)
    assert len(found) == len(set(found))
    assert set(found) == {note.pk for note in notes}


def test_the_first_page_is_the_same_when_one_comes_back(many):
    many(60)
    me = make.user()
    first = shown(me)
    make.note(title="Newer", hot=999, tags=["new"])
    shelves.forget()
    assert shown(me) == first


def test_a_reload_shows_others(many):
    many(90)
    me = make.user()
    first = shown(me)
    assert not set(first) & set(shown(me, renew=True))


def test_a_browser_that_reloads_gets_others(many, client_of):
    many(90)
    browser = client_of(make.user())
    first = browser.get("/").content
    assert browser.get("/").content.count(b"feed__item") == 30
    cards = [card for card in first.split(b'href="/notes/') if card[:1].isdigit()]
    again = browser.get("/", headers={"Cache-Control": "max-age=0"}).content
    assert not any(b'href="/notes/' + card.split(b"/")[0] + b"/" in again for card in cards)


def test_what_was_shown_does_not_come_back_with_the_next_list(many, monkeypatch):
    many(130)
    me = make.user()
    before = shown(me, pages=2)
    monkeypatch.setattr(rankings, "FRESH_S", -1)
    assert not set(before) & set(shown(me))


def test_when_all_was_seen_it_is_shown_again(many):
    notes = many(12)
    me = make.user()
    seen(me, *notes)
    assert sorted(shown(me)) == sorted(note.pk for note in notes)


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_redis_may_forget_the_list_in_the_middle(many, pages):
    many(170)
    me = make.user()
    found, after = [], ""
    for number in range(20):
        if number == pages:
            cache.clear()
        page = feeds.discover(me, after)
        found += [note.pk for note in page]
        if not (after := page.after):
            break
    assert len(found) == len(set(found)) == 170


def test_another_window_repeats_nothing_in_this_one(many):
    many(170)
    me = make.user()
    first = feeds.discover(me)
    shown(me, renew=True)
    rest, after = [], first.after
    while after:
        page = feeds.discover(me, after)
        rest += [note.pk for note in page]
        after = page.after
    assert len(rest) == len(set(rest))
    assert not {note.pk for note in first} & set(rest)


@pytest.mark.parametrize("after", ["x", "WzEsMiwzXQ", "WzEsLTUsW11d", "WzEsOTk5OTksWyJhIl1d", "A" * 1000])
def test_a_cursor_that_is_none_starts_over(many, after):
    many(40)
    assert len(feeds.discover(make.user(), after)) == 30


def test_the_list_is_in_the_database_from_the_second_page_on(many):
    many(90)
    me = make.user()
    shown(me)
    assert not Ranking.objects.exists()
    shown(me, pages=2)
    assert Ranking.objects.get().depth == 60


def test_without_redis_members_still_get_their_pages(many, settings):
    many(70)
    location = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": location}
    me = make.user()
    found, after = [], ""
    for _ in range(3):
        page = feeds.discover(me, after)
        found += [note.pk for note in page]
        after = page.after
    assert len(found) == len(set(found)) == 70
