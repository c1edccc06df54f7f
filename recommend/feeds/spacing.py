"""No author fills a page, nor one tag, and paid notes stay rare: the one place that says how far apart."""

from collections import deque
from collections.abc import Iterable
from typing import Any

AUTHOR_WINDOW = 8  # an author comes at most once in this many
PAID_WINDOW = 5  # a paid note comes at most once in this many, always
TAG_WINDOW = 8  # of this many notes
TAG_MOST = 3  # at most this many carry the same tag
LOOKED_BACK = max(AUTHOR_WINDOW, PAID_WINDOW, TAG_WINDOW) - 1


class Spacer:
    """Places notes one after the other, best first, those that come too close to their like deferred.

    Looks at `author_id`, `paid_brand_id` and, where there are any, `tag_ids`. `before` are the notes that
    stand already, the last one last. `continues` says that others stand before of which nothing is known:
    then no paid note is among the first. `loose_from` is the place of the first note for which there was no
    distance left.
    """

    def __init__(self, before: Iterable[Any] = (), *, continues: bool = False):
        self.last: deque = deque(list(before)[-LOOKED_BACK:], maxlen=LOOKED_BACK)
        self.placed: list[Any] = []
        self.loose_from: int | None = None
        self.unpaid_until = PAID_WINDOW - 1 if continues else 0
        self._look_back()

    def place(self, notes: Iterable[Any], most: int | None = None, *, strict: bool = False) -> list[Any]:
        """Place up to `most` of these; returns those that were not. `strict` stops where nothing keeps its
        distance; otherwise tags come closer first, then the author seen longest ago. Paid notes never do."""
        waiting = list(notes)
        while waiting and (most is None or len(self.placed) < most):
            chosen = self._first_allowed(waiting)
            if chosen is None:
                chosen = None if strict else self._least_close(waiting)
                if chosen is None:
                    break
                if self.loose_from is None:
                    self.loose_from = len(self.placed)
            note = waiting.pop(chosen)
            self.placed.append(note)
            self.last.append(note)
            self._look_back()
        return waiting

    def _look_back(self) -> None:
        recent = list(self.last)
        self.authors = {note.author_id for note in recent[-(AUTHOR_WINDOW - 1) :]}
        near = [note for note in recent[-(PAID_WINDOW - 1) :] if note.paid_brand_id]
        self.is_paid_near = bool(near) or len(self.placed) < self.unpaid_until
        carried = [tag for note in recent[-(TAG_WINDOW - 1) :] for tag in getattr(note, "tag_ids", ())]
        self.full_tags = {tag for tag in carried if carried.count(tag) >= TAG_MOST}

    def _first_allowed(self, waiting: list[Any]) -> int | None:
        authors, is_paid_near, full_tags = self.authors, self.is_paid_near, self.full_tags
        for index, note in enumerate(waiting):
            if note.author_id in authors or (is_paid_near and note.paid_brand_id):
                continue
            if not full_tags or full_tags.isdisjoint(getattr(note, "tag_ids", ())):
                return index
        return None

    def _least_close(self, waiting: list[Any]) -> int | None:
        seen = {note.author_id: at for at, note in enumerate(self.last)}
        allowed = [at for at, note in enumerate(waiting) if not (self.is_paid_near and note.paid_brand_id)]
        return min(allowed, key=lambda at: seen.get(waiting[at].author_id, -1), default=None)


def spaced(notes: Iterable[Any], *, continues: bool = False, before: Iterable[Any] = ()) -> list[Any]:
    """The notes of one page, best first, as far apart as the page allows; see `Spacer`. Paid ones with too
    few others around them are left out."""
    spacer = Spacer(before, continues=continues)
    spacer.place(notes)
    return spacer.placed
