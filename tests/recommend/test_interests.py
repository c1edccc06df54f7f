"""What is learned about a member, what they choose and hide, and the pages and API for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from notes.actions import set_bookmark, set_like
from recommend import actions, feeds, learning
from recommend.events import log
from recommend.events.entries import Entry, act
from recommend.feeds.interests import explained, faded, interests_of, starting_tags, taste_of
from recommend.models import Event, Interest, Kind, NotInterested
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db


def learn(user) -> dict[str, float]:
    actions.learn_interests([user.pk])
    user.__dict__.pop("_taste", None)
    names = dict(Tag.objects.values_list("pk", "name"))
    return {names[pk]: weight for pk, weight in interests_of(user)}


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


# --- Learning -----------------------------------------------------------------------------------------------


def test_what_was_done_more_and_later_weighs_more(member):
    tea, coffee, cake = (make.note(tags=[name]) for name in ("喝茶", "咖啡", "蛋糕"))
    now = timezone.now()
    Event.objects.create(user=member, note=coffee, kind=Kind.CLICK, at=now)
    Event.objects.create(user=member, note=cake, kind=Kind.CLICK, at=now - timedelta(days=14))
    set_bookmark(note=tea, user=member, on=True)
    learned = learn(member)
    assert list(learned) == ["喝茶", "咖啡", "蛋糕"]
    assert learned["咖啡"] == pytest.approx(2 * learned["蛋糕"], rel=0.01)


def test_learning_twice_counts_once(member):
    set_like(note=make.note(tags=["喝茶"]), user=member, on=True)
    assert learn(member) == pytest.approx(learn(member), rel=0.001)


def test_a_like_taken_back_is_unlearned(member):
    note = make.note(tags=["喝茶"])
    set_like(note=note, user=member, on=True)
    assert "喝茶" in learn(member)
    set_like(note=note, user=member, on=False)
    assert learn(member) == {}


def test_rare_tags_say_more_than_common_ones(member):
    Tag.objects.filter(pk=make.tag(name="美食").pk).update(note_count=5_000)
    set_like(note=make.note(tags=["美食", "臭豆腐"]), user=member, on=True)
    assert list(learn(member)) == ["臭豆腐", "美食"]


def test_only_a_long_look_is_reading(member):
    short, long = make.note(tags=["快"]), make.note(tags=["慢"])
    Event.objects.create(user=member, note=short, kind=Kind.DWELL, dwell_ms=2_000)
    Event.objects.create(user=member, note=long, kind=Kind.DWELL, dwell_ms=60_000)
    assert list(learn(member)) == ["慢"]


def test_impressions_teach_nothing(member):
    Event.objects.create(user=member, note=make.note(tags=["喝茶"]), kind=Kind.IMPRESSION)
    assert learn(member) == {}


def test_own_notes_banned_tags_and_removed_notes_teach_nothing(member):
    own = make.note(author=member, tags=["我的"])
    removed = make.note(tags=["没了"], status="removed")
    banned = make.note(tags=["禁"])
    Tag.objects.filter(name="禁").update(is_banned=True)
    for note in (own, removed, banned):
        Event.objects.create(user=member, note=note, kind=Kind.CLICK)
    assert learn(member) == {}


def test_purchases_teach_the_brand_until_they_are_given_back(member):
    make.tag(name="大白兔", kind="brand")
    line = make.delivered_line(member, make.product(brand=make.brand(name="大白兔")))
    assert "大白兔" in learn(member)
    line.order.__class__.objects.update(state="refunded")
    assert learn(member) == {}


def test_hiding_a_note_weighs_against_its_tags(member):
    liked, hidden = make.note(tags=["喝茶"]), make.note(tags=["喝茶"])
    set_like(note=liked, user=member, on=True)
    before = learn(member)["喝茶"]
    actions.hide(user=member, note=hidden)
    assert learn(member).get("喝茶", 0) < before


def test_weights_fade(member):
    now = timezone.now()
    assert faded(4.0, now - timedelta(days=14), now) == pytest.approx(2.0)
    Interest.objects.create(user=member, tag=make.tag(), weight=4.0, counted_at=now - timedelta(days=28))
    assert interests_of(member)[0][1] == pytest.approx(1.0, rel=0.01)


def test_the_log_asks_to_learn_from_who_did_something(member):
    note = make.note(tags=["喝茶"])
    log.record([act(Kind.CLICK, user_id=member.pk, note_id=note.pk)])
    log.record([Entry(Kind.IMPRESSION, 5, timezone.now(), make.user().pk, note.pk)])
    log.ask_to_learn([member.pk])
    log.write_waiting()
    assert actions.learn_soon() == 1
    assert actions.learn_soon() == 0
    assert Interest.objects.get().user == member


def test_the_night_learns_everybody_who_did_something(member, run_tasks):
    note = make.note(tags=["喝茶"])
    Event.objects.create(user=member, note=note, kind=Kind.CLICK)
    Event.objects.create(user=make.user(), note=note, kind=Kind.CLICK, at=timezone.now() - timedelta(days=3))
    Event.objects.create(note=note, kind=Kind.CLICK)
    assert list(actions.members_to_learn()) == [[member.pk]]


def test_many_members_cost_no_more_queries_than_one(django_assert_max_num_queries):
    note = make.note(tags=["喝茶"])
    users = make.user.create_batch(10)
    for user in users:
        Event.objects.create(user=user, note=note, kind=Kind.CLICK)
    with django_assert_max_num_queries(20):
        learning.learn([user.pk for user in users], timezone.now())


# --- Chosen, taken out, switched off, erased ----------------------------------------------------------------


def test_chosen_interests_come_first(member):
    set_like(note=make.note(tags=["喝茶"]), user=member, on=True)
    chosen = make.tag(name="滑雪")
    actions.choose_interests(user=member, tag_ids=[chosen.pk])
    assert list(learn(member)) == ["滑雪", "喝茶"]
    assert Interest.objects.get(tag=chosen).source == Interest.Source.CHOSEN


def test_choosing_again_replaces_what_was_offered_and_keeps_the_rest(member):
    a, b, own = make.tag(), make.tag(), make.tag()
    actions.choose_interests(user=member, tag_ids=[a.pk, own.pk])
    actions.choose_interests(user=member, tag_ids=[b.pk], among={a.pk, b.pk})
    assert {row.tag for row in explained(member)} == {b, own}


def test_what_was_taken_out_is_not_learned_again(member):
    note = make.note(tags=["喝茶"])
    set_like(note=note, user=member, on=True)
    learn(member)
    actions.remove_interest(user=member, tag=tag("喝茶"))
    assert interests_of(member) == []
    assert learn(member) == {}
    actions.choose_interests(user=member, tag_ids=[tag("喝茶").pk])
    assert list(learn(member)) == ["喝茶"]


def test_off_means_no_interests_and_no_learning(member):
    set_like(note=make.note(tags=["喝茶"]), user=member, on=True)
    learn(member)
    actions.set_personalised(user=member, on=False)
    assert interests_of(member) == []
    Interest.objects.all().delete()
    actions.learn_interests([member.pk])
    assert not Interest.objects.exists()


def test_erased_is_not_learned_again_but_new_acts_are(member):
    set_like(note=make.note(tags=["喝茶"]), user=member, on=True)
    learn(member)
    actions.remove_interest(user=member, tag=make.tag(name="滑雪"))
    actions.erase_learned(user=member)
    assert learn(member) == {}
    assert Interest.objects.get().tag.name == "滑雪"
    set_like(note=make.note(tags=["咖啡"]), user=member, on=True)
    assert list(learn(member)) == ["咖啡"]


def test_beginning_anew_forgets_all(member):
    actions.choose_interests(user=member, tag_ids=[make.tag().pk])
    actions.reset_interests(user=member)
    assert not Interest.objects.exists()


def test_interests_cost_one_query_and_then_none(member, django_assert_num_queries):
    actions.choose_interests(user=member, tag_ids=[make.tag().pk, make.tag().pk])
    actions.hide(user=member, note=make.note())
    member.__dict__.pop("_taste", None)
    with django_assert_num_queries(1):
        assert len(interests_of(member)) == 2
    member.__dict__.pop("_taste", None)
    with django_assert_num_queries(0):
        assert len(interests_of(member)) == 2


def test_banned_tags_are_no_interest(member):
    chosen = make.tag()
    actions.choose_interests(user=member, tag_ids=[chosen.pk])
    Tag.objects.filter(pk=chosen.pk).update(is_banned=True)
    assert interests_of(member) == []


def test_the_start_is_what_most_notes_are_about():
    Tag.objects.filter(pk=make.tag(name="火锅").pk).update(note_count=9)
    Tag.objects.filter(pk=make.tag(name="禁").pk).update(note_count=99, is_banned=True)
    assert starting_tags() == [(tag("火锅").pk, 1.0)]


# --- Hiding -------------------------------------------------------------------------------------------------


def test_a_hidden_note_leaves_every_list_at_once_and_comes_back(member, client_of):
    note = make.note(title="看不见的茶", tags=["喝茶"])
    client, page = client_of(member), f"/tags/{tag('喝茶').slug}/"
    assert "看不见的茶" in client.get(page).text
    hidden = actions.hide(user=member, note=note)
    assert "看不见的茶" not in client.get(page).text
    assert note.pk not in feeds.cards_of([note.pk], member)
    actions.unhide(user=member, hidden_id=hidden.pk)
    assert "看不见的茶" in client.get(page).text


def test_authors_and_tags_are_remembered(member):
    author, hated = make.user(), make.tag()
    actions.choose_interests(user=member, tag_ids=[hated.pk])
    actions.hide(user=member, author=author)
    actions.hide(user=member, tag=hated)
    found = taste_of(member)
    assert (found.authors, found.tags, found.interests) == ({author.pk}, {hated.pk}, ())


def test_hiding_twice_is_hiding_once_and_recorded_once(member, run_tasks):
    note = make.note()
    with run_tasks():
        first = actions.hide(user=member, note=note)
        actions.unhide(user=member, hidden_id=first.pk)
        actions.hide(user=member, note=note)
        actions.hide(user=member, note=note)
    log.write_waiting()
    assert NotInterested.objects.count() == 1
    assert list(Event.objects.values_list("kind", flat=True)) == [Kind.HIDE]


def test_nobody_hides_their_own(member):
    with pytest.raises(DomainError):
        actions.hide(user=member, note=make.note(author=member))
    with pytest.raises(DomainError):
        actions.hide(user=member, author=member)


def test_others_cannot_undo(member):
    hidden = actions.hide(user=member, note=make.note())
    assert actions.unhide(user=make.user(), hidden_id=hidden.pk) is None
    assert NotInterested.objects.exists()


# --- Pages --------------------------------------------------------------------------------------------------


def test_a_newcomer_chooses_and_goes_on_to_people(client, django_assert_max_num_queries):
    tags = [make.note(tags=[name]).tags.get() for name in ("喝茶", "咖啡", "蛋糕")]
    Tag.objects.update(note_count=3)
    form = {"email": "new@example.org", "password1": make.PASSWORD, "consent": "on"}
    assert client.post("/accounts/signup/", form).url == "/interests/"
    with django_assert_max_num_queries(12):
        page = client.get("/interests/").text
    assert all(tag.name in page for tag in tags)
    answer = client.post("/interests/", {"tag": [tag.pk for tag in tags[:2]]})
    assert answer.url == "/people/"
    assert Interest.objects.filter(source="chosen").count() == 2


def test_my_interests_say_why(member, client_of, django_assert_max_num_queries):
    for _n in range(3):
        set_like(note=make.note(tags=["喝茶"]), user=member, on=True)
    learn(member)
    actions.choose_interests(user=member, tag_ids=[make.tag(name="滑雪").pk])
    actions.hide(user=member, note=make.note(title="Not this"))
    assert [(row.tag.name, row.why) for row in explained(member)] == [
        ("滑雪", "You chose it"),
        ("喝茶", "You liked 3 notes about it"),
    ]
    client = client_of(member)
    with django_assert_max_num_queries(12):
        page = client.get("/interests/mine/").text
    assert "You liked 3 notes about it" in page
    assert "Not this" in page


def test_add_remove_reset(member, client_of):
    client, known = client_of(member), make.tag(name="滑雪")
    client.post("/interests/add/", {"name": "#滑雪"})
    assert [row.tag for row in explained(member)] == [known]
    assert "There is no such tag yet" in client.post("/interests/add/", {"name": "没有"}, follow=True).text
    client.post(f"/interests/{known.pk}/remove/")
    member.__dict__.pop("_taste", None)
    assert explained(member) == []
    client.post("/interests/reset/")
    assert not Interest.objects.exists()


def test_personalisation_page(member, client_of):
    client = client_of(member)
    assert "Personalisation is on" in client.get("/settings/personalisation/").text
    client.post("/settings/personalisation/", {"on": "0"})
    assert "Personalisation is off" in client.get("/settings/personalisation/").text
    Event.objects.create(user=member, kind=Kind.CLICK)
    client.post("/settings/personalisation/erase/")
    assert not Event.objects.filter(user=member).exists()


@pytest.mark.parametrize("what", ["note", "author", "tag"])
def test_not_interested_page(member, client_of, what):
    note = make.note(tags=["喝茶"])
    client, page = client_of(member), f"/notes/{note.pk}/not-interested/"
    assert "Less by this person" in client.get(page).text
    value = f"tag:{tag('喝茶').pk}" if what == "tag" else what
    client.post(page, {"what": value, "next": "/following/"})
    hidden = NotInterested.objects.get()
    assert getattr(hidden, f"{what}_id")
    answer = client.post(f"/hidden/{hidden.pk}/undo/", headers={"HX-Request": "true"})
    assert ("note:shown" in answer.headers.get("HX-Trigger", "")) == (what == "note")
    assert not NotInterested.objects.exists()


def test_a_tag_that_the_note_does_not_have_is_refused(member, client_of):
    note, other = make.note(), make.tag()
    answer = client_of(member).post(f"/notes/{note.pk}/not-interested/", {"what": f"tag:{other.pk}"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/interests/", "/interests/mine/", "/settings/personalisation/", "/notes/1/not-interested/"],
)
def test_visitors_sign_in_first(client, path):
    assert client.get(path).status_code == 302


# --- API ----------------------------------------------------------------------------------------------------


def test_api(member, client_of):
    client, known, note = client_of(member), make.tag(name="滑雪"), make.note()
    json = {"content_type": "application/json"}
    answer = client.post("/api/v1/interests/", {"tags": [known.slug]}, **json)
    assert [(row["tag"]["name"], row["why"]) for row in answer.json()] == [("滑雪", "You chose it")]
    assert client.delete(f"/api/v1/interests/{known.slug}/").status_code == 204
    assert client.get("/api/v1/interests/").json() == []
    assert client.delete("/api/v1/interests/").status_code == 204
    assert client.put("/api/v1/personalisation/", {"is_personalised": False}, **json).json() == {
        "is_personalised": False
    }
    assert client.delete("/api/v1/personalisation/").status_code == 204
    hidden = client.post("/api/v1/hidden/", {"note": note.pk}, **json).json()
    assert hidden["note"] == note.pk
    assert client.post("/api/v1/hidden/", {"author": True, "of": note.pk}, **json).json()["author"]
    assert client.post("/api/v1/hidden/", {"tag": known.slug}, **json).json()["tag"] == known.slug
    assert client.post("/api/v1/hidden/", {}, **json).status_code == 400
    assert len(client.get("/api/v1/hidden/").json()) == 3
    assert client.delete(f"/api/v1/hidden/{hidden['id']}/").status_code == 204


def test_api_takes_events(member, client_of, client):
    note = make.note()
    body = {"events": [{"id": "a", "kind": "click", "note": note.pk, "surface": "tag"}, {"id": "b"}]}
    answer = client_of(member).post("/api/v1/events/", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (202, {"taken": 1})
    assert client.post("/api/v1/events/", {"events": 5}, content_type="application/json").status_code == 400
    big = {"events": [{"id": "x" * 20_000}]}
    assert client.post("/api/v1/events/", big, content_type="application/json").status_code == 413
    log.write_waiting()
    assert Event.objects.get(user=member).note == note
