"""Similar notes: right neighbours with their reasons, only what the viewer may see, the same after any repetition."""

import itertools
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from accounts.actions import set_block
from accounts.models import User
from notes import events
from notes.models import Like, Note, TaggedNote
from recommend import actions, feeds, tasks
from recommend.models import Event, Kind, NoteDocument, SimilarList
from tagging.models import Tag
from tests import make

VISITOR = AnonymousUser()
NUMBERS = itertools.count()


def post(**kwargs):
    """A note whose words say nothing but its title."""
    return make.note(**{"title": f"unlike{next(NUMBERS)}", "text": "", **kwargs})


def shown(note, viewer=VISITOR):
    return [hit.note.title for hit in feeds.similar_to(note, viewer)]


def api_of(note):
    return f"/api/v1/notes/{note.pk}/similar/"


def notes_of(items):
    return [entry["note"] for entry in items]


def scores_of(items):
    return [entry["score"] for entry in items]


def count_notes():
    """The counters of tags are true on a site; `make` leaves them."""
    tagged = TaggedNote.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
    Tag.objects.update(note_count=Subquery(tagged.annotate(number=Count("pk")).values("number")))


def liked_by_the_same(notes, people=4):
    for person in [make.user() for _ in range(people)]:
        for note in notes:
            Like.objects.create(note=note, user=person)


@pytest.fixture
def trio(index):
    tea = post(title="tea", tags=["tea", "morning", "shanghai"])
    cake = post(title="cake", tags=["tea", "morning"])
    other = post(title="other", tags=["skiing"])
    index()
    return tea, cake, other


@pytest.mark.django_db
class TestLists:
    def test_score_and_reason(self, trio):
        tea, _cake, other = trio
        (hit,) = feeds.similar_to(tea, VISITOR)
        assert hit.note.title == "cake"
        assert {tag.name for tag in hit.tags} == {"tea", "morning"}
        assert 0 < hit.score <= 1
        assert shown(other) == []

    def test_a_new_note_enters_the_lists_of_others(self, trio, index):
        tea, _cake, _other = trio
        twin = post(title="twin", tags=["tea", "morning", "shanghai"])
        index(twin)
        assert shown(twin) == ["tea", "cake"]
        assert shown(tea) == ["twin", "cake"]

    def test_a_changed_note_leaves_lists_it_no_longer_belongs_to(self, trio, index):
        tea, cake, _other = trio
        TaggedNote.objects.filter(content_object=cake).delete()
        index(cake)
        assert shown(tea) == []
        assert SimilarList.objects.get(note=tea).items == []

    def test_a_hidden_note_leaves_lists_and_search(self, trio, index):
        tea, cake, _other = trio
        Note.objects.filter(pk=cake.pk).update(status=Note.Status.REMOVED)
        assert shown(tea) == []
        index(cake)
        assert SimilarList.objects.get(note=tea).items == []
        assert not SimilarList.objects.filter(note=cake).exists()
        assert not NoteDocument.objects.filter(note=cake).exists()

    def test_repeating_changes_nothing(self, trio, index):
        before = dict(SimilarList.objects.values_list("note", "items"))
        index()
        index(trio[0])
        index(trio[0])
        assert dict(SimilarList.objects.values_list("note", "items")) == before

    def test_at_most_two_of_one_author(self, index):
        busy = make.user()
        make.note.create_batch(5, author=busy, text="", tags=["tea"])
        note = post(title="mine", tags=["tea"])
        post(title="third", tags=["tea"])
        index()
        assert len(shown(note)) == 3
        for entries in SimilarList.objects.values_list("items", flat=True):
            authors = [Note.objects.get(pk=entry["note"]).author_id for entry in entries]
            assert max(map(authors.count, authors)) <= 2

    def test_a_banned_tag_connects_nothing(self, index):
        tag = make.tag(name="spam", is_banned=True)
        note = post(title="A", tags=[tag])
        post(title="B", tags=[tag])
        index()
        assert shown(note) == []

    def test_words_of_the_text_decide_between_the_same_tags(self, index):
        note = post(title="Bread", text="Sourdough needs a starter, flour and patience", tags=["baking"])
        far = post(title="Cake", text="Butter and sugar", tags=["baking"])
        near = post(title="Rolls", text="My sourdough starter loves rye flour", tags=["baking"])
        post(title="Pie", text="Apples", tags=["baking"])
        index()
        list(actions.rebuild_similar())
        titles = shown(note)
        assert titles[0] == near.title
        assert far.title in titles

    def test_without_tags_titles_speak(self, index):
        note = post(title="Sourdough for beginners")
        post(title="My second sourdough")
        post(title="Skiing")
        index()
        assert shown(note) == ["My second sourdough"]

    def test_rebuilding_gives_what_indexing_gave(self, index):
        for number in range(60):
            post(
                title=f"word{number % 7} word{number % 4}",
                tags=[f"t{number % 3}", f"u{number % 5}", f"v{number % 11}"],
            )
        liked_by_the_same(Note.objects.order_by("pk")[:4])
        index()
        list(actions.rebuild_similar())
        count_notes()
        before = dict(SimilarList.objects.values_list("note", "items"))
        assert len(before) == 60
        for note in Note.objects.order_by("?"):
            index(note)
        assert dict(SimilarList.objects.values_list("note", "items")) == before

    def test_publishing_gives_what_rebuilding_gives(self, index):
        notes = [post(tags=[f"t{number % 3}", f"u{number % 5}"]) for number in range(30)]
        index()
        list(actions.rebuild_similar())
        new = post(tags=["t1", "u2", "rare"])
        count_notes()
        index(new)
        by_indexing = dict(SimilarList.objects.values_list("note", "items"))
        list(actions.rebuild_similar())
        by_rebuilding = dict(SimilarList.objects.values_list("note", "items"))
        for note in [*notes, new]:
            mine, theirs = by_indexing[note.pk], by_rebuilding[note.pk]
            assert (new.pk in notes_of(mine)) == (new.pk in notes_of(theirs))
            assert scores_of(mine) == pytest.approx(scores_of(theirs), abs=0.03)

    def test_notes_in_review_are_indexed_as_nothing(self, index):
        note = post(status=Note.Status.IN_REVIEW, tags=["tea"])
        index()
        assert not SimilarList.objects.filter(note=note).exists()


