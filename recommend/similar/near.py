"""The notes that a few changed ones are compared with, read from the database."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from notes.models import Note

from ..search.words import query_literal
from .catalogue import Catalogue

CANDIDATES = 4_000  # notes that a single one is compared with, those of its rarest tags first
OF_EACH_TAG = 300  # at least, the newest
ALTOGETHER = 40_000  # where many notes changed together
BY_WORDS = 1_000  # newest notes sharing a word, where tags say too little


def sharing_a_tag(note_ids: Sequence[int]) -> set[int]:
    """The notes of each of their rare tags, and the newest of the common ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tagged.content_object_id, tagged.tag_id, tag.note_count
                 FROM notes_taggednote tagged
                 JOIN tagging_tag tag ON tag.id = tagged.tag_id AND NOT tag.is_banned
                WHERE tagged.content_object_id = ANY(%s) ORDER BY 1, 3, 2""",
            [list(note_ids)],
        )
        limits = _limits(cursor.fetchall(), len(note_ids))
        cursor.execute(
            """SELECT DISTINCT near.content_object_id
               FROM unnest(%s::bigint[], %s::int[]) AS mine (tag_id, most)
               CROSS JOIN LATERAL (
                   SELECT content_object_id FROM notes_taggednote
                   WHERE tag_id = mine.tag_id ORDER BY content_object_id DESC LIMIT mine.most
               ) near""",
            [list(limits), list(limits.values())],
        )
        return {pk for (pk,) in cursor.fetchall()}


def _limits(carried: Iterable[tuple[int, int, int]], notes: int) -> dict[int, int]:
    """How many notes of each tag are looked at: (note, tag, its notes), the rarest of each note first."""
    budget = min(CANDIDATES, max(ALTOGETHER // max(notes, 1), OF_EACH_TAG))
    limits: dict[int, int] = {}
    spent: dict[int, int] = {}
    for note, tag, count in carried:
        left = max(budget - spent.get(note, 0), OF_EACH_TAG)
        limits[tag] = max(limits.get(tag, 0), left)
        spent[note] = spent.get(note, 0) + min(count, left)
    return limits


def sharing_a_word(note_ids: Sequence[int]) -> set[int]:
    """The newest notes whose search entry has a word of the title, or of the text where there is none."""
    found: set[int] = set()
    for title, text in Note.objects.filter(pk__in=note_ids).values_list("title", "text"):
        if asked := query_literal(title or text[:40], any_word=True):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT note_id FROM recommend_notedocument WHERE words @@ %s::tsquery"
                    " ORDER BY note_id DESC LIMIT %s",
                    [asked, BY_WORDS],
                )
                found |= {pk for (pk,) in cursor.fetchall()}
    return found


def with_rows(
    pool: NDArray, catalogue: Catalogue, rows: NDArray, people: Mapping[int, Mapping[int, float]]
) -> NDArray[np.int32]:
    """The pool with the notes that people connect to each row."""
    known = [catalogue.rows_of(people.get(int(pk), ())) for pk in catalogue.note_ids[rows]]
    more = np.full((len(rows), max(map(len, known), default=0)), -1, np.int32)
    for at, found in enumerate(known):
        more[at, : len(found)] = found
    return np.concatenate([pool, more], axis=1)


def given(
    catalogue: Catalogue, rows: NDArray, pool: NDArray, people: Mapping[int, Mapping[int, float]]
) -> NDArray[np.float64]:
    """The cosines by people of each row with its pool, as the last rebuild counted them."""
    found = np.zeros(pool.shape)
    for at, pk in enumerate(catalogue.note_ids[rows].tolist()):
        if known := people.get(pk):
            others = np.where(pool[at] >= 0, catalogue.note_ids[pool[at]], 0).tolist()
            found[at] = [known.get(other, 0.0) for other in others]
    return found
