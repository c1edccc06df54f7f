"""Similar notes: right neighbours with their reasons, only what the viewer may see, the same after any repetition."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.actions import set_block
from notes import events
from notes.models import Note, TaggedNote
from recommend import actions, feeds, tasks
from recommend.models import NoteDocument, SimilarList
from tests import make

VISITOR = AnonymousUser()


def shown(note, viewer=VISITOR):
    return [hit.note.title for hit in feeds.similar_to(note, viewer)]


@pytest.fixture
def trio(index):
    tea = make.note(title="tea", tags=["tea", "morning", "shanghai"])
    cake = make.note(title="cake", tags=["tea", "morning"])
    other = make.note(title="other", tags=["skiing"])
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
        twin = make.note(title="twin", tags=["tea", "morning", "shanghai"])
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
        make.note.create_batch(5, author=busy, tags=["tea"])
        note = make.note(title="mine", tags=["tea"])
        make.note(title="third", tags=["tea"])
        index()
        assert len(shown(note)) == 3
        for entries in SimilarList.objects.values_list("items", flat=True):
            authors = [Note.objects.get(pk=entry["note"]).author_id for entry in entries]
            assert max(map(authors.count, authors)) <= 2

    def test_a_banned_tag_connects_nothing(self, index):
        tag = make.tag(name="spam", is_banned=True)
        note = make.note(title="A", tags=[tag])
        make.note(title="B", tags=[tag])
        index()
        assert shown(note) == []

    def test_without_tags_titles_speak(self, index):
        note = make.note(title="Sourdough for beginners")
        make.note(title="My second sourdough")
        make.note(title="Skiing")
        index()
        assert shown(note) == ["My second sourdough"]

    def test_rebuilding_gives_what_indexing_gave(self, index):
        for number in range(30):
            make.note(tags=[f"t{number % 3}", f"u{number % 5}", "all"])
        index()
        before = {
            pk: [entry["score"] for entry in items]
            for pk, items in SimilarList.objects.values_list("note", "items")
        }
        SimilarList.objects.all().delete()
        assert sum(actions.rebuild_similar()) == 30
        # Weights count tags of all notes; `make` does not keep the counters, so a rebuild counts the rows.
        after = {
            pk: [entry["score"] for entry in items]
            for pk, items in SimilarList.objects.values_list("note", "items")
        }
        assert after == before

    def test_notes_in_review_are_indexed_as_nothing(self, index):
        note = make.note(status=Note.Status.IN_REVIEW, tags=["tea"])
        index()
        assert not SimilarList.objects.filter(note=note).exists()


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
        note = make.note(tags=["tea"])
        for _ in range(number):
            make.note(tags=["tea", "cake"])
        index()
        with django_assert_num_queries(4):  # note, list, notes, tags
            client.get(f"/notes/{note.pk}/similar/")


@pytest.mark.django_db
class TestSweep:
    def test_it_indexes_what_was_left_behind(self):
        note = make.note(title="tea", indexed_revision=0)
        assert actions.sweep() == 1
        note.refresh_from_db()
        assert note.indexed_revision == note.revision
        assert NoteDocument.objects.filter(note=note).exists()
        assert actions.sweep() == 0

    def test_many_are_done_together(self, monkeypatch):
        monkeypatch.setattr(actions.indexing, "MANY", 3)
        for number in range(8):
            make.note(title=f"tea {number}", tags=["tea"], indexed_revision=0)
        assert actions.sweep() == 8
        assert SimilarList.objects.count() == NoteDocument.objects.count() == 8
        assert not Note.objects.unindexed().exists()

    def test_a_note_changed_meanwhile_stays_stale(self, monkeypatch):
        note = make.note(indexed_revision=0)
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
        tasks.rebuild_similar()
        tasks.sweep()
        assert dict(SimilarList.objects.values_list("note", "items")) == before

    def test_ids_of_nothing(self):
        tasks.index_notes([])
        tasks.index_notes([10**9])
        assert not SimilarList.objects.exists()


@pytest.mark.django_db
def test_the_news_that_notes_changed_only_asks_for_work(run_tasks):
    note = make.note(title="tea", indexed_revision=0)
    with run_tasks():
        events.note_changed.send(sender=Note, note_ids=[note.pk])
        assert not NoteDocument.objects.exists()
    assert NoteDocument.objects.filter(note=note).exists()


@pytest.mark.django_db(transaction=True)
def test_workers_indexing_each_other_s_neighbours_do_not_block():
    notes = [make.note(tags=["tea", "cake"], indexed_revision=0) for _ in range(6)]
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
