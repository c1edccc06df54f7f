"""The pages and the API of Discover: reasons, arms, queries, visitors."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.actions import set_follow
from notes.actions import set_like
from notes.models import Note
from recommend import actions, feeds
from recommend.feeds.discover import reasons_of, shelves
from recommend.feeds.spacing import AUTHOR_WINDOW, PAID_WINDOW, TAG_MOST, TAG_WINDOW
from recommend.models import Arm
from tests import make
from tests.recommend.discovering import UNKEPT, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


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


def test_where_few_people_wrote_all_that_is_hot_visitors_still_read_others():
    busy = make.user.create_batch(5)
    for place in range(200):
        make.note(author=busy[place % 5], hot=1000 - place)
    for place in range(80):
        make.note(hot=500 - place)
    after, stream = "", []
    for _ in range(4):
        page = feeds.discover(AnonymousUser(), after)
        stream += page.rows
        after = page.after
    assert len(stream) == len({note.pk for note in stream}) >= 90
    for end in range(1, len(stream) + 1):
        near = [note.author_id for note in stream[max(0, end - AUTHOR_WINDOW) : end]]
        assert len(near) == len(set(near))


@pytest.mark.parametrize("what", ["note", "author", "tag"])
def test_what_a_member_hid_stays_hidden_without_personalisation(what):
    me = make.user()
    note = make.note(tags=["t"])
    other = make.note()
    told = {"note": {"note": note}, "author": {"author": note.author}, "tag": {"tag": note.tags.get()}}
    actions.hide(user=me, **told[what])
    actions.set_personalised(user=me, on=False)
    assert shown(me) == [other.pk]


def test_visitors_see_all_of_it_once():
    notes = make.note.create_batch(100, author=make.user())
    after, found = "", []
    for _ in range(10):
        page = feeds.discover(AnonymousUser(), after)
        found += [note.pk for note in page]
        if not (after := page.after):
            break
    assert sorted(found) == sorted(note.pk for note in notes)
