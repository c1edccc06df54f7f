"""Notes with similar titles, for notes whose tags say too little: cosine of words weighted by rarity."""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from notes.models import Note

from ..search.words import query_literal, words_of
from . import engine

MOST = 10  # entries that a list gets this way
PER_AUTHOR = 2
WEIGHT = 0.2  # scores stay below what shared tags give
CANDIDATES = 2_000  # newest notes sharing a word that a single note is compared with
CHUNK = 5_000


def fill(lists: dict[int, list[dict]], note_ids: NDArray, authors: NDArray) -> None:
    """Append to each list the notes of most similar title among `note_ids`, which are in ascending order."""
    if not lists:
        return
    words: dict[str, int] = {}
    rows, columns = [], []
    for row, title in _titles(note_ids):
        for word in set(words_of(title)):
            rows.append(row)
            columns.append(words.setdefault(word, len(words)))
    if not rows:
        return
    used = np.bincount(columns, minlength=len(words))
    index = engine.build(np.array(rows), np.array(columns), np.log1p(len(note_ids) / used), authors)
    wanted = np.searchsorted(note_ids, np.array(sorted(lists), dtype=np.int64))
    others, scores = engine.neighbours(index, wanted, k=MOST, per_group=PER_AUTHOR)
    for at, row in enumerate(wanted):
        entries = lists[int(note_ids[row])]
        known = {entry["note"] for entry in entries}
        for other, score in zip(others[at].tolist(), scores[at].tolist(), strict=True):
            if other >= 0 and int(note_ids[other]) not in known:
                entry = {"note": int(note_ids[other]), "score": round(score * WEIGHT, 4), "tags": []}
                entries.append(entry)


def _titles(note_ids: NDArray):
    """Row and title of each note; the beginning of the text where there is no title."""
    for start in range(0, len(note_ids), CHUNK):
        pks = note_ids[start : start + CHUNK].tolist()
        found = {
            pk: title or text[:40]
            for pk, title, text in Note.objects.filter(pk__in=pks).values_list("pk", "title", "text")
        }
        yield from ((start + at, found.get(pk, "")) for at, pk in enumerate(pks))


def fill_few(lists: dict[int, list[dict]]) -> None:
    """The same for a few lists, comparing each with the newest notes that share a word with it."""
    for note in Note.objects.filter(pk__in=lists).only("pk", "title", "text"):
        pks = _sharing_a_word(note)
        pairs = Note.objects.public().filter(pk__in=pks).order_by("pk").values_list("pk", "author_id")
        found = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        if note.pk in found[:, 0]:
            fill({note.pk: lists[note.pk]}, found[:, 0], found[:, 1])


def _sharing_a_word(note: Note) -> Sequence[int]:
    asked = query_literal(note.title or note.text[:40], any_word=True)
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note_id FROM recommend_notedocument WHERE words @@ %s::tsquery"
            " ORDER BY note_id DESC LIMIT %s",
            [asked, CANDIDATES],
        )
        return [note.pk, *(pk for (pk,) in cursor.fetchall())]