@pytest.mark.django_db
class TestPeople:
    def test_who_liked_this_also_liked_that(self, index, client):
        note, other = post(tags=["tea"]), post(title="loved", tags=["skiing"])
        post(title="tagged", tags=["tea"])
        index()
        assert shown(note) == ["tagged"]
        liked_by_the_same([note, other])
        list(actions.rebuild_similar())
        assert set(shown(note)) == {"loved", "tagged"}
        hits = {hit.note.title: hit for hit in feeds.similar_to(note, VISITOR)}
        assert hits["loved"].liked_together
        assert not hits["tagged"].liked_together
        assert "People who liked this also liked it" in client.get(f"/notes/{note.pk}/similar/").text
        told = {hit["note"]["title"]: hit["liked_together"] for hit in client.get(api_of(note)).json()}
        assert told == {"loved": True, "tagged": False}

    def test_it_stays_when_a_note_is_edited(self, index):
        note, other = post(tags=["tea"]), post(title="loved", tags=["skiing"])
        index()
        liked_by_the_same([note, other])
        list(actions.rebuild_similar())
        TaggedNote.objects.filter(content_object=note).delete()
        index(note)
        assert shown(note) == ["loved"]
        assert SimilarList.objects.get(note=other).items[0]["co"]

    def test_own_notes_and_people_who_want_no_profile_do_not_count(self, index):
        author, quiet = make.user(), make.user(is_personalised=False)
        mine, other = post(author=author), post(title="other")
        index()
        for user in (author, quiet):
            for note in (mine, other):
                Like.objects.create(note=note, user=user)
        list(actions.rebuild_similar())
        assert shown(other) == shown(mine) == []

    def test_what_was_before_a_person_had_it_erased_does_not_count(self, index):
        note, other = post(), post(title="loved")
        index()
        liked_by_the_same([note, other])
        for user in User.objects.filter(likes__note=note):
            actions.erase_learned(user=user)
        list(actions.rebuild_similar())
        assert shown(note) == []

    def test_opened_notes_count_from_the_log(self, index):
        note, other = post(), post(title="opened")
        index()
        for user in [make.user() for _ in range(4)]:
            for one in (note, other):
                Event.objects.create(at=timezone.now(), user=user, note=one, kind=Kind.CLICK)
        list(actions.rebuild_similar())
        assert shown(note) == ["opened"]


