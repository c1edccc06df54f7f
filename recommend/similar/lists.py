"""Lists of similar notes, stored with score and reason, and kept true while notes come, change and go.

A list holds the best of a pool: the notes nearest by tags and by the people who liked them, by words where
these are few. A rebuild (`rebuilding`) fills pools from all notes. What one changed note needs is read from
the database: the newest notes of its tags, the rarest tag first. What people did is counted by the rebuild
and kept with the entries until the next one.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from ..models import SimilarList
from . import engine, near, words
from .blend import DIGITS, PEOPLE, TAGS, Blend, Ranked, rank
from .catalogue import Catalogue, load
from .measures import latest
from .reasons import shared_tags

SIZE = 20  # notes kept in a list
PER_AUTHOR = 2
POOL = 50  # candidates by tags
POOL_PER_AUTHOR = 4
BY_PEOPLE = 25  # candidates by people
BY_WORDS = 10  # candidates by words, where the others are fewer than SHORT
SHORT = 6
LEAST_BY_WORDS = 0.1  # cosine below which words alone make nothing similar
REACH = 100  # how many lists of others a changed note may enter
REASONS = 6  # shared tags kept with each entry
_WRITER_LOCK = 0x73696D6C  # "siml"
# {"note": id, "score": float, "tags": [id, …], "people": cosine, "co": True}; the last two only where people
# say something, and where they are the main reason.
Entry = dict
_STORE = """
    INSERT INTO recommend_similarlist (note_id, items, made_at)
    SELECT made.id, made.items::jsonb, %(made_at)s
      FROM unnest(%(ids)s::bigint[], %(items)s::text[]) AS made (id, items)
      JOIN notes_note note ON note.id = made.id AND note.status = 'published' AND note.visibility = 'everyone'
     ORDER BY made.id
        ON CONFLICT (note_id) DO UPDATE SET items = EXCLUDED.items, made_at = EXCLUDED.made_at
     WHERE recommend_similarlist.made_at <= EXCLUDED.made_at
"""


def refresh(note_ids: Sequence[int]) -> None:
    """Lists of a few notes, and their places in the lists of others; notes no longer published leave both.

    Runs inside the caller's transaction.
    """
    wait_for_other_writers()
    before = _listed_with(note_ids)
    people = _people_of(note_ids)
    counted, blend, senses = latest()
    universe = {*near.sharing_a_tag(note_ids), *note_ids, *(pk for known in people.values() for pk in known)}
    catalogue = load(sorted(universe), counted.total)
    rows = catalogue.rows_of(note_ids)
    pool = near.with_rows(_by_tags(catalogue, rows, POOL, POOL_PER_AUTHOR), catalogue, rows, people)
    short = rows[(pool >= 0).sum(axis=1) < SHORT]
    by_words = near.sharing_a_word(catalogue.note_ids[short].tolist())
    if by_words - universe:
        catalogue = load(sorted(universe | by_words), counted.total)
        rows = catalogue.rows_of(note_ids)
        pool = near.with_rows(_by_tags(catalogue, rows, POOL, POOL_PER_AUTHOR), catalogue, rows, people)
    reach = np.concatenate([_by_tags(catalogue, rows, REACH, REACH), pool], axis=1)
    read = np.unique([*rows, *reach[reach >= 0], *catalogue.rows_of(by_words)]).astype(np.int64)
    index = words.index_of_few(catalogue.note_ids, read, catalogue.authors, counted)
    more = _by_words(index, rows, pool)
    places = senses.of(catalogue.tag_ids)

    def ranked(pool: NDArray, k: int, per_author: int) -> dict[int, list[Entry]]:
        pool = np.concatenate([pool, more], axis=1)
        given = near.given(catalogue, rows, pool, people)
        indexes = (catalogue.tags, index)
        authors = catalogue.authors
        best = rank(indexes, rows, pool, given, places, authors, blend, k=k, per_group=per_author)
        return dict(entries_of(catalogue, rows, best, blend))

    store(ranked(pool, SIZE, PER_AUTHOR).items(), timezone.now())
    SimilarList.objects.filter(note__in=set(note_ids) - set(catalogue.note_ids[rows].tolist())).delete()
    _enter_lists_of_others(ranked(reach, REACH, REACH), set(note_ids), before)


def pool_of(catalogue: Catalogue, rows: NDArray) -> NDArray[np.int32]:
    """The candidates of these rows out of a whole catalogue (-1 where there are fewer)."""
    parts = [_by_tags(catalogue, rows, POOL, POOL_PER_AUTHOR)]
    if catalogue.people:
        parts.append(engine.neighbours(catalogue.people, rows, k=BY_PEOPLE, per_group=POOL_PER_AUTHOR)[0])
    pool = np.concatenate(parts, axis=1)
    return np.concatenate([pool, _by_words(catalogue.words, rows, pool)], axis=1)


def _by_tags(catalogue: Catalogue, rows: NDArray, k: int, per_author: int) -> NDArray[np.int32]:
    return engine.neighbours(catalogue.tags, rows, k=k, per_group=per_author)[0]


def _by_words(index: engine.Index, rows: NDArray, pool: NDArray) -> NDArray[np.int32]:
    """More candidates for rows whose pool is short."""
    found = np.full((len(rows), BY_WORDS), -1, np.int32)
    short = np.flatnonzero((pool >= 0).sum(axis=1) < SHORT)
    if len(short):
        others, cosines = engine.neighbours(index, rows[short], k=BY_WORDS, per_group=PER_AUTHOR)
        found[short] = np.where(cosines >= LEAST_BY_WORDS, others, -1)
    return found


def entries_of(
    catalogue: Catalogue, rows: NDArray, ranked: Ranked, blend: Blend
) -> Iterator[tuple[int, list[Entry]]]:
    """Notes and their lists, ready to store, with the heaviest shared tags as the reason; one by one, for the
    entries of thousands of lists are a lot of objects."""
    shared = shared_tags(catalogue.tags, rows, ranked.rows, REASONS)
    tag_ids = np.append(catalogue.tag_ids, 0)  # the last stands for none
    counts = (shared >= 0).sum(axis=2)
    numbers = (ranked.rows >= 0).sum(axis=1).tolist()
    scores = ranked.scores.round(DIGITS)
    people = ranked.parts[:, :, PEOPLE].round(DIGITS)
    is_main = ranked.parts[:, :, PEOPLE] * blend.people > ranked.parts[:, :, TAGS] * blend.tags
    for at, pk in enumerate(catalogue.note_ids[rows].tolist()):
        part = slice(numbers[at])
        entries: list[Entry] = []
        for note, score, tags, count, by_people, co in zip(
            catalogue.note_ids[ranked.rows[at, part]].tolist(),
            scores[at, part].tolist(),
            tag_ids[shared[at, part]].tolist(),
            counts[at, part].tolist(),
            people[at, part].tolist(),
            is_main[at, part].tolist(),
            strict=True,
        ):
            entry = {"note": note, "score": score, "tags": tags[:count]}
            if by_people:
                entry["people"] = by_people
                if co:
                    entry["co"] = True
            entries.append(entry)
        yield pk, entries


def store(lists: Iterable[tuple[int, list[Entry]]], made_at: datetime) -> None:
    """Write these lists as of `made_at`, unless a list is newer or its note no longer public."""
    store_written([(pk, written(entries)) for pk, entries in lists], made_at)


def written(entries: list[Entry]) -> str:
    return json.dumps(entries, separators=(",", ":"))


def store_written(lists: Collection[tuple[int, str]], made_at: datetime) -> None:
    """The same with entries that are JSON already."""
    ids, items = zip(*sorted(lists), strict=True) if lists else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(_STORE, {"ids": list(ids), "items": list(items), "made_at": made_at})


def wait_for_other_writers() -> None:
    """One writer at a time until the transaction ends: a note touches the lists of others, in no common
    order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITER_LOCK])


