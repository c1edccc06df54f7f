"""What a member keeps: saved notes, and the boards they stand in. Each verb may be repeated.

A member's own changes wait for each other (`take_turns`), so `Board.item_count` is exact;
`Note.bookmark_count` changes with the row, in the order of the notes' ids.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, F, Func, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.kept import forget_all

from .. import limits
from ..models import Board, Bookmark, Note
from .counting import count_on, tell_apps, tell_author
from .keeping import checked_length, checked_names, moved, number, take_turns


@transaction.atomic
def set_bookmark(*, note: Note, user: User, on: bool) -> bool:
    """Save a note to the default board or take it out of where it stands; False when nothing changed."""
    take_turns(user.pk)
    if on:
        return _save(note, user)[1]
    return bool(_remove(Bookmark.objects.filter(note=note, user=user)))


@transaction.atomic
def save_to(*, note: Note, user: User, board: Board | None, remark: str | None = None) -> Bookmark:
    """Save a note to this board (None: the default one), or move it there; `remark` None leaves the remark.

    DomainError when the board is full, not one's own, or the remark too long.
    """
    words = None if remark is None else checked_length(remark.strip(), limits.REMARK)
    take_turns(user.pk)
    item, _is_new = _save(note, user)
    _move([item], user, board)
    if words is not None:
        item.remark = words
        item.save(update_fields=["remark"])
    item.refresh_from_db()
    return item


def set_remark(*, item: Bookmark, remark: str) -> None:
    """The member's own words about a saved note. DomainError when they are too long."""
    Bookmark.objects.filter(pk=item.pk).update(remark=checked_length(remark.strip(), limits.REMARK))


@transaction.atomic
def move_items(*, user: User, item_ids: Iterable[int], board: Board | None) -> int:
    """Move the member's own saved notes to one of their boards; returns how many were elsewhere before."""
    take_turns(user.pk)
    return _move(list(Bookmark.objects.filter(user=user, pk__in=list(item_ids))), user, board)


@transaction.atomic
def remove_items(*, user: User, item_ids: Iterable[int]) -> int:
    """The member no longer saves these; returns how many there were."""
    take_turns(user.pk)
    return _remove(Bookmark.objects.filter(user=user, pk__in=list(item_ids)))


@transaction.atomic
def place_item(*, item: Bookmark, before: int | None = None, shift: int = 0) -> None:
    """Put a saved note before another one of its board (None: last), or `shift` places on or back."""
    take_turns(item.user_id)
    item.refresh_from_db(fields=["board"])
    if item.board_id is None:
        raise DomainError(_("Only a named board is ordered by hand."), code="default_board")
    rows = Bookmark.objects.filter(board=item.board_id).order_by("position", "-id")
    ids = list(rows.values_list("pk", flat=True))
    number("notes_bookmark", "position", moved(ids, item.pk, before=before, shift=shift))


@transaction.atomic
def create_board(*, owner: User, name: str, description: str = "", is_public: bool = False) -> Board:
    """A new empty board. DomainError when there are too many, or the name is taken or not allowed."""
    words = checked_names({"name": name, "description": description})
    take_turns(owner.pk)
    if Board.objects.filter(owner=owner).count() >= limits.BOARDS:
        raise DomainError(_("You have as many boards as there is room for."), code="too_many")
    _refuse_taken(owner.pk, words["name"])
    return Board.objects.create(owner=owner, is_public=is_public, **words)


@transaction.atomic
def change_board(*, board: Board, **changes) -> Board:
    """Change `name`, `description`, `is_public` or `cover` (a note in it; None: the first)."""
    changes = checked_names(changes)
    take_turns(board.owner_id)
    _refuse_taken(board.owner_id, changes.get("name", ""), besides=board.pk)
    cover = changes.get("cover")
    if cover and not Bookmark.objects.filter(board=board, note=cover).exists():
        raise DomainError(_("The cover is a note of the board."), code="not_in_board")
    for field, value in changes.items():
        setattr(board, field, value)
    board.save(update_fields=list(changes))
    if changes.get("is_public") is False:
        forget_all()
    return board


