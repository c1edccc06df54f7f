"""Discover for visitors and for those who want nothing personal: the hottest notes, the same for everybody.

Nothing is kept for a reader: the cursor holds the place in the order of heat, the notes passed over because
they stood too close to their like, and the notes shown last.
"""

from collections import defaultdict

from core.kept import kept
from core.pagination import PAGE_SIZE, Page, decode_cursor, encode_cursor, keyset_page
from notes.models import Note, TaggedNote

from ..shared import HOTTEST, VISITOR
from ..spacing import LOOKED_BACK, Spacer, spaced
from .facts import Facts

LOOKED_AT = 2 * PAGE_SIZE
DEFERRED_MOST = 20


def page_for_all(viewer, after: str) -> Page:
    """Read now and then, seen with the viewer's eyes."""
    page = kept(("discover", after), lambda: _read(after))
    rows = Note.objects.personal(page.rows, viewer)
    if len(rows) < len(page.rows):  # without some people the others stand closer together
        rows = spaced(rows, continues=bool(after))
    return Page(rows, page.after)


def _read(after: str) -> Page:
    place, deferred, last = _cursor(after)
    cards = Note.objects.listed_for(VISITOR).for_cards(VISITOR)
    page = keyset_page(cards, HOTTEST, place, LOOKED_AT)
    rows = {note.pk: note for note in page.rows}
    if known := [*deferred, *last]:
        rows = {note.pk: note for note in cards.filter(pk__in=known)} | rows
    facts = _facts(rows)
    spacer = Spacer([facts[pk] for pk in last if pk in facts])
    waiting = [pk for pk in deferred if pk in facts] + [note.pk for note in page.rows]
    left = spacer.place([facts[pk] for pk in waiting], PAGE_SIZE)
    placed = [one.pk for one in spacer.placed]
    return Page([rows[pk] for pk in placed], _next(page, placed, [one.pk for one in left], last))


def _next(page: Page, placed: list[int], left: list[int], last: list[int]) -> str:
    """The cursor of the page after this one; "" where nothing is left."""
    shown = set(placed)
    reached = max((at for at, note in enumerate(page.rows) if note.pk in shown), default=len(page.rows) - 1)
    beyond = {note.pk for note in page.rows[reached + 1 :]}
    deferred = [pk for pk in left if pk not in beyond][:DEFERRED_MOST]
    if not placed or not (beyond or page.after or deferred):
        return ""
    if not page.rows:
        return encode_cursor([0.0, 0, deferred, [*last, *placed][-LOOKED_BACK:]])
    at = page.rows[reached]
    return encode_cursor([at.hot, at.pk, deferred, [*last, *placed][-LOOKED_BACK:]])


def _cursor(after: str) -> tuple[str, list[int], list[int]]:
    match decode_cursor(after, 4):
        case [float() | int() as hot, int(pk), list(deferred), list(last)] if all(
            isinstance(one, int) for one in [*deferred, *last]
        ):
            return encode_cursor([hot, pk]), deferred[:DEFERRED_MOST], last[-LOOKED_BACK:]
    return "", [], []


def _facts(rows: dict[int, Note]) -> dict[int, Facts]:
    tags: dict[int, list[int]] = defaultdict(list)
    carried = TaggedNote.objects.filter(content_object__in=list(rows))
    for pk, tag in carried.values_list("content_object_id", "tag_id"):
        tags[pk].append(tag)
    return {
        pk: Facts(pk, note.author_id, note.paid_brand_id, note.hot, tuple(tags[pk]))
        for pk, note in rows.items()
    }
