"""Search in both languages, by title, tag, place and text; only what the viewer may see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions import set_block
from accounts.models import User
from notes.models import Note
from recommend import actions
from recommend.search import (
    Filters,
    building,
    files,
    search_notes,
    search_people,
    search_products,
    search_tags,
    suggest,
)
from recommend.search import index as note_index
from recommend.search.words import Literal, query_literal, vector_literal
from tagging.actions import resolve
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def hits(q, viewer=VISITOR, **chosen):
    return [note.title for note in search_notes(q, viewer, Filters(**chosen)).page]


@pytest.fixture(params=["index", "database"])
def index(index, request):
    """As elsewhere, and this machine's index anew, or none at all: then PostgreSQL answers."""

    def run(*notes):
        index(*notes)
        if request.param == "index":
            building.rebuild()

    files.remove_all()
    note_index.notes.look_now()
    yield run
    files.remove_all()
    note_index.notes.look_now()


@pytest.fixture
def notes(index):
    make.note(title="陆家嘴的早茶", text="虾饺和烧卖都很好吃，还有流沙包。", place="上海")
    make.note(title="Quiet cafés", text="Flat white and almond croissants near the station.", tags=["coffee"])
    make.note(title="兰州牛肉面", text="清汤，辣油另放。", tags=["面食"])
    make.note(title="達拉斯的週末", text="烤肉與公園", tags=resolve(["达拉斯"], kind=Tag.Kind.PLACE).values())
    index()


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("早茶", "陆家嘴的早茶"),
        ("虾饺", "陆家嘴的早茶"),
        ("虾饺 烧卖", "陆家嘴的早茶"),
        ("上海早茶", "陆家嘴的早茶"),
        ("牛肉", "兰州牛肉面"),
        ("面食", "兰州牛肉面"),
        ("周末", "達拉斯的週末"),
        ("週末", "達拉斯的週末"),
        ("达拉斯", "達拉斯的週末"),
        ("Dallas", "達拉斯的週末"),
        ("COFFEE", "Quiet cafés"),
        ("croissant", "Quiet cafés"),
        ("croissants", "Quiet cafés"),
        ("cafés", "Quiet cafés"),
        ("flat white", "Quiet cafés"),
        ("ｃｏｆｆｅｅ", "Quiet cafés"),
    ],
)
def test_finds(notes, q, title):
    assert hits(q) == [title]


@pytest.mark.parametrize(
    "q", ["", " ", "的", "!?", "'", "a & | ! <-> :*", "\\", "鲸鱼", "\x00", "x" * 5000, "的" * 500]
)
def test_finds_nothing_and_breaks_nothing(notes, client, q):
    assert hits(q) == []
    for tab in ("notes", "products", "people", "tags", "nonsense"):
        assert client.get("/search/", {"q": q, "tab": tab}).status_code == 200


def test_notes_with_some_of_the_words_stand_apart(index):
    make.note(title="red tea", text=".")
    make.note(title="green tea cake", text=".")
    make.note(title="cake", text=".")
    index()
    found = search_notes("tea cake", VISITOR)
    assert [note.title for note in found.page] == ["green tea cake"]
    assert {note.title for note in found.partly} == {"red tea", "cake"}


def test_a_title_counts_more_than_a_text(index):
    make.note(title="Something else", text="We also had tea there, in the end.")
    make.note(title="All about tea", text="Leaves and water.")
    index()
    assert hits("tea") == ["All about tea", "Something else"]


def test_sorts(index):
    make.note(title="tea one", like_count=5, comment_count=1, bookmark_count=3)
    make.note(title="tea two", like_count=9, comment_count=0, bookmark_count=2)
    make.note(title="tea three", like_count=1, comment_count=7, bookmark_count=1)
    index()
    assert hits("tea", sort="new") == ["tea three", "tea two", "tea one"]
    assert hits("tea", sort="likes") == ["tea two", "tea one", "tea three"]
    assert hits("tea", sort="comments") == ["tea three", "tea one", "tea two"]
    assert hits("tea", sort="saves") == ["tea one", "tea two", "tea three"]


def test_likes_count_as_they_are_now(index):
    old = make.note(title="tea old", like_count=9)
    make.note(title="tea new", like_count=5)
    index()
    Note.objects.filter(pk=old.pk).update(like_count=2)
    assert hits("tea", sort="likes") == ["tea new", "tea old"]


def test_pages_follow_each_other_even_when_notes_come_between(index):
    for _ in range(40):
        make.note(title="tea")
    index()
    first = search_notes("tea", VISITOR)
    make.note(title="tea tea tea")
    index()
    second = search_notes("tea", VISITOR, after=first.page.after)
    assert (len(first.page), len(second.page), first.number, second.page.after) == (20, 20, 40, "")
    assert {note.pk for note in first.page}.isdisjoint({note.pk for note in second.page})


@pytest.mark.parametrize("after", ["nonsense", "30", "x" * 16 + ".30.1", "0" * 16 + ".99999.-1", "..", "é"])
def test_a_cursor_that_is_none_starts_or_goes_on_somewhere(index, client, after):
    make.note(title="tea")
    index()
    assert client.get("/search/", {"q": "tea", "after": after}).status_code == 200


