"""The index of a machine: made from the database, following it, lost without loss; any part of a word is found."""

import json
import shutil

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction

from notes import actions as notes
from notes.models import Note
from recommend import actions
from recommend.models import NoteDocument, SearchCount
from recommend.search import building, feed, files, memory, search_notes
from recommend.search import index as note_index
from recommend.search.asking import Asked, words_in
from tests import make

VISITOR = AnonymousUser()


@pytest.fixture(autouse=True)
def _no_index_before_or_after():
    files.remove_all()
    note_index.notes.look_now()
    yield
    files.remove_all()
    note_index.notes.look_now()


def published(title, text=".", **fields):
    note = make.note(title=title, text=text, **fields)
    actions.index_notes([note.pk])
    return note


def found(q):
    note_index.notes.look_now()
    assert note_index.notes.is_ready()
    return note_index.notes.find(Asked(words_in(q)), 100)


@pytest.mark.django_db
class TestFinding:
    TEXT = "周末去陆家嘴喝早茶，还买了T恤和iPhone手机壳。"

    @pytest.mark.parametrize("size", [2, 3, 4, 5])
    def test_any_two_or_more_chinese_characters_that_stand_together(self, size):
        note = published("标题", self.TEXT)
        published("别的", "什么都没有的一篇")
        building.rebuild()
        for run in ("周末去陆家嘴喝早茶", "还买了", "手机壳"):
            for start in range(len(run) - size + 1):
                assert note.pk in found(run[start : start + size]), run[start : start + size]

    def test_order_counts(self):
        note = published("蛋糕店")
        building.rebuild()
        assert found("糕店") == [note.pk]
        assert found("店糕") == []

    def test_not_across_marks(self):
        published("早，茶")
        building.rebuild()
        assert found("早茶") == []

    def test_one_character_wherever_it_stands(self):
        notes = {published(title).pk for title in ("早茶", "茶杯", "喝茶去", "茶")}
        published("咖啡")
        building.rebuild()
        assert set(found("茶")) == notes

    def test_words_before_parts_of_words_before_other_characters(self):
        inside = published("衬衫和服装搭配")
        word = published("京都", "租了一件和服拍照。")
        building.rebuild()
        assert found("和服") == [word.pk, inside.pk]

    def test_a_phrase_in_its_order_comes_first(self):
        apart = published("早茶在上海也有", "广州来的师傅。")
        together = published("周末", "说到上海早茶，去这家。")
        building.rebuild()
        assert found("上海早茶") == [together.pk, apart.pk]

    @pytest.mark.parametrize("q", ["Iphone", "phone", "ｉＰｈｏｎｅ", "手机", "t恤", "陸家嘴", "早茶 手机壳"])
    def test_mixed_scripts_width_and_case(self, q):
        note = published("标题", self.TEXT)
        building.rebuild()
        assert found(q) == [note.pk]

    def test_other_names_of_places_count_less(self):
        tag = make.tag(name="达拉斯", kind="place")
        tag.aliases.create(name="dallas")
        tagged, said = published("公园", tags=["达拉斯"]), published("Dallas parks")
        building.rebuild()
        assert found("dallas") == [said.pk, tagged.pk]


