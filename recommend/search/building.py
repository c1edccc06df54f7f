"""Making this machine's index from PostgreSQL: all of it into a new folder, or what changed since."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice

import tantivy

from . import feed, files, index
from .analysis import Analysed, Columns, analyse_all, columns

MANY = 20_000  # more entries than this are analysed by several processes
HEAP = 320_000_000  # bytes that tantivy may fill before it writes a segment; so few segments are not merged
NICER = 10  # steps of priority that analysing stands behind writing
SMALL_HEAP = 32_000_000
BEHIND = 100_000  # with so many changes a new index is made beside the old one


def rebuild() -> int | None:
    """Make the index anew and use it; returns how many notes it holds, or None when another process of this
    machine does just that."""
    with files.only_one("build") as alone:
        if not alone:
            return None
        place, generation, folder = feed.place(), feed.generation(), files.new_folder()
        many = feed.waiting(0, MANY + 1) > MANY
        number = _fill(folder, many)
        files.write(files.Current(folder.name, generation, place))
        files.remove_others(folder.name)
        index.notes.look_now()
        return number


def _fill(folder, many: bool) -> int:
    number = 0
    with _analysed(many) as batches:
        writer = index.open_index(folder).writer(HEAP if many else SMALL_HEAP, 1)
        for entries, analysed in batches:
            for entry, one in zip(entries, analysed, strict=True):
                index.put(writer, entry, one)
            number += len(entries)
        writer.commit()
        writer.wait_merging_threads()
    return number


Batch = tuple[list[feed.Entry], Iterable[Analysed]]


@contextmanager
def _analysed(many: bool) -> Iterator[Iterable[Batch]]:
    """All entries with what the index holds of them, a batch at a time."""
    if not many:
        yield ((entries, analyse_all([entry.text for entry in entries])) for entries in feed.everything())
        return
    # Forked before any thread starts; the children only cut strings, and yield to the one that writes.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(os.cpu_count(), fork, initializer=os.nice, initargs=(NICER,)) as pool:
        for done in [pool.submit(columns, [""]) for _ in range(os.cpu_count() or 1)]:
            done.result()
        yield _ahead(pool)


def _ahead(pool: ProcessPoolExecutor) -> Iterator[Batch]:
    """Batches in order, some of them being analysed while one is written."""
    source = feed.everything()
    waiting: list[tuple[list[feed.Entry], Future[Columns]]] = []

    def ask(some: int) -> None:
        for entries in islice(source, some):
            waiting.append((entries, pool.submit(columns, [entry.text for entry in entries])))

    ask(2 * (os.cpu_count() or 1) + 1)
    while waiting:
        entries, analysed = waiting.pop(0)
        yield entries, map(Analysed, *analysed.result())
        ask(1)


class Writer:
    """Writes what changes into the index in use. One on each machine at a time."""

    def __init__(self, current: files.Current):
        self.current = current
        self._index = index.open_index(current.path)
        self._writer: tantivy.IndexWriter | None = None
        # What was written of transactions since the place: note -> (transaction, is it there?).
        self._had: dict[int, tuple[int, bool]] = {}

    def catch_up(self) -> int:
        """Write what changed in the database since the last time; returns how many entries."""
        place, since = feed.place(), self.current.place
        seen = {row: (row.changed_in, True) for row in feed.changed_since(since)}
        changed = [row for row, state in seen.items() if self._had.get(row.note) != state]
        gone = {note: (changed_in, False) for note, changed_in in feed.removed_since(since)}
        removed = [note for note, state in gone.items() if self._had.get(note) != state]
        if changed or removed:
            self._write(changed, removed)
            self._had |= {row.note: seen[row] for row in changed} | {note: gone[note] for note in removed}
        self._had = {note: state for note, state in self._had.items() if state[0] >= place}
        self.current = files.Current(self.current.folder, self.current.generation, place)
        if changed or removed or place - since > 10_000:
            files.write(self.current)
            index.notes.look_now()
        return len(changed) + len(removed)

    def _write(self, changed: list[feed.Entry], removed: list[int]) -> None:
        if self._writer is None:
            self._writer = self._index.writer(SMALL_HEAP, 1)
        for note in [*removed, *(entry.note for entry in changed)]:
            self._writer.delete_documents_by_term("note", note)
        analysed = analyse_all([entry.text for entry in changed])
        for entry, one in zip(changed, analysed, strict=True):
            index.put(self._writer, entry, one)
        self._writer.commit()


def usable() -> files.Current | None:
    """The index of this machine if it belongs to this life of the database and is not far behind."""
    current = files.read()
    if current is None or current.generation != feed.generation() or current.place > feed.place():
        return None
    return current if feed.waiting(current.place, BEHIND) < BEHIND else None