@pytest.mark.django_db
class TestWhoSeesThem:
    def test_a_block_hides_a_similar_note(self, trio):
        tea, cake, _other = trio
        reader = make.user()
        assert shown(tea, reader) == ["cake"]
        set_block(blocker=cake.author, blocked=reader, on=True)
        assert shown(tea, reader) == []

    def test_page_and_api(self, trio, client):
        tea, _cake, _other = trio
        page = client.get(f"/notes/{tea.pk}/similar/")
        assert page.status_code == 200
        assert "cake" in page.content.decode()
        (hit,) = client.get(f"/api/v1/notes/{tea.pk}/similar/").json()
        assert hit["note"]["title"] == "cake"
        assert {tag["name"] for tag in hit["tags"]} == {"tea", "morning"}

    @pytest.mark.parametrize("address", ["/notes/{}/similar/", "/api/v1/notes/{}/similar/"])
    def test_a_hidden_note_tells_nothing(self, trio, client, address):
        tea, _cake, _other = trio
        Note.objects.filter(pk=tea.pk).update(status=Note.Status.IN_REVIEW)
        assert client.get(address.format(tea.pk)).status_code == 404
        assert client.get(address.format(10**9)).status_code == 404

    @pytest.mark.parametrize("number", [1, 12])
    def test_cost(self, index, client, number, django_assert_num_queries):
        note = post(tags=["tea"])
        for _ in range(number):
            post(tags=["tea", "cake"])
        index()
        with django_assert_num_queries(4):  # note, list, notes, tags
            client.get(f"/notes/{note.pk}/similar/")


@pytest.mark.django_db
class TestSweep:
    def test_it_indexes_what_was_left_behind(self):
        note = post(title="tea", indexed_revision=0)
        assert actions.sweep() == 1
        note.refresh_from_db()
        assert note.indexed_revision == note.revision
        assert NoteDocument.objects.filter(note=note).exists()
        assert actions.sweep() == 0

    def test_many_are_done_together(self, monkeypatch):
        monkeypatch.setattr(actions.indexing, "MANY", 3)
        for number in range(8):
            post(title=f"tea {number}", tags=["tea"], indexed_revision=0)
        assert actions.sweep() == 8
        assert SimilarList.objects.count() == NoteDocument.objects.count() == 8
        assert not Note.objects.unindexed().exists()

    def test_a_note_changed_meanwhile_stays_stale(self, monkeypatch):
        note = post(indexed_revision=0)
        Note.objects.filter(pk=note.pk).update(revision=5)
        actions.index_notes([note.pk])
        assert not Note.objects.unindexed().exists()
        Note.objects.filter(pk=note.pk).update(revision=6)
        assert list(Note.objects.unindexed()) == [note]

    def test_a_task_run_twice(self, trio):
        before = dict(SimilarList.objects.values_list("note", "items"))
        ids = [note.pk for note in trio]
        tasks.index_notes(ids)
        tasks.index_notes(ids)
        list(actions.rebuild_similar())
        tasks.sweep()
        assert dict(SimilarList.objects.values_list("note", "items")) == before

    def test_ids_of_nothing(self):
        tasks.index_notes([])
        tasks.index_notes([10**9])
        assert not SimilarList.objects.exists()


@pytest.mark.django_db
def test_the_news_that_notes_changed_only_asks_for_work(run_tasks):
    note = post(title="tea", indexed_revision=0)
    with run_tasks():
        events.note_changed.send(sender=Note, note_ids=[note.pk])
        assert not NoteDocument.objects.exists()
    assert NoteDocument.objects.filter(note=note).exists()


@pytest.mark.django_db(transaction=True)
def test_workers_indexing_each_other_s_neighbours_do_not_block():
    notes = [post(tags=["tea", "cake"], indexed_revision=0) for _ in range(6)]
    errors = []

    def work(order):
        try:
            for note in order:
                actions.index_notes([note.pk])
        except Exception as error:  # noqa: BLE001 - any of them fails the test
            errors.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=[order]) for order in (notes, notes[::-1], notes[3:] + notes[:3])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert {len(items) for items in SimilarList.objects.values_list("items", flat=True)} == {5}
