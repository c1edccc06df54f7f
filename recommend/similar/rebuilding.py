"""All lists from scratch, block by block: any number of processes take blocks, each from all notes as it has
loaded them.

Blocks are rows, so nothing is lost with a queue. A block done twice stores the same; a list that was written
after a process loaded the notes is newer than what this process computes, and stays.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from numpy.typing import NDArray

from notes.models import Note

from ..models import SimilarBlock, SimilarList, SimilarRebuild
from . import lists
from .blend import Blend, rank
from .catalogue import Catalogue, load
from .senses import Senses

BLOCK = 2_000  # notes; short, so that notes that change need not wait long
LEASE = timedelta(minutes=3)
REMEMBERED = 3  # rebuilds
_BLOCKS = """
    INSERT INTO recommend_similarblock (rebuild_id, first, last, notes)
    SELECT %s, min(id), max(id), count(*)
      FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS block
              FROM notes_note WHERE status = 'published' AND visibility = 'everyone') numbered
     GROUP BY block
"""

_kept: tuple[int, Catalogue] | None = None  # of the rebuild that this process works at


@transaction.atomic
def begin() -> SimilarRebuild:
    """Start over: one rebuild at a time, an unfinished one is given up."""
    _wait_for_other_beginners()
    SimilarRebuild.objects.filter(ended_at=None).delete()
    rebuild = SimilarRebuild.objects.create(blend=asdict(Blend()))
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKS, [rebuild.pk, BLOCK])
    return rebuild


def unfinished() -> SimilarRebuild | None:
    return SimilarRebuild.objects.filter(ended_at=None).order_by("-pk").first()


def is_stuck(rebuild: SimilarRebuild) -> bool:
    """Blocks wait, and none was taken for a while: what should take them got lost."""
    lately = Q(taken_at__gt=timezone.now() - LEASE)
    return not rebuild.blocks.filter(lately).exists() and rebuild.begun_at < timezone.now() - LEASE / 6


def do_block(rebuild: SimilarRebuild, threads: int = 1) -> int:
    """Take a block that nobody has, and do it; returns how many notes, 0 when there is none to take."""
    if not has_waiting(rebuild):
        forget()
        return 0
    catalogue = _catalogue(rebuild)
    block = _take(rebuild)
    if block is None:
        forget()
        return 0
    _store(block, catalogue, threads)
    if not has_waiting(rebuild):
        forget()
    return block.notes


def end(rebuild: SimilarRebuild) -> bool:
    """Say that a rebuild has ended, once all its blocks have; returns whether it has."""
    if rebuild.blocks.filter(ended_at=None).exists():
        return False
    SimilarRebuild.objects.filter(pk=rebuild.pk, ended_at=None).update(ended_at=timezone.now())
    shown = Note.objects.public().filter(pk=OuterRef("note_id"))
    SimilarList.objects.filter(~Exists(shown)).delete()
    latest = SimilarRebuild.objects.order_by("-pk").values("pk")[:REMEMBERED]
    SimilarRebuild.objects.exclude(pk__in=list(latest.values_list("pk", flat=True))).delete()
    return True


def forget() -> None:
    """Give the memory back."""
    global _kept
    _kept = None


def has_waiting(rebuild: SimilarRebuild) -> bool:
    """Are there blocks that nobody has?"""
    return _waiting(rebuild).exists()


def done(rebuild: SimilarRebuild) -> int:
    """How many notes are done so far."""
    return rebuild.blocks.exclude(ended_at=None).aggregate(sum=Sum("notes"))["sum"] or 0


def _waiting(rebuild: SimilarRebuild) -> QuerySet[SimilarBlock]:
    free = Q(taken_at=None) | Q(taken_at__lt=timezone.now() - LEASE)
    return rebuild.blocks.filter(free, ended_at=None)


def _take(rebuild: SimilarRebuild) -> SimilarBlock | None:
    with transaction.atomic():
        block = _waiting(rebuild).order_by("pk").select_for_update(skip_locked=True).first()
        if block:
            block.taken_at = timezone.now()
            block.save(update_fields=["taken_at"])
    return block


def _catalogue(rebuild: SimilarRebuild) -> Catalogue:
    """All notes, loaded once by each process that works at a rebuild."""
    global _kept
    if _kept is None or _kept[0] != rebuild.pk:
        _kept = None
        with transaction.atomic():
            # Whoever writes now is waited for: later lists are newer than what is loaded.
            lists.wait_for_other_writers()
            loaded_at = timezone.now()
        catalogue = load()
        catalogue.loaded_at = loaded_at
        _say_what_scores_are_made_of(rebuild, catalogue)
        _kept = (rebuild.pk, catalogue)
    return _kept[1]


def _say_what_scores_are_made_of(rebuild: SimilarRebuild, catalogue: Catalogue) -> None:
    """The first process that has loaded the notes says it for all."""
    unsaid = SimilarRebuild.objects.filter(pk=rebuild.pk, word_counts=b"")
    if unsaid.exists():
        counted, found = catalogue.counted_words, Senses.learnt(catalogue.tag_ids, catalogue.learn_places())
        unsaid.update(word_counts=counted.packed(), notes=counted.total, senses=found.packed())
    said = SimilarRebuild.objects.values_list("senses", flat=True).get(pk=rebuild.pk)
    catalogue.places = Senses.unpacked(said).of(catalogue.tag_ids)


def _store(block: SimilarBlock, catalogue: Catalogue, threads: int) -> None:
    first, last = np.searchsorted(catalogue.note_ids, [block.first, block.last + 1])
    blend = Blend(**block.rebuild.blend)
    # Made before threads share them.
    indexes = [catalogue.tags, catalogue.words, *([catalogue.people] if catalogue.people else [])]

    def found(rows: NDArray) -> list[tuple[int, str]]:
        pool = lists.pool_of(catalogue, rows)
        best = rank(
            indexes,
            rows,
            pool,
            None,
            catalogue.places,
            catalogue.authors,
            blend,
            k=lists.SIZE,
            per_group=lists.PER_AUTHOR,
        )
        return [
            (pk, lists.written(entries)) for pk, entries in lists.entries_of(catalogue, rows, best, blend)
        ]

    parts = [part for part in np.array_split(np.arange(first, last), threads) if len(part)]
    with ThreadPoolExecutor(threads) as pool:
        made = [one for part in pool.map(found, parts) for one in part]
    with transaction.atomic():
        lists.wait_for_other_writers()
        lists.store_written(made, catalogue.loaded_at)
        SimilarBlock.objects.filter(pk=block.pk).update(ended_at=timezone.now())


def _wait_for_other_beginners() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x73696D62])  # "simb"
