"""Published notes as the engine reads them: by tags weighted by rarity and kind, by words, and by the people
who liked, saved or opened them.

People count the less the more notes they acted on (Breese, Heckerman and Kadie, "Empirical analysis of
predictive algorithms for collaborative filtering", 1998). Every note counts as if a number of unknown people
had acted on it as well, so that two notes are not alike because of one person. Own notes never count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from notes.models import Note

from ..models import Kind
from . import engine, senses, words
from .copying import columns, numbers
from .kinds import KIND_WEIGHT
from .weights import rarity

UNKNOWN_PEOPLE = 2.0
LATEST_ACTS = 200  # of one person
OPENED_DAYS = 60
_SHOWN = "note.status = 'published' AND note.visibility = 'everyone'"
_PEOPLE = f"""
    SELECT person, note_id FROM (
        SELECT acted.user_id AS person, acted.note_id,
               row_number() OVER (PARTITION BY acted.user_id ORDER BY max(acted.at) DESC) AS place
          FROM (SELECT user_id, note_id, made_at AS at FROM notes_like
                UNION ALL SELECT user_id, note_id, made_at FROM notes_bookmark
                UNION ALL SELECT user_id, note_id, at FROM recommend_event
                           WHERE kind IN ({Kind.CLICK:d}, {Kind.SHARE:d}) AND user_id IS NOT NULL
                             AND note_id IS NOT NULL AND at > now() - interval '{OPENED_DAYS} days') acted
          JOIN notes_note note ON note.id = acted.note_id AND note.author_id <> acted.user_id AND {_SHOWN}
          JOIN accounts_user member ON member.id = acted.user_id AND member.is_personalised
          LEFT JOIN recommend_taste taste ON taste.user_id = acted.user_id
         WHERE taste.since IS NULL OR acted.at > taste.since
         GROUP BY acted.user_id, acted.note_id) AS latest
     WHERE place <= {LATEST_ACTS}
"""


@dataclass
class Catalogue:
    """Published notes in id order, their authors, tags with their weights; rows are places in `note_ids`."""

    note_ids: NDArray[np.int64]
    authors: NDArray[np.int32]
    tag_ids: NDArray[np.int64]
    tag_weights: NDArray[np.float64]
    tags: engine.Index
    loaded_at: datetime
    places: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))  # (`senses`)

    def rows_of(self, note_ids: Iterable[int]) -> NDArray[np.int64]:
        """The rows of those of the notes that are here."""
        wanted = np.unique(np.array(list(note_ids), dtype=np.int64))
        if not len(self.note_ids):
            return np.empty(0, np.int64)
        rows = np.minimum(np.searchsorted(self.note_ids, wanted), len(self.note_ids) - 1)
        return rows[self.note_ids[rows] == wanted]

    @cached_property
    def counted_words(self) -> words.Counted:
        """How many of the notes have each word; only of a whole catalogue."""
        return words.Counted.of(self._words[1], len(self.note_ids))

    @cached_property
    def words(self) -> engine.Index:
        rows, hashed = self._words
        index = engine.build(rows, hashed, self.counted_words.weights, self.authors)
        self._words = (rows[:0], hashed[:0])
        return index

    @cached_property
    def _words(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        return words.read_all(self.note_ids)

    @cached_property
    def people(self) -> engine.Index | None:
        """None while nobody did anything."""
        return index_of_people(*self._acts(), self.authors)

    def learn_places(self) -> NDArray[np.float32]:
        """What the tags mean to people, learnt from what these did."""
        return senses.learn(self.tags, *self._acts())

    def _acts(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Who acted on what: rows and people."""
        person, note = columns(_PEOPLE, 2)
        rows, known = _rows(self.note_ids, note)
        return rows[known], person[known]


def index_of_people(rows: NDArray, person: NDArray, groups: NDArray) -> engine.Index | None:
    """Rows by the people who acted on them; None where nobody did."""
    if not len(rows):
        return None
    _names, person = np.unique(person, return_inverse=True)
    acted_on, own = np.unique(rows), int(person.max()) + 1
    said = 1 / np.sqrt(np.log2(1 + np.bincount(person)))
    unknown = np.full(len(acted_on), np.sqrt(UNKNOWN_PEOPLE * np.mean(said**2)))
    return engine.build(
        np.concatenate([rows, acted_on]),
        np.concatenate([person, own + np.arange(len(acted_on))]),
        np.concatenate([said, unknown]),
        groups,
    )


def load(note_ids: Sequence[int] | None = None, notes: int = 0) -> Catalogue:
    """The whole catalogue, or that of the published among `note_ids`; weights count all published notes
    either way. `notes` says how many these are, if that is known."""
    only = "" if note_ids is None else f"AND note.id IN ({numbers(note_ids)})"
    loaded_at = timezone.now()
    ids, authors = columns(f"SELECT id, author_id FROM notes_note note WHERE {_SHOWN} {only} ORDER BY id", 2)
    note, tag = columns(
        f"""SELECT tagged.content_object_id, tagged.tag_id::bigint FROM notes_taggednote tagged
        JOIN tagging_tag tag ON tag.id = tagged.tag_id AND NOT tag.is_banned
        {"" if note_ids is None else f"WHERE tagged.content_object_id IN ({numbers(note_ids)})"}""",
        2,
    )
    rows, known = _rows(ids, note)
    rows = rows[known]
    tag_ids, column = np.unique(tag[known], return_inverse=True)
    column = column.astype(np.int32)
    del note, tag, known
    used, total = np.bincount(column, minlength=len(tag_ids)), len(ids)
    counts, by_kind = _counted_tags(tag_ids, all_of_them=note_ids is None)
    if note_ids is not None:
        used = np.maximum(used, counts)
        total = max(notes or Note.objects.public().count(), total)
    weights = rarity(used, total) * by_kind
    _names, groups = np.unique(authors, return_inverse=True)
    authors = groups.astype(np.int32)
    return Catalogue(ids, authors, tag_ids, weights, engine.build(rows, column, weights, authors), loaded_at)


def _rows(ids: NDArray[np.int64], note: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Where each note stands among `ids`, and whether it does."""
    if not len(ids):
        return np.zeros(len(note), np.int32), np.zeros(len(note), bool)
    rows = np.minimum(np.searchsorted(ids, note), len(ids) - 1).astype(np.int32)
    return rows, ids[rows] == note


def _counted_tags(tag_ids: NDArray, *, all_of_them: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many notes each tag has by its counter, and what its kind weighs."""
    places = " ".join(f"WHEN '{kind}' THEN {at}" for at, kind in enumerate(KIND_WEIGHT))
    only = "" if all_of_them else f"WHERE id IN ({numbers(tag_ids.tolist())})"
    found, counts, kinds = columns(
        f"SELECT id::bigint, note_count::bigint, (CASE kind {places} END)::bigint FROM tagging_tag {only}", 3
    )
    rows, known = _rows(tag_ids, found)
    used, by_kind = np.zeros(len(tag_ids), np.int64), np.ones(len(tag_ids))
    used[rows[known]] = counts[known]
    by_kind[rows[known]] = np.array(list(KIND_WEIGHT.values()))[kinds[known]]
    return used, by_kind
