"""The vocabulary goes out as a table and comes back the same; a bad row is named and nothing is brought in."""

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tagging.exchange import TagResource
from tagging.models import Tag, TagAlias
from tests import make

pytestmark = pytest.mark.django_db


def table() -> list[tuple]:
    tags = Tag.objects.order_by("key").prefetch_related("aliases").select_related("parent")
    return [
        (
            *(tag.name, tag.kind, tag.lat, tag.lng, tag.description, tag.description_en),
            *(tag.is_vocabulary, tag.is_banned, tag.parent and tag.parent.name),
            sorted(alias.name for alias in tag.aliases.all()),
        )
        for tag in tags
    ]


def bring(text: str, **kwargs):
    return TagResource().import_data(tablib.Dataset().load(text, format="csv"), raise_errors=False, **kwargs)


@pytest.fixture
def vocabulary():
    food = make.tag(name="粤菜", description="广东菜", description_en="Cantonese food", is_vocabulary=True)
    tea = make.tag(name="早茶", parent=food)
    place = make.tag(name="达拉斯", kind=Tag.Kind.PLACE, lat=32.78306, lng=-96.80667)
    make.tag(name='坏词, "引号"', is_banned=True)
    TagAlias.objects.bulk_create(
        [TagAlias(tag=tea, name="饮茶"), TagAlias(tag=tea, name="dimsum"), TagAlias(tag=place, name="dallas")]
    )


@pytest.mark.parametrize("way", ["csv", "tsv", "json"])
def test_what_is_taken_away_comes_back_the_same(vocabulary, way):
    before = table()
    text = TagResource().export().export(way)
    Tag.objects.all().delete()
    result = TagResource().import_data(tablib.Dataset().load(text, format=way), raise_errors=True)
    assert result.totals["new"] == len(before)
    assert table() == before
    again = TagResource().import_data(tablib.Dataset().load(text, format=way), raise_errors=True)
    assert not again.has_errors()
    assert table() == before


def test_a_column_left_out_leaves_what_is_there(vocabulary):
    bring("name,kind\n早 茶,commodity\n")
    tea = Tag.objects.get(key="早茶")
    assert (tea.kind, tea.parent.name, tea.aliases.count()) == ("commodity", "粤菜", 2)


def test_parents_may_stand_below_and_change_places(vocabulary):
    assert not bring("name,parent\n粤菜,早茶\n早茶,\n虾饺,早茶\n").has_errors()
    assert dict(Tag.objects.filter(parent__isnull=False).values_list("name", "parent__name")) == {
        "粤菜": "早茶",
        "虾饺": "早茶",
    }


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("#,topic,,,,", "not a word"),
        ("new,song,,,,", "no kind"),
        ("new,place,,,91,0", "globe"),
        ("new,place,,,north,0", "numbers"),
        ("new,place,,,1,", "numbers"),
        ("new,topic,早茶,,,", "another tag"),
        ("new,topic,饮茶,,,", "another tag"),
        ("饮茶,topic,,,,", "another name"),
        ("new,topic,,nowhere,,", "no tag"),
        ("粤菜,topic,,早茶,,", "above itself"),
        ("new,topic,,new,,", "above itself"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_brought_in(vocabulary, row, says):
    before = table()
    result = bring(f"name,kind,aliases,parent,lat,lng\ngood,topic,,,,\n{row}\n")
    ((number, errors),) = result.row_errors()
    assert number == 2
    assert says in str(errors[0].error)
    assert table() == before


def test_notes_follow_an_import(run_tasks):
    note = make.note(tags=[make.tag(name="早茶")])
    with run_tasks():
        bring("name,kind\n早茶,commodity\n")
    note.refresh_from_db()
    assert (note.revision, note.indexed_revision) == (2, 2)


def test_in_the_admin_a_person_looks_before_anything_changes(client_of, operator, vocabulary):
    client = client_of(operator)
    exported = client.post(
        reverse("admin:tagging_tag_export"),
        {"format": "0", "resource": ""}
        | {f"tagresource_{name}": "on" for name in TagResource().get_export_order()},
    )
    assert exported.status_code == 200
    assert "早茶" in exported.content.decode()
    file = SimpleUploadedFile("tags.csv", "name,kind\n新词,film\n".encode(), "text/csv")
    page = client.post(
        reverse("admin:tagging_tag_import"), {"format": "0", "import_file": file, "resource": ""}
    )
    assert page.status_code == 200
    assert not Tag.objects.filter(name="新词").exists()
    confirm = page.context["confirm_form"].initial
    client.post(reverse("admin:tagging_tag_process_import"), confirm)
    assert Tag.objects.get(name="新词").kind == "film"
