"""How good search is: against a scan of every note, and by where words begin and end."""

import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from notes.models import Note, TaggedNote
from tagging.hashtags import strip_hashtag_marks

from .asking import Asked, words_in
from .results import engine, search_notes
from .words import BREAK, STOP, cut, folded, stem, words_of

FIRST = 10
ALL = 1_000_000
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Scanned:
    """One note, to be looked through: its text with breaks for what is no word, and its words."""

    text: str
    words: frozenset[str]


class Corpus:
    """Every public note in memory."""

    def __init__(self) -> None:
        tags: dict[int, list[str]] = {}
        carried = TaggedNote.objects.filter(tag__is_banned=False)
        for note, name in carried.values_list("content_object", "tag__name"):
            tags.setdefault(note, []).append(name)
        rows = Note.objects.listed_for(VISITOR).filter(visibility=Note.Visibility.EVERYONE)
        self.notes: dict[int, Scanned] = {}
        self.imported: dict[str, int] = {}
        for pk, imported, title, text in rows.values_list("pk", "import_id", "title", "text"):
            parts = [title, *tags.get(pk, []), strip_hashtag_marks(text)]
            whole = BREAK.join(cut(part).replace(" ", "") for part in parts)
            words = frozenset(stem(word) for part in parts for word in words_of(part))
            self.notes[pk] = Scanned(f"{BREAK}{whole}{BREAK}", words)
            if imported:
                self.imported[imported] = pk

    def containing(self, q: str) -> set[int]:
        """Notes in which each piece of the query stands, wherever in a word."""
        pieces = [piece for piece in cut(q).replace(" ", "").split(BREAK) if piece and piece not in STOP]
        if len(spaced := folded(q).split()) > 1:
            pieces = [
                bare for piece in spaced if (bare := cut(piece).replace(" ", "").strip(BREAK)) not in STOP
            ]
        if not any(pieces):
            return set()
        return {pk for pk, note in self.notes.items() if all(piece in note.text for piece in pieces)}

    def has_words(self, pk: int, q: str) -> bool:
        """Are all words of the query words of the note?"""
        wanted = {stem(word) for word in words_in(q).words}
        return pk in self.notes and wanted <= self.notes[pk].words


def evaluate(queries: Iterable[dict]) -> dict:
    """Recall and precision, MRR of the expected, and how long a search takes, in ms, its rows included."""
    corpus = Corpus()
    recalls, precisions, ranks, times = [], [], [], []
    there = found_there = 0
    for query in queries:
        q = query["q"]
        started = time.perf_counter()
        search_notes(q, VISITOR)
        times.append((time.perf_counter() - started) * 1000)
        found = engine().find(Asked(words_in(q)), ALL)
        wanted = corpus.containing(q)
        if wanted:
            hits = len(wanted.intersection(found))
            there, found_there = there + len(wanted), found_there + hits
            recalls.append(hits / len(wanted))
        if first := found[:FIRST]:
            precisions.append(sum(corpus.has_words(pk, q) for pk in first) / len(first))
        if expected := _ids(query.get("expect"), corpus):
            places = [place for place, pk in enumerate(found, start=1) if pk in expected]
            ranks.append(1 / places[0] if places else 0.0)
    times.sort()
    return {
        "queries": len(times),
        "notes": len(corpus.notes),
        "recall": _share(found_there, there),
        "recall_by_query": _mean(recalls),
        "precision_first_10": _mean(precisions),
        "mrr": _mean(ranks),
        "p50_ms": round(statistics.median(times), 2) if times else None,
        "p99_ms": round(times[min(len(times) - 1, int(len(times) * 0.99))], 2) if times else None,
    }


def _ids(expected, corpus: Corpus) -> set[int]:
    """Notes by their number, or by the id they were imported with."""
    return {
        corpus.imported.get(str(one)) or (one if isinstance(one, int) else 0) for one in expected or []
    } - {0}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _mean(values: list[float]) -> float | None:
    return round(statistics.mean(values), 4) if values else None
