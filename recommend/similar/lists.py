"""Similar notes: tags weighted by rarity and kind, neighbours by the engine, stored with score and shared
tags.

A few new notes are compared with the notes that share a tag with them; a full rebuild compares all with all.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from notes.models import Note
from tagging.models import Tag

from ..models import SimilarList
from . import engine, titles

SIZE = 20  # notes kept in a list
PER_AUTHOR = 2
REACH = 100  # how many lists of others a new note may enter
PER_TAG = 5_000  # newest notes of a common tag that a single new note is compared with
BATCH = 1000
BY_TITLE_BELOW = 6  # a list shorter than this is filled with notes of similar titles
_WRITER_LOCK = 0x73696D6C  # "siml"
REASONS = 3  # shared tags kept with each entry
KIND_WEIGHT = {
    Tag.Kind.FILM: 1.4,
    Tag.Kind.BRAND: 1.3,
    Tag.Kind.PERSON: 1.3,
    Tag.Kind.COMMODITY: 1.1,
    Tag.Kind.TOPIC: 1.0,
    Tag.Kind.PLACE: 0.7,
}
Entry = dict  # {"note": id, "score": float, "tags": [id, …]}


@dataclass(frozen=True)
class Catalogue:
    """Published notes in id order, their authors, their (row, tag column) pairs, and the tags with their
    weights."""

    note_ids: NDArray[np.int64]
    authors: NDArray[np.int64]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    tag_ids: NDArray[np.int64]
    weights: NDArray[np.float64]

    @cached_property
    def index(self) -> engine.Index:
        return engine.build(self.rows, self.columns, self.weights, self.authors)

    def rows_of(self, note_ids: Iterable[int]) -> NDArray[np.int64]:
        wanted = np.array(sorted(note_ids), dtype=np.int64)
        return np.flatnonzero(np.isin(self.note_ids, wanted))

    def entries(self, row: int, others: NDArray, scores: NDArray) -> list[Entry]:
        """One list ready to store, with the heaviest shared tags as the reason."""
        index = self.index
        mine = set(index.tags[index.starts[row] : index.starts[row + 1]].tolist())
        found = []
        for other, score in zip(others.tolist(), scores.tolist(), strict=True):
            if other < 0:
                break
            theirs = index.tags[index.starts[other] : index.starts[other + 1]].tolist()
            shared = sorted((tag for tag in theirs if tag in mine), key=lambda tag: (-self.weights[tag], tag))
            tags = [int(self.tag_ids[tag]) for tag in shared[:REASONS]]
            found.append({"note": int(self.note_ids[other]), "score": round(score, 4), "tags": tags})
        return found


def load(note_ids: Sequence[int] | None = None) -> Catalogue:
    """The whole catalogue, or that of the published among `note_ids`; weights count all published notes
    either way."""
    only = "" if note_ids is None else f"AND note.id IN ({_numbers(note_ids)})"
    shown = f"note.status = 'published' AND note.visibility = 'everyone' {only}"
    notes = _copy(f"SELECT id, author_id FROM notes_note note WHERE {shown} ORDER BY id", 2)
    pairs = _copy(
        f"""SELECT note.id, tagged.tag_id FROM notes_note note
        JOIN notes_taggednote tagged ON tagged.content_object_id = note.id
        JOIN tagging_tag tag ON tag.id = tagged.tag_id AND NOT tag.is_banned
        WHERE {shown}""",
        2,
    )
    tag_ids, columns = np.unique(pairs[:, 1], return_inverse=True)
    ids = notes[:, 0]
    rows = np.searchsorted(ids, pairs[:, 0])
    known = (rows < len(ids)) & (ids[np.minimum(rows, len(ids) - 1)] == pairs[:, 0]) if len(ids) else rows < 0
    rows, columns = rows[known], columns[known]
    if note_ids is None:
        used = np.bincount(columns, minlength=len(tag_ids))
        total = len(ids)
    else:
        counted = dict(Tag.objects.filter(pk__in=tag_ids.tolist()).values_list("pk", "note_count"))
        used = np.array([counted.get(int(pk), 0) for pk in tag_ids], dtype=np.int64)
        used = np.maximum(used, np.bincount(columns, minlength=len(tag_ids)))
        total = max(Note.objects.public().count(), len(ids))
    return Catalogue(ids, notes[:, 1], rows, columns, tag_ids, _weights(tag_ids, used, total))


def _weights(tag_ids: NDArray, used: NDArray, total: int) -> NDArray[np.float64]:
    """IDF times the weight of the tag's kind."""
    kinds = dict(Tag.objects.exclude(kind=Tag.Kind.TOPIC).values_list("pk", "kind"))
    by_kind = np.array(
        [KIND_WEIGHT[Tag.Kind(kinds.get(int(pk), Tag.Kind.TOPIC))] for pk in tag_ids], dtype=float
    )
    return np.log1p(total / np.maximum(used, 1)) * by_kind