@pytest.mark.django_db
class TestFollowing:
    def test_new_changed_and_removed_notes(self):
        building.rebuild()
        writer = building.Writer(files.read())
        note = published("first tea")
        writer.catch_up()
        assert found("tea") == [note.pk]
        Note.objects.filter(pk=note.pk).update(status=Note.Status.REMOVED)
        actions.index_notes([note.pk])
        writer.catch_up()
        assert found("tea") == []

    def test_a_deleted_note_leaves(self):
        note = published("first tea")
        building.rebuild()
        writer = building.Writer(files.read())
        NoteDocument.objects.filter(note=note).delete()
        writer.catch_up()
        assert found("tea") == []

    def test_a_lost_folder_is_noticed_and_made_again(self):
        note = published("first tea")
        building.rebuild()
        shutil.rmtree(files.read().path)
        assert building.usable() is None
        building.rebuild()
        assert found("tea") == [note.pk]

    def test_another_life_of_the_database_makes_it_useless(self):
        building.rebuild()
        assert building.usable() is not None
        feed.renew()
        assert building.usable() is None

    def test_without_any_index_the_database_answers(self):
        published("first tea")
        assert [note.title for note in search_notes("tea", VISITOR).page] == ["first tea"]

    def test_one_process_at_a_time_makes_it(self):
        with files.only_one("build") as alone:
            assert alone
            assert building.rebuild() is None


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_not_missed():
    """It began before another one that is known already."""
    feed.renew()
    building.rebuild()
    writer = building.Writer(files.read())
    late = connection.copy()
    first, second = make.note(title="late tea", text="."), make.note(title="early tea", text=".")
    try:
        with late.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(
                "INSERT INTO recommend_notedocument (note_id, words, text) VALUES (%s, '', 'late tea')",
                [first.pk],
            )
            with transaction.atomic():
                actions.index_notes([second.pk])
            writer.catch_up()
            assert found("tea") == [second.pk]
            cursor.execute("COMMIT")
        writer.catch_up()
        assert set(found("tea")) == {first.pk, second.pk}
        assert writer.catch_up() == 0
    finally:
        late.close()


@pytest.mark.django_db
class TestKeptPages:
    @pytest.fixture(autouse=True)
    def _kept_for_a_while(self, settings):
        settings.ANONYMOUS_PAGE_SECONDS = 60

    def page(self, client, q="tea"):
        note_index.notes.look_now()
        return client.get("/search/", {"q": q}).content.decode()

    def test_what_visitors_searched_for_is_kept_until_the_index_changes(
        self, client, client_of, member, django_assert_max_num_queries
    ):
        feed.renew()
        published("green tea")
        building.rebuild()
        writer = building.Writer(files.read())
        assert "green tea" in self.page(client)
        with django_assert_max_num_queries(0):
            assert "green tea" in self.page(client)
        published("black tea")
        writer.catch_up()
        assert "black tea" in self.page(client)
        assert "Sign out" not in self.page(client)
        assert "black tea" in self.page(client_of(member))

    def test_a_note_that_is_gone_is_gone_at_once(self, client, django_capture_on_commit_callbacks):
        note = published("green tea")
        building.rebuild()
        assert "green tea" in self.page(client)
        with django_capture_on_commit_callbacks(execute=True):
            notes.delete_note(note=note)
        assert "green tea" not in self.page(client)

    def test_every_visitor_counts_whoever_made_the_page(self, client):
        published("green tea")
        building.rebuild()
        memory.write_counts()
        SearchCount.objects.all().delete()
        for address in ("10.0.0.1", "10.0.0.2", "10.0.0.2"):
            note_index.notes.look_now()
            client.get("/search/", {"q": "tea"}, REMOTE_ADDR=address)
        memory.write_counts()
        assert SearchCount.objects.get().searches == 2

    def test_what_finds_nothing_is_not_counted(self, client):
        published("green tea")
        building.rebuild()
        memory.write_counts()
        SearchCount.objects.all().delete()
        self.page(client, "nosuchword")
        self.page(client, "nosuchword")
        memory.write_counts()
        assert not SearchCount.objects.exists()


@pytest.mark.django_db
def test_commands_say_what_they_did(tmp_path, capsys):
    note = published("早茶", "虾饺")
    call_command("rebuild_search")
    note_index.notes.look_now()
    assert "1 notes in" in capsys.readouterr().out
    file = tmp_path / "queries.jsonl"
    file.write_text(f'{{"q": "早茶", "expect": [{note.pk}]}}\n{{"q": "虾饺"}}\nnot json\n')
    call_command("evaluate_search", str(file))
    report = json.loads(capsys.readouterr().out)
    assert (report["queries"], report["recall"], report["precision_first_10"], report["mrr"]) == (
        2,
        1.0,
        1.0,
        1.0,
    )
