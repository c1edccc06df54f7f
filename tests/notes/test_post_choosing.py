"""What the posting page offers while one writes."""

import time

import pytest
from django.urls import reverse

from accounts.actions import set_block, set_follow
from tagging.actions import load_vocabulary
from tagging.matching import forget
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    load_vocabulary()
    forget()
    yield
    forget()


def ask(client, name, **query):
    answer = client.get(reverse(f"notes:{name}"), query)
    assert answer.status_code == 200
    return answer.json()["items"]


def suggest(client, **words):
    answer = client.post(reverse("notes:suggest_tags"), words)
    assert answer.status_code == 200
    return answer.json()["tags"]


def test_words_place_and_products_suggest_tags_with_their_kind(client_of, member, vocabulary):
    product = make.product(brand=make.brand(name="云雾茶行"))
    found = suggest(
        client_of(member), title="杭州的早茶", text="西湖边 #周末", place="楼外楼茶室", products=product.pk
    )
    by_name = {tag["name"]: tag for tag in found}
    assert by_name["杭州"]["kind"] == "place"
    assert by_name["杭州"]["how"] == "text"
    assert by_name["楼外楼茶室"] == {
        "id": None,
        "name": "楼外楼茶室",
        "kind": "place",
        "kind_label": "place",
        "how": "place",
    }
    assert by_name["云雾茶行"]["kind"] == "brand"
    assert "周末" not in by_name
    assert len(found) <= 8
    assert not Tag.objects.filter(name="楼外楼茶室").exists()


def test_banned_tags_are_not_suggested(client_of, member, vocabulary):
    Tag.objects.update_or_create(name="杭州", defaults={"is_banned": True, "kind": "place"})
    forget()
    assert "杭州" not in [tag["name"] for tag in suggest(client_of(member), title="杭州", place="杭州")]


def test_suggesting_takes_no_time(client_of, member, vocabulary):
    client = client_of(member)
    words = {"title": "杭州的早茶", "text": "上海的咖啡馆和北京的胡同，周末去看电影。" * 25}
    suggest(client, **words)
    started = time.perf_counter()
    for _ in range(10):
        suggest(client, **words)
    assert (time.perf_counter() - started) / 10 < 0.1


def test_too_many_questions_are_refused(client_of, member, monkeypatch):
    monkeypatch.setattr("core.ratelimit.time.time", lambda: 1_800_000_000)
    client = client_of(member)
    answers = [client.get(reverse("notes:find_places"), {"q": ""}).status_code for _ in range(181)]
    assert answers[-1] == 429
    assert answers[0] == 200


def test_a_tag_begun_is_completed(client_of, member):
    make.tag(name="早茶", note_count=5)
    make.tag(name="早餐", note_count=9)
    Tag.objects.update_or_create(name="早退", defaults={"is_banned": True})
    items = ask(client_of(member), "complete", **{"for": "tag", "q": "早"})
    assert [item["value"] for item in items] == ["早餐", "早茶"]
    assert items[0] == {"value": "早餐", "label": "早餐", "kind_label": "topic", "count": 9}


def test_a_person_begun_is_completed_followed_first_and_not_across_a_block(client_of, member):
    known, stranger, foe = (make.user(handle=f"lin{n}", name=f"Lin {n}") for n in range(3))
    set_follow(follower=member, followed=known, on=True)
    set_block(blocker=foe, blocked=member, on=True)
    member.refresh_from_db()
    items = ask(client_of(member), "complete", **{"for": "person", "q": "@lin"})
    assert [item["value"] for item in items] == [known.handle, stranger.handle]
    assert [item["value"] for item in ask(client_of(member), "complete", **{"for": "person"})] == [
        known.handle
    ]


def test_products_of_the_mall_and_of_ones_own_orders(client_of, member, django_assert_max_num_queries):
    line = make.delivered_line(buyer=member, product=make.product(name="龙井茶叶"))
    make.product(name="龙井茶杯")
    make.product(name="龙井茶壶", is_listed=False)
    client = client_of(member)
    found = {item["name"]: item["bought"] for item in ask(client, "find_products", q="龙井")}
    assert found in ({"龙井茶叶": True, "龙井茶杯": False}, {})
    mine = ask(client, "find_products", mine="1")
    assert [(item["id"], item["bought"]) for item in mine] == [(line.sku.product_id, True)]
    assert mine[0]["price"].startswith("¥")
    with django_assert_max_num_queries(6):
        assert len(ask(client, "find_products")) == 2
    assert ask(client, "find_products", mine="1", q="咖啡") == []


def test_places_begun_are_found_in_both_scripts(client_of, member):
    client = client_of(member)
    assert "杭州" in [item["value"] for item in ask(client, "find_places", q="杭")]
    assert "上海" in [item["value"] for item in ask(client, "find_places", q="Shangh")]
    make.tag(name="杭州小馆", kind=Tag.Kind.PLACE, note_count=3)
    assert ask(client, "find_places", q="杭州小")[0]["value"] == "杭州小馆"
    assert ask(client, "find_places", q="") == []


def test_visitors_get_no_answers(client):
    for name in ("complete", "find_products", "find_places", "autosave", "suggest_tags", "upload"):
        assert client.post(reverse(f"notes:{name}")).status_code == 302