def _listed_with(note_ids: Sequence[int]) -> set[int]:
    """Notes in whose lists these may stand, as far as their own lists tell."""
    lists = SimilarList.objects.filter(note__in=note_ids).values_list("items", flat=True)
    return {entry["note"] for entries in lists for entry in entries}


def _people_of(note_ids: Sequence[int]) -> dict[int, dict[int, float]]:
    """What the last rebuild counted: the cosine by people of each note with others."""
    lists = SimilarList.objects.filter(note__in=note_ids).values_list("note", "items")
    return {pk: {one["note"]: one["people"] for one in items if "people" in one} for pk, items in lists}


def _enter_lists_of_others(found: Mapping[int, list[Entry]], changed: set[int], before: set[int]) -> None:
    """A note enters each list whose last entry it beats, and leaves those it no longer belongs to."""
    new: dict[int, list[Entry]] = {pk: [] for pk in before - changed}
    for pk, entries in found.items():
        for entry in entries:
            if entry["note"] not in changed:
                new.setdefault(entry["note"], []).append({**entry, "note": pk})
    lists = dict(SimilarList.objects.filter(note__in=new).order_by("note_id").values_list("note", "items"))
    named = {entry["note"] for items in lists.values() for entry in items} | changed
    authors = _authors_of_public(named)
    altered = {}
    for pk, old in lists.items():
        kept = [entry for entry in old if entry["note"] not in changed and entry["note"] in authors]
        short = sum(map(_says_more_than_words, kept)) < SHORT
        items = _best([*kept, *(one for one in new[pk] if short or _says_more_than_words(one))], authors)
        if items != old:
            altered[pk] = items
    store(altered.items(), timezone.now())


def _authors_of_public(note_ids: Iterable[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, author_id FROM notes_note"
            " WHERE id = ANY(%s) AND status = 'published' AND visibility = 'everyone'",
            [list(note_ids)],
        )
        return dict(cursor.fetchall())


def _says_more_than_words(entry: Entry) -> bool:
    return bool(entry["tags"] or "people" in entry)


def _best(entries: list[Entry], authors: Mapping[int, int]) -> list[Entry]:
    """The best SIZE, at most PER_AUTHOR of one author, the newer note first among equals."""
    taken: dict[int, int] = {}
    best: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (-entry["score"], -entry["note"])):
        author = authors[entry["note"]]
        if taken.get(author, 0) < PER_AUTHOR and len(best) < SIZE:
            taken[author] = taken.get(author, 0) + 1
            best.append(entry)
    return best
