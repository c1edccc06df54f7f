"""Discover for a member: where its notes come from, what never stands there, what stays while one scrolls."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.actions import set_block, set_follow, set_mute
from accounts.models import User
from notes.actions import delete_note, set_bookmark, set_like
from notes.models import Note, TaggedNote
from recommend import actions, feeds
from recommend.actions import feed as feed_actions
from recommend.feeds.discover import rankings, reasons_of, shelves
from recommend.feeds.discover.scoring import weighing_of
from recommend.feeds.spacing import AUTHOR_WINDOW, PAID_WINDOW, TAG_MOST, TAG_WINDOW
from recommend.models import Arm, ArmDay, Event, Kind, Pick, Ranking, SimilarList, Surface
from recommend.results import Rate, results
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_shelves(db):
    shelves.forget()
    yield
    shelves.forget()


@pytest.fixture
def many(db):
    """`many(40)`: as many notes, each by somebody else, with a tag of its own; the earlier the hotter."""

    def run(number):
        people = User.objects.bulk_create(make.user.build_batch(number))
        before = timezone.now() - timedelta(days=30)
        notes = Note.objects.bulk_create(
            make.note.build(author=author, published_at=before, hot=100 - place / 10)
            for place, author in enumerate(people)
        )
        TaggedNote.objects.bulk_create(
            TaggedNote(content_object=note, tag=make.tag(name=f"t{place}"))
            for place, note in enumerate(notes)
        )
        return notes

    return run


# Tests keep nothing in the process: arms, channels, tags and hashtags above the feed are asked for each time.
UNKEPT = 5


def old(**fields):
    """A note that is not new, so that nothing but what a test is about speaks for it."""
    return make.note(published_at=timezone.now() - timedelta(days=30), **fields)


def seen(user, *notes, kind=Kind.IMPRESSION, at=None, **fields):
    for note in notes:
        Event.objects.create(user=user, note=note, kind=kind, at=at or timezone.now(), **fields)


def shown(user, pages=1, **options):
    """The ids on so many pages, in their order."""
    found, after = [], ""
    for _ in range(pages):
        page = feeds.discover(user, after, **(options if not after else {}))
        found += [note.pk for note in page]
        after = page.after
        if not after:
            break
    return found


def why(user, note):
    return [reason.text for reason in feeds.reasons(user, note)]


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


# --- What stays while one scrolls ---------------------------------------------------------------------------


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


# --- Pages, API, cost ---------------------------------------------------------------------------------------


def test_the_card_leads_to_the_reasons(many, client_of):
    many(40)
    me = make.user()
    browser = client_of(me)
    page = browser.get("/").content.decode()
    pk = shown(me)[0]
    address = reverse("recommend:why", args=[pk])
    assert page.count("note-card__why") == 30
    assert f'hx-get="{address}"' in page
    sheet = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in sheet
    assert feeds.reasons(me, Note.objects.get(pk=pk))[0].text in sheet
    assert "<html" in browser.get(address).content.decode()


def test_nobody_learns_why_of_a_note_they_may_not_see(client):
    hidden = make.note(status=Note.Status.REMOVED)
    assert client.get(reverse("recommend:why", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("recommend:why", args=[make.note().pk])).status_code == 200


def test_the_page_names_its_arm(many, client_of):
    many(3)
    arm = Arm.objects.get_or_create(name="Standard", defaults={"share": 100, "is_active": True})[0]
    body = client_of(make.user()).get("/").content.decode()
    assert f'data-surface="discover" data-arm="{arm.pk}"' in body


def test_the_api_gives_the_reasons(many, client_of):
    many(90)
    me = make.user()
    coffee = make.note(tags=["coffee"], hot=99)
    actions.choose_interests(user=me, tag_ids=[coffee.tags.get().pk])
    body = client_of(me).get("/api/v1/discover/").json()
    assert body["results"][0]["id"] == coffee.pk
    assert body["results"][0]["why"][0]["text"] == "You chose #coffee"
    following = client_of(me).get("/api/v1/discover/", {"after": body["next"]}).json()
    assert not {row["id"] for row in body["results"]} & {row["id"] for row in following["results"]}
    assert client_of(me).get("/api/v1/discover/?renew=1").json()["results"][0]["id"] != coffee.pk


def test_visitors_have_the_api_too(many, client):
    many(3)
    body = client.get("/api/v1/discover/").json()
    assert [row["why"][0]["part"] for row in body["results"]] == ["popular"] * 3
    assert body["arm"] == 0


def test_six_queries_are_enough(many, client_of, django_assert_max_num_queries):
    many(60)
    me = make.user()
    liked = make.note(hot=90)
    set_like(note=liked, user=me, on=True)
    browser = client_of(me)
    shelves.refresh()
    with django_assert_max_num_queries(6 + UNKEPT):
        browser.get("/")


def test_reasons_of_a_page_cost_the_same_as_of_one(many, django_assert_max_num_queries):
    notes = many(40)
    me, friend = make.user(), make.user()
    set_follow(follower=me, followed=friend, on=True)
    for note in notes[:10]:
        set_follow(follower=friend, followed=note.author, on=True)
    actions.choose_interests(user=me, tag_ids=[note.tags.get().pk for note in notes[10:20]])
    page = feeds.discover(me)
    with django_assert_max_num_queries(6):
        assert len(reasons_of(me, page.rows)) == 30


# --- Results ------------------------------------------------------------------------------------------------


def test_what_an_arm_brought_is_counted_once():
    arm = Arm.objects.create(name="Tried", share=0)
    me, note = make.user(), make.note()
    at = timezone.now()
    for kind, number in ((Kind.IMPRESSION, 8), (Kind.CLICK, 3), (Kind.LIKE, 2), (Kind.HIDE, 1)):
        for _ in range(number):
            seen(me, note, kind=kind, at=at, surface=Surface.DISCOVER, arm=arm.pk)
    seen(me, note, kind=Kind.CLICK, at=at, surface=Surface.SEARCH, arm=arm.pk)
    for _ in range(2):
        feed_actions.count_arms()
    day = arm.days.get()
    assert (day.people, day.impressions, day.clicks, day.likes, day.saves, day.hides) == (1, 8, 3, 2, 0, 1)


@pytest.mark.parametrize(("number", "of"), [(0, 0), (0, 10), (5, 10), (10, 10), (12, 10), (300, 10_000)])
def test_the_interval_holds_the_rate(number, of):
    rate = Rate(number, of)
    assert 0.0 <= rate.low <= min(1.0, rate.rate) <= rate.high <= 1.0


def test_the_interval_is_wilsons():
    assert (round(Rate(10, 100).low, 4), round(Rate(10, 100).high, 4)) == (0.0552, 0.1744)


def test_operators_see_results_with_intervals(client_of, operator):
    one = Arm.objects.create(name="One", share=0)
    two = Arm.objects.create(name="Two", share=0)
    today = timezone.now().date()
    ArmDay.objects.create(arm=one, day=today, people=50, impressions=10_000, clicks=500)
    ArmDay.objects.create(arm=two, day=today, people=50, impressions=10_000, clicks=900)
    first, second = results(7)
    assert (first.apart, second.apart) == (frozenset(), {"clicks"})
    body = client_of(operator).get("/admin/recommend/arm/results/").content.decode()
    assert "5.00 %" in body
    assert "8.4" in body


def test_arms_share_no_more_than_all_members(client_of, operator):
    Arm.objects.all().delete()
    Arm.objects.create(name="Standard", share=80, is_active=True)
    new = {"name": "New", "share": 30, "is_active": "on", **dict.fromkeys(Arm.WEIGHTS, "0.5")}
    browser = client_of(operator)
    answer = browser.post("/admin/recommend/arm/add/", new)
    assert "leave 20 percent" in answer.content.decode()
    assert browser.post("/admin/recommend/arm/add/", new | {"share": 20}).status_code == 302
    assert (
        browser.post("/admin/recommend/arm/add/", new | {"name": "Far", "interest": "11"}).status_code == 200
    )
    assert Arm.objects.count() == 2


def test_operators_pick_notes(client_of, operator):
    note = make.note()
    browser = client_of(operator)
    new = {
        "note": note.pk,
        "reason": "For the rainy days",
        "starts_at_0": "2026-01-01",
        "starts_at_1": "00:00",
    }
    assert browser.post("/admin/recommend/pick/add/", new).status_code == 302
    assert Pick.objects.get().by == operator
    assert [row.facts.pk for row in shelves.shared()["pick"]] == [note.pk]
    browser.post(
        "/admin/recommend/pick/",
        {"action": "delete_selected", "_selected_action": Pick.objects.get().pk, "post": "yes"},
    )
    assert not Pick.objects.exists()


# --- Visitors -----------------------------------------------------------------------------------------------


def test_visitors_pages_keep_the_distances_too(client):
    brand = make.brand()
    people = make.user.create_batch(20)
    for place in range(140):
        make.note(
            author=people[place // 4 % 20],
            tags=[f"t{place // 3 % 9}"],
            paid_brand=brand if place % 4 == 0 else None,
            hot=1000 - place,
        )
    after, stream = "", []
    for _ in range(3):
        page = feeds.discover(AnonymousUser(), after)
        stream += page.rows
        after = page.after
    assert len(stream) == len({note.pk for note in stream}) == 90
    for end in range(1, 91):
        near = [note.author_id for note in stream[max(0, end - AUTHOR_WINDOW) : end]]
        assert len(near) == len(set(near))
        assert sum(note.paid_brand_id is not None for note in stream[max(0, end - PAID_WINDOW) : end]) <= 1
        tags = [tag.pk for note in stream[max(0, end - TAG_WINDOW) : end] for tag in note.tags.all()]
        assert all(tags.count(tag) <= TAG_MOST for tag in tags)


def test_visitors_see_all_of_it_once():
    notes = make.note.create_batch(100, author=make.user())
    after, found = "", []
    for _ in range(10):
        page = feeds.discover(AnonymousUser(), after)
        found += [note.pk for note in page]
        if not (after := page.after):
            break
    assert sorted(found) == sorted(note.pk for note in notes)


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
