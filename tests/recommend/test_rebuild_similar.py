"""All similar notes from scratch: in blocks, by whoever takes them, whatever gets lost on the way."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from redis import Redis

from notes.models import Note, TaggedNote
from recommend import actions, tasks
from recommend.models import SimilarBlock, SimilarList, SimilarRebuild
from recommend.similar import rebuilding
from tests import make


@pytest.mark.django_db
class TestRebuild:
    @pytest.fixture
    def notes(self, monkeypatch):
        monkeypatch.setattr(rebuilding, "BLOCK", 5)
        yield [make.note(title=f"unlike{number}", text="", tags=[f"t{number % 3}"]) for number in range(17)]
        rebuilding.forget()

    def test_blocks_are_spread_over_tasks(self, notes, run_tasks):
        with run_tasks():
            tasks.rebuild_similar()
        assert list(SimilarBlock.objects.order_by("pk").values_list("notes", flat=True)) == [5, 5, 5, 2]
        assert SimilarRebuild.objects.get().ended_at
        assert SimilarList.objects.count() == 17

    def test_a_block_done_twice_changes_nothing(self, notes):
        list(actions.rebuild_similar())
        before = dict(SimilarList.objects.values_list("note", "items"))
        SimilarBlock.objects.update(ended_at=None, taken_at=None)
        SimilarRebuild.objects.update(ended_at=None)
        rebuild = SimilarRebuild.objects.get()
        while actions.rebuild_block(rebuild.pk):
            pass
        assert dict(SimilarList.objects.values_list("note", "items")) == before

    def test_a_queue_lost_in_the_middle_loses_nothing(self, notes, run_tasks):
        rebuild = actions.begin_rebuild()
        actions.rebuild_block(rebuild.pk)
        Redis.from_url(settings.REDIS_URL).flushdb()
        assert actions.stuck_rebuild() is None  # somebody is at it
        long_ago = timezone.now() - 2 * rebuilding.LEASE
        SimilarBlock.objects.exclude(taken_at=None).update(taken_at=long_ago)
        SimilarRebuild.objects.update(begun_at=long_ago)
        with run_tasks():
            tasks.sweep_rebuild()
        assert SimilarRebuild.objects.get().ended_at
        assert SimilarList.objects.count() == 17

    def test_a_block_whose_worker_died_is_taken_again(self, notes):
        rebuild = actions.begin_rebuild()
        long_ago = timezone.now() - 2 * rebuilding.LEASE
        SimilarBlock.objects.filter(first=notes[0].pk).update(taken_at=long_ago)
        assert sum(actions.work_at_rebuild(rebuild)) == 17
        assert SimilarList.objects.count() == 17

    def test_what_changes_meanwhile_is_newer(self, notes, index):
        rebuild = actions.begin_rebuild()
        actions.rebuild_block(rebuild.pk)  # has loaded all notes by now
        last = notes[-1]
        TaggedNote.objects.filter(content_object=last).delete()
        Note.objects.filter(pk=notes[-2].pk).update(status=Note.Status.REMOVED)
        index(last, notes[-2])
        list(actions.work_at_rebuild(rebuild))
        assert SimilarList.objects.get(note=last).items == []
        assert not SimilarList.objects.filter(note=notes[-2]).exists()

    def test_command(self, notes, capsys):
        call_command("rebuild_similar")
        out = capsys.readouterr().out
        assert re.search(r"17 notes in .* notes/s, peak memory \d+ MB", out)

    def test_a_new_rebuild_takes_the_place_of_an_unfinished_one(self, notes):
        old = actions.begin_rebuild()
        list(actions.rebuild_similar())
        assert not actions.rebuild_block(old.pk)
        assert SimilarRebuild.objects.count() == 1
