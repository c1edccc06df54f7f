"""Discover for visitors and for those who want nothing personal: the hottest notes, the same for everybody.

Nothing is kept for a reader: the cursor holds the place in the order of heat, the notes passed over because
they stood too close to their like, and the notes shown last.
"""

from collections import defaultdict

from core.kept import kept
from core.pagination import PAGE_SIZE, Page, decode_cursor, encode_cursor, keyset_page
from notes.models import Note, TaggedNote

from ..interests import taste_of
from ..shared import HOTTEST, VISITOR
from ..spacing import LOOKED_BACK, Spacer, spaced
from .facts import Facts

# How many more notes are looked at, one after the other, while too few keep their distance.
LOOKED_AT = (2 * PAGE_SIZE, 200, 800)
# Of the notes passed over so many come later; where a few people wrote all that is hot, the rest is left out.
DEFERRED_MOST = 30


def page_for_all(viewer, after: str) -> Page:
    """Read now and then, seen with the viewer's eyes."""
    placed, cards, following = kept(("discover", after), lambda: _read(after))
    rows = {note.pk: note for note in Note.objects.personal(cards, viewer)}
    left = _wanted([one for one in placed if one.pk in rows], viewer)
    if len(left) < len(placed):  # without some of them the others stand closer together
        left = spaced(left, continues=bool(after))
    return Page([rows[one.pk] for one in left], following)


def _wanted(placed: list[Facts], viewer) -> list[Facts]:
    """Without what a member hid."""
    if viewer.pk is None or not viewer.has_filters:
        return placed
    taste = taste_of(viewer)
    return [one for one in placed if not taste.hides(one.pk, one.author_id, one.tag_ids)]


def _read(after: str) -> tuple[list[Facts], list[Note], str]:
    """The notes of one page, as many as keep their distance, their cards, and the cursor of the next page.

    They come closer only where nothing else is left.
    """
    place, deferred, last = _cursor(after)
    listed = Note.objects.listed_for(VISITOR)
    known = _facts(listed.filter(pk__in=[*deferred, *last])) if after else {}
    spacer = Spacer([known[pk] for pk in last if pk in known])
    waiting = [known[pk] for pk in deferred if pk in known]
    ahead: list[Facts] = []
    for size in LOOKED_AT:
        page = keyset_page(listed.only("author", "paid_brand", "hot"), HOTTEST, place, size)
        more = list(_facts(page.rows).values())
        ahead += more
        waiting = spacer.place([*waiting, *more], PAGE_SIZE, strict=True)
        place = page.after
        if len(spacer.placed) == PAGE_SIZE or not place:
            break
    if not (place and spacer.placed):
        waiting = spacer.place(waiting, PAGE_SIZE)
    cards = listed.for_cards(VISITOR).filter(pk__in=[one.pk for one in spacer.placed])
    return spacer.placed, list(cards), _next(spacer.placed, waiting, ahead, bool(place), last)


def _next(placed: list[Facts], left: list[Facts], ahead: list[Facts], more: bool, last: list[int]) -> str:
    """The cursor of the page after this one; "" where nothing is left. It begins after the last note of those
    `ahead` that was placed; what was passed over before comes with it."""
    shown = {one.pk for one in placed}
    reached = max((at for at, one in enumerate(ahead) if one.pk in shown), default=len(ahead) - 1)
    beyond = {one.pk for one in ahead[reached + 1 :]}
    deferred = [one.pk for one in left if one.pk not in beyond][:DEFERRED_MOST]
    if not placed or not (beyond or more or deferred):
        return ""
    tail = [*last, *(one.pk for one in placed)][-LOOKED_BACK:]
    hot, pk = (ahead[reached].hot, ahead[reached].pk) if ahead else (0.0, 0)
    return encode_cursor([hot, pk, deferred, tail])


def _cursor(after: str) -> tuple[str, list[int], list[int]]:
    match decode_cursor(after, 4):
        case [float() | int() as hot, int(pk), list(deferred), list(last)] if all(
            isinstance(one, int) for one in [*deferred, *last]
        ):
            return encode_cursor([hot, pk]), deferred[:DEFERRED_MOST], last[-LOOKED_BACK:]
    return "", [], []


def _facts(notes) -> dict[int, Facts]:
    rows = list(notes)
    tags: dict[int, list[int]] = defaultdict(list)
    carried = TaggedNote.objects.filter(content_object__in=[note.pk for note in rows])
    for pk, tag in carried.values_list("content_object_id", "tag_id"):
        tags[pk].append(tag)
    return {
        note.pk: Facts(note.pk, note.author_id, note.paid_brand_id, note.hot, tuple(tags[note.pk]))
        for note in rows
    }