@pytest.mark.parametrize("status", [status for status in Note.Status if status != Note.Status.PUBLISHED])
def test_only_published_notes(index, status):
    author = make.user()
    note = make.note(author=author, title="tea", status=status)
    index()
    assert hits("tea") == hits("tea", author) == []
    assert not hasattr(Note.objects.get(pk=note.pk), "document")


def test_a_note_hidden_after_it_was_indexed_is_gone_at_once(index, client):
    note = make.note(title="Secret tea")
    index()
    assert hits("tea") == ["Secret tea"]
    Note.objects.filter(pk=note.pk).update(status=Note.Status.REMOVED)
    assert hits("tea") == []
    assert "Secret tea" not in client.get("/search/?q=tea").content.decode()
    assert client.get("/api/v1/search/?q=tea").json() == {"results": [], "next": None}


def test_a_block_hides_from_search_and_from_its_count(index):
    author, reader = make.user(name="Linda"), make.user()
    make.note(author=author, title="tea")
    index()
    set_block(blocker=author, blocked=reader, on=True)
    found = search_notes("tea", reader)
    assert (found.page.rows, found.number) == ([], 0)
    assert hits("tea") == ["tea"]
    assert search_people("Linda", reader).rows == []
    assert search_people("Linda", VISITOR).rows == [author]


def test_without_redis_search_still_answers(index, settings):
    make.note(title="tea")
    index()
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0", "OPTIONS": {}}
    }
    assert hits("tea") == ["tea"]


def test_products_are_found_after_the_sweep_and_after_a_change():
    cup = make.product(name="青瓷茶杯", brand__name="Lin Ceramics")
    make.product(name="Hidden cup", is_listed=False)
    actions.sweep()
    assert [product.name for product in search_products("茶杯")] == ["青瓷茶杯"]
    assert [product.name for product in search_products("ceramic")] == ["青瓷茶杯"]
    assert search_products("hidden").rows == []
    cup.name = "White bowl"
    cup.save(update_fields=["name"])
    actions.sweep()
    assert [product.pk for product in search_products("bowl")] == [cup.pk]
    assert search_products("茶杯").rows == []


def test_products_are_found_by_any_part_of_their_name():
    cup = make.product(name="景德镇青瓷茶杯")
    actions.sweep()
    for q in ("德镇", "镇青瓷", "景德鎮"):
        assert [product.pk for product in search_products(q)] == [cup.pk]


def test_people_by_any_part_of_handle_and_name():
    lin = make.user(handle="lin.xiao", name="林小满")
    for q in ("lin", "@LIN.x", "n.xi", "林小", "小满", "满", "林小滿"):
        assert search_people(q, VISITOR).rows == [lin]
    assert search_people("", VISITOR).rows == search_people("@", VISITOR).rows == []
    assert search_people("小林", VISITOR).rows == []


def test_people_whose_name_begins_so_come_first():
    many = make.user(handle="x_tea", name="Anna", follower_count=99)
    named = make.user(handle="tea_time", name="Berta", follower_count=1)
    same = make.user(handle="tea", name="Carl")
    assert search_people("tea", VISITOR).rows == [same, named, many]


def test_people_are_found_by_an_index_among_many():
    User.objects.bulk_create(
        User(handle=f"member_{n}", name=f"x{n:x} Person", email=f"m{n}@example.com") for n in range(5_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
    with CaptureQueriesContext(connection) as asked:
        assert [user.handle for user in search_people("x1f3 P", VISITOR)] == ["member_499"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "recommend_people_grams" in plan
    assert "Seq Scan" not in plan


def test_tags_by_beginning_then_by_any_part():
    make.tag(name="广州早茶", note_count=9)
    make.tag(name="早茶", note_count=1)
    make.tag(name="早茶店", note_count=5)
    assert [tag.name for tag in search_tags("早茶")] == ["早茶", "早茶店", "广州早茶"]
    assert [tag.name for tag in search_tags("州早")] == ["广州早茶"]


def test_suggestions_are_popular_first_by_name_or_alias(client):
    coffee, coat = make.tag(name="Coffee", note_count=5), make.tag(name="Coat", note_count=9)
    make.tag(name="Cold spam", is_banned=True, note_count=99)
    coffee.aliases.create(name="咖啡")
    assert suggest("co") == [coat, coffee]
    assert suggest("咖") == [coffee]
    assert list(search_tags("%")) == suggest("") == []
    assert "Coffee" in client.get("/search/suggest/?q=cof").content.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet="'\\&|!():*<->%中文a1 \x00", max_size=30))
def test_any_text_makes_literals_that_postgresql_reads(text):
    text = text.replace("\x00", " ")
    literal = query_literal(text, any_word=True)
    found = Note.objects.filter(document__words=Literal(literal)) if literal else Note.objects.none()
    assert list(found) == []
    note = make.note(text=text.strip() or "x")
    actions.index_notes([note.pk])
    if literal:
        assert list(Note.objects.filter(document__words=Literal(literal))) == [note] or not vector_literal(
            [(text, "A")]
        )
    note.delete()