@transaction.atomic
def delete_board(*, board: Board) -> None:
    """The board goes; what stood in it stays saved, in the default board."""
    take_turns(board.owner_id)
    Bookmark.objects.filter(board=board).update(board=None, position=0)
    board.delete()
    forget_all()


@transaction.atomic
def recount_boards() -> int:
    """Set the counts of boards to what the rows say; returns how many were wrong."""
    rows = Bookmark.objects.filter(board=OuterRef("pk")).order_by()
    true = Coalesce(Subquery(rows.annotate(n=Func(F("pk"), function="COUNT")).values("n")), 0)
    wrong = Board.objects.annotate(true_count=true).exclude(item_count=F("true_count"))
    owners = sorted(set(wrong.values_list("owner_id", flat=True)))
    for owner_id in owners:
        take_turns(owner_id)
    ids = list(wrong.order_by("pk").values_list("pk", flat=True))
    counted = Bookmark.objects.filter(board__in=ids).values_list("board").annotate(n=Count("pk"))
    numbers = dict(counted)
    for pk in ids:
        Board.objects.filter(pk=pk).update(item_count=numbers.get(pk, 0))
    return len(ids)


def _save(note: Note, user: User) -> tuple[Bookmark, bool]:
    item, is_new = Bookmark.objects.get_or_create(note=note, user=user)
    if is_new:
        count_on(note.pk, "bookmark_count", 1)
        tell_author(note, user, "bookmark", f"bookmark:{note.pk}:{user.pk}")
        tell_apps(note.pk, user.pk, "save")
    return item, is_new


def _move(items: list[Bookmark], user: User, board: Board | None) -> int:
    board_id = board.pk if board else None
    items = [item for item in items if item.board_id != board_id]
    if not items:
        return 0
    if board:
        _refuse_full(board, user, len(items))
    Bookmark.objects.filter(pk__in=[item.pk for item in items]).update(board=board, position=0)
    changes = Counter({board_id: len(items)})
    changes.subtract(Counter(item.board_id for item in items))
    _count_items(changes)
    _uncover(items)
    return len(items)


def _remove(rows) -> int:
    items = list(rows)
    Bookmark.objects.filter(pk__in=[item.pk for item in items]).delete()
    left = Counter(item.board_id for item in items)
    _count_items({board_id: -number for board_id, number in left.items()})
    _uncover(items)
    for note_id in sorted(item.note_id for item in items):
        count_on(note_id, "bookmark_count", -1)
    return len(items)


def _count_items(changes) -> None:
    for board_id in sorted(pk for pk in changes if pk and changes[pk]):
        Board.objects.filter(pk=board_id).update(item_count=F("item_count") + changes[board_id])


def _uncover(items: list[Bookmark]) -> None:
    """A note that left its board is no longer that board's cover."""
    boards = {item.board_id for item in items if item.board_id}
    if boards:
        covers = [item.note_id for item in items]
        Board.objects.filter(pk__in=boards, cover__in=covers).update(cover=None)


def _refuse_full(board: Board, user: User, more: int) -> None:
    held = Board.objects.filter(pk=board.pk, owner=user).values_list("item_count", flat=True).first()
    if held is None:
        raise DomainError(_("This board is gone."), code="not_found")
    if held + more > limits.BOARD_ITEMS:
        words = _("A board holds at most %(n)s notes.") % {"n": limits.BOARD_ITEMS}
        raise DomainError(words, code="board_full")


def _refuse_taken(owner_id: int, name: str, besides: int = 0) -> None:
    if name and Board.objects.filter(owner=owner_id, name=name).exclude(pk=besides).exists():
        raise DomainError(_("You have a board of this name already."), code="name_taken")
