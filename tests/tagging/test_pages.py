"""The page of a tag and its answer over the API: where it stands, what it is called, what it shows."""

import pytest

from tagging.actions import merge_tags
from tagging.models import Tag, TagAlias
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea():
    food = make.tag(name="美食")
    cantonese = make.tag(name="粤菜", parent=food)
    tea = make.tag(name="早茶", parent=cantonese, kind="commodity", note_count=2)
    Tag.objects.filter(pk=tea.pk).update(description="广东的早点", description_en="Morning tea of Canton")
    for name in ("虾饺", "烧卖"):
        make.tag(name=name, parent=tea, note_count=1)
    make.tag(name="坏词", parent=tea, is_banned=True)
    TagAlias.objects.create(tag=tea, name="饮茶")
    return Tag.objects.get(pk=tea.pk)


def test_the_page_links_up_and_down_and_names_the_other_names(client, tea, no_n_plus_one):
    note = make.note(tags=[tea], photos=1)
    page = client.get(tea.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert page.index("#美食") < page.index("#粤菜") < page.index("<h1>早茶")
    assert page.index("<h1>早茶") < page.index("#虾饺")
    assert "#坏词" not in page
    assert "Also: 饮茶" in page
    assert "Morning tea of Canton" in page
    assert f'<img class="tag-head__mark" src="/media/{note.cover.folder}' in page


def test_the_description_is_in_the_readers_language(client, tea):
    page = client.get(tea.get_absolute_url(), headers={"accept-language": "zh-hans"})
    assert "广东的早点" in page.content.decode()


def test_a_note_stays_under_the_words_it_carries(client, tea):
    make.note(title="只写早茶", tags=[tea])
    assert "只写早茶" not in client.get("/tags/粤菜/").content.decode()


def test_the_cover_of_a_note_that_is_gone_is_not_shown(client, tea):
    note = make.note(tags=[tea], photos=1, status="removed")
    assert note.cover.folder not in client.get(tea.get_absolute_url()).content.decode()


def test_the_page_costs_the_same_however_many_stand_around(client, tea, django_assert_max_num_queries):
    for number in range(30):
        make.tag(name=f"茶点{number}", parent=tea)
        TagAlias.objects.create(tag=tea, name=f"yum{number}")
        make.note(tags=[tea, f"话题{number}"], photos=1)
    with django_assert_max_num_queries(12):
        assert client.get(tea.get_absolute_url()).status_code == 200


def test_the_api_tells_the_same(client, tea, no_n_plus_one):
    answer = client.get("/api/v1/tags/饮茶/").json()
    assert {name: answer[name] for name in ("name", "kind", "description", "aliases", "cover")} == {
        "name": "早茶",
        "kind": "commodity",
        "description": "广东的早点",
        "aliases": ["饮茶"],
        "cover": None,
    }
    assert [tag["name"] for tag in answer["parents"]] == ["美食", "粤菜"]
    assert {tag["name"] for tag in answer["children"]} == {"虾饺", "烧卖"}


def test_the_api_lists_by_kind_and_by_parent(client, tea):
    names = [tag["name"] for tag in client.get("/api/v1/tags/", {"parent": "早茶"}).json()["results"]]
    assert set(names) == {"虾饺", "烧卖"}
    assert [tag["name"] for tag in client.get("/api/v1/tags/?kind=commodity").json()["results"]] == ["早茶"]
    kinds = client.get("/api/v1/tag-kinds/", headers={"accept-language": "en"}).json()
    assert {"kind": "place", "name": "place"} in kinds


def test_an_address_from_before_a_merge_leads_to_the_tag(client, tea):
    make.note(tags=[tea])
    old = make.tag(name="Yum Cha")
    merge_tags(into=tea, tags=[old])
    for slug in ("yum-cha", "yumcha"):
        response = client.get(f"/tags/{slug}/")
        assert (response.status_code, response.headers["Location"]) == (302, tea.get_absolute_url())
        assert client.get(f"/api/v1/tags/{slug}/").json()["name"] == "早茶"