def _copy(query: str, width: int) -> NDArray[np.int64]:
    """Whole numbers of a query as an array (rows, width), without a Python object for each."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", buffer)
    return np.fromstring(buffer.getvalue().decode("ascii"), dtype=np.int64, sep=" ").reshape(-1, width)


def _numbers(pks: Iterable[int]) -> str:
    return ",".join(str(int(pk)) for pk in pks) or "NULL"


def rebuild(batch: int = BATCH) -> Iterator[int]:
    """Compute and store every list from scratch; yields how many notes each step did."""
    SimilarList.objects.exclude(note__in=Note.objects.public()).delete()
    catalogue = load()
    short: dict[int, list[Entry]] = {}
    for start in range(0, len(catalogue.note_ids), batch):
        rows = np.arange(start, min(start + batch, len(catalogue.note_ids)))
        lists = _lists(catalogue, rows)
        short |= {pk: entries for pk, entries in lists.items() if len(entries) < BY_TITLE_BELOW}
        _store_alone(lists)
        yield len(rows)
    titles.fill(short, catalogue.note_ids, catalogue.authors)
    _store_alone(short)


def refresh(note_ids: Sequence[int]) -> None:
    """Lists of a few notes, and their places in the lists of others; notes no longer published leave both.

    Runs inside the caller's transaction.
    """
    _wait_for_other_writers()
    before = _listed_with(note_ids)
    catalogue = load(_sharing_a_tag(note_ids))
    rows = catalogue.rows_of(note_ids)
    lists = _lists(catalogue, rows)
    short = {pk: entries for pk, entries in lists.items() if len(entries) < BY_TITLE_BELOW}
    titles.fill_few(short)
    _store(lists)
    shown = set(catalogue.note_ids[rows].tolist())
    SimilarList.objects.filter(note__in=set(note_ids) - shown).delete()
    _enter_lists_of_others(catalogue, rows, set(note_ids), before)


def _lists(catalogue: Catalogue, rows: NDArray) -> dict[int, list[Entry]]:
    others, scores = engine.neighbours(catalogue.index, rows, k=SIZE, per_group=PER_AUTHOR)
    return {
        int(catalogue.note_ids[row]): catalogue.entries(row, others[at], scores[at])
        for at, row in enumerate(rows)
    }


def _store(lists: dict[int, list[Entry]]) -> None:
    rows = [SimilarList(note_id=pk, items=entries) for pk, entries in sorted(lists.items())]
    SimilarList.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["note"],
        update_fields=["items", "made_at"],
        batch_size=500,
    )


@transaction.atomic
def _store_alone(lists: dict[int, list[Entry]]) -> None:
    _wait_for_other_writers()
    _store(lists)


def _wait_for_other_writers() -> None:
    """One writer at a time until the transaction ends: a note touches the lists of others, in no common
    order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITER_LOCK])


def _sharing_a_tag(note_ids: Sequence[int]) -> list[int]:
    """The notes themselves and the newest notes of each of their tags."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT near.content_object_id
               FROM (SELECT DISTINCT tag_id FROM notes_taggednote WHERE content_object_id = ANY(%s)) mine
               CROSS JOIN LATERAL (
                   SELECT content_object_id FROM notes_taggednote
                   WHERE tag_id = mine.tag_id ORDER BY content_object_id DESC LIMIT %s
               ) near""",
            [list(note_ids), PER_TAG],
        )
        return sorted({pk for (pk,) in cursor.fetchall()} | set(note_ids))


def _listed_with(note_ids: Sequence[int]) -> set[int]:
    """Notes in whose lists these may stand, as far as their own lists tell."""
    lists = SimilarList.objects.filter(note__in=note_ids).values_list("items", flat=True)
    return {entry["note"] for entries in lists for entry in entries}


def _enter_lists_of_others(catalogue: Catalogue, rows: NDArray, changed: set[int], before: set[int]) -> None:
    """A note enters each list whose last entry it beats, and leaves those it no longer belongs to."""
    others, scores = engine.neighbours(catalogue.index, rows, k=REACH, per_group=REACH)
    new: dict[int, list[Entry]] = {pk: [] for pk in before - changed}
    for at, row in enumerate(rows):
        pk = int(catalogue.note_ids[row])
        for entry in catalogue.entries(row, others[at], scores[at]):
            if entry["note"] not in changed:
                new.setdefault(entry["note"], []).append({**entry, "note": pk})
    lists = SimilarList.objects.filter(note__in=new).select_for_update().order_by("note_id").in_bulk()
    named = {entry["note"] for one in lists.values() for entry in one.items} | changed
    authors = dict(Note.objects.public().filter(pk__in=named).values_list("pk", "author_id"))
    altered = []
    for pk, one in lists.items():
        kept = [entry for entry in one.items if entry["note"] not in changed and entry["note"] in authors]
        items = _best([*kept, *new[pk]], authors)
        if items != one.items:
            one.items, one.made_at = items, timezone.now()
            altered.append(one)
    SimilarList.objects.bulk_update(altered, ["items", "made_at"], batch_size=500)


def _best(entries: list[Entry], authors: dict[int, int]) -> list[Entry]:
    """The best SIZE, at most PER_AUTHOR of one author, the newer note first among equals."""
    taken: dict[int, int] = {}
    best: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (-entry["score"], -entry["note"])):
        author = authors[entry["note"]]
        if taken.get(author, 0) < PER_AUTHOR and len(best) < SIZE:
            taken[author] = taken.get(author, 0) + 1
            best.append(entry)
    return best
