"""What people keep, as this viewer may see it: boards with covers, items with notes, search within.

A saved note that its reader may no longer see is an item without a note: nothing of it is shown or searched.
"""

from collections.abc import Iterable, Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import Block, User
from core.pagination import Page, keyset_page
from core.text import fold

from .models import Board, Bookmark, Note, TaggedNote

ON_A_COVER = 3
WORDS = 5
ORDERS = {"hand": ["position", "-id"], "newest": ["-id"], "oldest": ["id"]}


def readable(viewer) -> QuerySet[Note]:
    """Notes whose content a keeper may still see: all listed for them, and their own unless taken away."""
    return Note.objects.visible_to(viewer).exclude(status=Note.Status.REMOVED)


def boards_of(person: User, viewer) -> QuerySet[Board]:
    """One's own boards, or the public ones of somebody else."""
    rows = Board.objects.filter(owner=person)
    return rows if person.pk == viewer.pk else rows.filter(is_public=True)


def board_for(pk: int, viewer) -> Board:
    """The board if this viewer may open it; Http404 otherwise, so that nobody learns of a private one."""
    board = Board.objects.select_related("owner").filter(pk=pk).first()
    if board is None:
        raise Http404
    if board.owner_id == viewer.pk:
        return board
    hidden = board.owner_id in Block.objects.hiding_from(viewer)
    if hidden or not board.is_public or not board.owner.is_active:
        raise Http404
    return board


def items_of(person: User, board: Board | None, viewer) -> QuerySet[Bookmark]:
    """What stands in a board, or in the default one; others see only the notes that they may see."""
    rows = Bookmark.objects.filter(user=person, board=board)
    if person.pk == viewer.pk:
        return rows
    return rows.filter(note__in=Note.objects.listed_for(viewer))


def matching(items: QuerySet[Bookmark], query: str, viewer) -> QuerySet[Bookmark]:
    """Items with every word in the remark, or in title, text or tags of a note that the viewer sees."""
    for word in fold(query).split()[:WORDS]:
        tagged = TaggedNote.objects.filter(content_object=OuterRef("pk"), tag__name__icontains=word)
        said = Q(title__icontains=word) | Q(text__icontains=word) | Q(Exists(tagged))
        notes = readable(viewer).filter(said)
        remark = Q(remark__icontains=word, user_id=viewer.pk)
        items = items.filter(remark | Q(note__in=notes))
    return items


def page_of(items: QuerySet[Bookmark], order: str, viewer, after: str = "", size: int = 30) -> Page:
    """One page of items; each gets `shown`, its note as for cards, or None when it cannot be seen."""
    page = keyset_page(items, ORDERS[order], after, size)
    attach_notes(page.rows, readable(viewer).for_cards(viewer))
    return page


def attach_notes(items: Iterable[Bookmark], notes: QuerySet[Note]) -> None:
    found = notes.in_bulk([item.note_id for item in items])
    for item in items:
        item.shown = found.get(item.note_id)


def with_covers(boards: QuerySet[Board], viewer) -> list[Board]:
    """The boards, each with `seen_count` (notes shown to this viewer) and `covers`, up to three notes.

    Two queries, however many boards: which notes, and those notes.
    """
    items = Bookmark.objects.filter(board=OuterRef("pk"))
    shown = items.filter(note__in=readable(viewer))
    counted = Subquery(shown.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n"))
    first = shown.order_by("position", "-id").values("note_id")[:ON_A_COVER]
    chosen = shown.filter(note=OuterRef("cover"))
    rows = list(
        boards.annotate(
            seen_count=Coalesce(counted, 0),
            first_ids=ArraySubquery(first),
            cover_shown=Exists(chosen),
        )
    )
    for board in rows:
        if board.owner_id == viewer.pk:
            board.seen_count = board.item_count
        lead = [board.cover_id] if board.cover_shown else []
        rest = [pk for pk in board.first_ids if pk not in lead]
        board.cover_ids = [*lead, *rest][:ON_A_COVER]
    notes = cover_notes({pk for board in rows for pk in board.cover_ids})
    for board in rows:
        board.covers = [notes[pk] for pk in board.cover_ids if pk in notes]
    return rows


def cover_notes(ids: Iterable[int]) -> dict[int, Note]:
    """Notes with no more than a cover shows; whoever asks has checked that they may be seen."""
    wanted = Note.objects.filter(pk__in=list(ids)).select_related("cover")
    columns = ("title", "text", "cover_style", "cover__token", "cover__colour", "cover__widths")
    return {note.pk: note for note in wanted.only(*columns)} if ids else {}


def default_covers(person: User, viewer) -> tuple[int, list[Note]]:
    """How many notes stand in the default board for this viewer, and the covers of the newest."""
    items = items_of(person, None, viewer)
    first = list(
        items.filter(note__in=readable(viewer)).order_by("-id").values_list("note_id", flat=True)[:3]
    )
    notes = cover_notes(first)
    return items.count(), [notes[pk] for pk in first if pk in notes]


def export_rows(items: QuerySet[Bookmark], viewer, size: int = 500) -> Iterator[dict]:
    """The items with what their owner may still see of the notes, read in portions."""
    batch: list[Bookmark] = []
    for item in items.order_by("position", "-id").iterator(size):
        batch.append(item)
        if len(batch) == size:
            yield from _facts(batch, viewer)
            batch = []
    yield from _facts(batch, viewer)


def _facts(items: list[Bookmark], viewer) -> Iterator[dict]:
    attach_notes(items, readable(viewer).select_related("author"))
    for item in items:
        note = item.shown
        yield {
            "note": item.note_id,
            "saved_at": item.made_at.isoformat(timespec="seconds"),
            "remark": item.remark,
            "available": note is not None,
            "title": note.title if note else "",
            "text": note.text if note else "",
            "author": note.author.name if note else "",
            "path": note.get_absolute_url() if note else "",
        }
