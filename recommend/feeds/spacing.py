"""One author does not fill a page, and paid notes stay rare: the one place that says how far apart."""

from collections.abc import Iterable
from typing import Any

AUTHOR_WINDOW = 8  # an author comes at most once in this many, as far as the page allows
PAID_WINDOW = 5  # a paid note comes at most once in this many, always


def spaced(notes: Iterable[Any], *, continues: bool = False) -> list[Any]:
    """The notes of one page, best first, those that come too close to their like deferred.

    Looks at `author_id` and `paid_brand_id`. When only too close authors are left, the one seen longest ago
    goes next. Paid notes with too few others around them are left out. `continues` says that another page
    stands before this one: then no paid note is among the first, whatever that page ended with.
    """
    waiting = list(notes)
    placed: list[Any] = []
    seen: dict[Any, int] = {}
    last_paid = -1 if continues else -PAID_WINDOW
    while waiting:
        at = len(placed)
        allowed = [note for note in waiting if not note.paid_brand_id or at - last_paid >= PAID_WINDOW]
        if not allowed:
            break
        far = (note for note in allowed if at - seen.get(note.author_id, -AUTHOR_WINDOW) >= AUTHOR_WINDOW)
        chosen = next(far, None) or min(allowed, key=lambda note: seen[note.author_id])
        waiting.remove(chosen)
        placed.append(chosen)
        seen[chosen.author_id] = at
        if chosen.paid_brand_id:
            last_paid = at
    return placed
