"""Operators curate the vocabulary: filters, bulk actions with a page that asks, history, bounded queries."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from zeal import zeal_ignore

from tagging.models import KindProposal, Tag
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/admin/tagging/tag/"
PROPOSALS = "/admin/tagging/kindproposal/"


@pytest.fixture
def admin(client_of, operator):
    return client_of(operator)


def act(client, url, action, rows, **answer):
    return client.post(
        url, {"action": action, "_selected_action": [row.pk for row in rows], **answer}, follow=True
    )


def test_merging_asks_first(admin, run_tasks):
    big, small = make.tag(name="早茶", note_count=5), make.tag(name="饮茶")
    note = make.note(tags=[small])
    page = act(admin, LIST, "merge", [big, small]).content.decode()
    assert f'value="{big.pk}" checked' in page
    assert Tag.objects.count() == 2
    with run_tasks():
        act(admin, LIST, "merge", [big, small], into=big.pk)
    assert list(note.tags.all()) == [big]
    assert {entry.object_id for entry in LogEntry.objects.all()} == {str(big.pk), str(small.pk)}


def test_a_banned_tag_is_not_merged_and_the_page_says_so(admin):
    good, bad = make.tag(), make.tag(name="spam", is_banned=True)
    page = act(admin, LIST, "merge", [good, bad], into=good.pk).content.decode()
    assert "#spam is banned" in page
    assert Tag.objects.count() == 2


def test_a_merge_into_a_tag_that_was_not_chosen_is_refused(admin):
    one, two, other = make.tag(), make.tag(), make.tag()
    response = act(admin, LIST, "merge", [one, two], into=other.pk)
    assert response.status_code == 422
    assert Tag.objects.count() == 3


def test_kind_ban_and_allow_in_bulk(admin):
    tags = [make.tag(), make.tag()]
    assert b'name="kind"' in act(admin, LIST, "set_kind", tags).content
    act(admin, LIST, "set_kind", tags, kind="film")
    act(admin, LIST, "ban", tags)
    assert set(Tag.objects.values_list("kind", "is_banned")) == {("film", True)}
    act(admin, LIST, "allow", tags)
    assert not Tag.objects.filter(is_banned=True).exists()
    assert LogEntry.objects.count() == 6


def test_one_tag_is_edited_with_parent_texts_and_cover(admin, run_tasks):
    top, tag = make.tag(name="粤菜"), make.tag(name="早茶")
    note = make.note(tags=[tag])
    form = {
        "name": "早茶",
        "kind": "commodity",
        "parent": top.pk,
        "description": "茶点",
        "description_en": "Dim sum",
        "is_vocabulary": "on",
        "lat": "",
        "lng": "",
        "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0,
        "aliases-0-name": "Yum Cha",
        "aliases-0-tag": tag.pk,
        "cover": SimpleUploadedFile("a.jpg", make.jpeg(900, 600), "image/jpeg"),
    }
    with run_tasks(), zeal_ignore():  # the form looks up the tag and the parent in one place
        response = admin.post(f"{LIST}{tag.pk}/change/", form)
    assert response.status_code == 302
    tag.refresh_from_db()
    note.refresh_from_db()
    assert (tag.parent, tag.description_en, tag.aliases.get().name) == (top, "Dim sum", "yumcha")
    assert tag.cover.name.endswith(".webp")
    assert note.indexed_revision == note.revision == 2
    upside_down = form | {"name": "粤菜", "parent": tag.pk, "cover": "", "aliases-TOTAL_FORMS": 0}
    with zeal_ignore():
        page = admin.post(f"{LIST}{top.pk}/change/", upside_down)
    assert page.status_code == 200
    assert "is already below" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["", "?use=100", "?proposed=yes", "?kind__exact=place", "?parent__isempty=0", "?q=早"]
)
def test_the_list_costs_the_same_however_long(admin, query, django_assert_max_num_queries):
    top = make.tag(name="早上")
    for number in range(30):
        tag = make.tag(
            name=f"早茶{number}", parent=top, note_count=200, kind="place" if number % 2 else "topic"
        )
        KindProposal.objects.create(tag=tag, kind="film", score=0.5, reason="…")
    with django_assert_max_num_queries(12):
        assert admin.get(LIST + query).status_code == 200
    with django_assert_max_num_queries(12):
        assert admin.get(PROPOSALS).status_code == 200


def test_proposals_are_decided_in_bulk(admin):
    rows = [
        KindProposal.objects.create(tag=make.tag(note_count=3), kind="film", score=0.6, reason="《…》")
        for _ in range(3)
    ]
    act(admin, PROPOSALS, "accept", rows[:2])
    act(admin, PROPOSALS, "decline", rows[2:])
    assert sorted(KindProposal.objects.values_list("state", "tag__kind")) == [
        ("accepted", "film"),
        ("accepted", "film"),
        ("declined", "topic"),
    ]


def test_strangers_do_not_curate(client_of, member):
    tag = make.tag()
    act(client_of(member), LIST, "ban", [tag])
    tag.refresh_from_db()
    assert not tag.is_banned
