"""Keeping search entries and similar notes true to the notes."""

import time
from collections.abc import Iterator, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from notes.actions import record_indexed
from notes.models import Note

from .. import similar
from ..models import SimilarRebuild
from ..search import documents
from . import channels, circles, places

FEW = 20  # notes indexed at once, whatever else waits
MANY = 300  # more stale notes than this are done together
MANY_SHARE = 0.05  # or this share of all notes, in a large catalogue
BATCH = 1000
SMALL_BATCH = 100
WAIT_S = 0.5  # for blocks that others do
_SWEEP_LOCK = 0x72656373  # "recs": one sweep at a time in the whole database


@transaction.atomic
def index_notes(note_ids: Sequence[int]) -> None:
    """Write search entry and similar notes of these notes and say which revision they were made from.

    Safe to repeat, and for notes in any state: what is not published leaves search and the lists.
    """
    notes = list(Note.objects.filter(pk__in=note_ids).order_by("pk"))
    if notes:
        documents.write_notes(notes)
        channels.file_notes([note.pk for note in notes])
        circles.circle_notes([note.pk for note in notes])
        places.place_notes(notes)
        similar.lists.refresh([note.pk for note in notes])
        record_indexed({note.pk: note.revision for note in notes})


def index_soon(note_ids: Sequence[int]) -> None:
    """Index notes that just changed, unless so many wait that the sweeper does better with all of them
    together."""
    if len(note_ids) <= FEW or stale_count() <= MANY:
        index_notes(note_ids)


def stale_count() -> int:
    """Notes whose search entry or list is out of date; counted no further than it matters."""
    return Note.objects.unindexed()[: MANY + 1].count()


def sweep() -> int:
    """Index what was left behind; returns how many notes. Does nothing while another sweep runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_SWEEP_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    try:
        documents.write_products()
        return _index_stale()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_SWEEP_LOCK])


def _index_stale() -> int:
    shown = Note.objects.unindexed().public().count()
    if shown > MANY and shown > MANY_SHARE * Note.objects.public().count():
        return _index_all_stale()
    done = last = 0
    while ids := list(_stale_after(last).values_list("pk", flat=True)[:SMALL_BATCH]):
        index_notes(ids)
        done, last = done + len(ids), ids[-1]
    return done


def _stale_after(pk: int) -> QuerySet[Note]:
    """Each stale note once in a sweep, even if it changes while it is indexed."""
    return Note.objects.unindexed().filter(pk__gt=pk).order_by("pk")


def _index_all_stale() -> int:
    """Documents batch by batch, then all lists at once. Revisions are recorded last: a crash repeats the
    work."""
    revisions: dict[int, int] = {}
    last = 0
    while notes := list(_stale_after(last)[:BATCH]):
        documents.write_notes(notes)
        channels.file_notes([note.pk for note in notes])
        circles.circle_notes([note.pk for note in notes])
        places.place_notes(notes)
        revisions |= {note.pk: note.revision for note in notes}
        last = notes[-1].pk
    for _done in rebuild_similar():
        pass
    record_indexed(revisions)
    return len(revisions)


def rebuild_similar() -> Iterator[int]:
    """All similar-note lists from scratch, whatever they hold; yields how many notes each step did."""
    yield from work_at_rebuild(begin_rebuild())


def work_at_rebuild(rebuild: SimilarRebuild, threads: int = 1) -> Iterator[int]:
    """Do blocks until all are done, whoever else does some; yields how many notes each step did."""
    counted = 0
    while not similar.rebuilding.end(rebuild):
        if not similar.rebuilding.do_block(rebuild, threads):
            time.sleep(WAIT_S)
        done = similar.rebuilding.done(rebuild)
        yield done - counted
        counted = done


def begin_rebuild() -> SimilarRebuild:
    """Make the blocks of a new rebuild; an unfinished one is given up."""
    return similar.rebuilding.begin()


def rebuild_block(rebuild_id: int) -> bool:
    """Do one block of a rebuild; returns whether there is more to do."""
    rebuild = SimilarRebuild.objects.filter(pk=rebuild_id, ended_at=None).first()
    if rebuild is None:
        similar.rebuilding.forget()
        return False
    similar.rebuilding.do_block(rebuild)
    return not similar.rebuilding.end(rebuild) and similar.rebuilding.has_waiting(rebuild)


def stuck_rebuild() -> int | None:
    """The rebuild whose blocks nobody takes, because what asked for them got lost; also one that only has to
    be ended."""
    rebuild = similar.rebuilding.unfinished()
    if rebuild is None or similar.rebuilding.end(rebuild) or not similar.rebuilding.is_stuck(rebuild):
        return None
    return rebuild.pk
