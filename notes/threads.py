"""Comments as shown: a page of first-level ones, each with its first answers; the rest of a thread by itself.

What all readers share is kept under `Note.talk_revision`, which changes with every comment; whom this viewer
hid, and what they like, is asked for each time.
"""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.filters import filters_of
from accounts.models import Block
from commerce.models import OrderLine
from core.kept import Pieces, kept
from core.pagination import Page, keyset_page
from tagging.linkify import pieces

from .models import Comment, Note, ProductTag

COMMENTS = 20
ANSWERS = 3  # shown at once under a comment
MORE_ANSWERS = 30
NEW_AT_ONCE = 30
GONE_AT_ONCE = 200
KEPT_S = 60
HEAT = F("like_count") + F("answer_count")
ORDERS = {"hot": ["-heat", "-id"], "new": ["-id"]}
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Talk:
    """Comments for one viewer. `shared`: this viewer sees exactly what all others see; each row says in
    `seen_as` what is different, so that a row that was rendered for others serves this viewer too."""

    rows: list[Comment]
    after: str = ""
    shared: bool = True
    last: int = 0  # id of the newest comment under the note, wherever it stands
    pieces: Pieces = field(default_factory=Pieces)

    def __iter__(self):
        return iter(self.rows)


def page_of(note: Note, viewer, after: str = "", order: str = "hot") -> Talk:
    """One page of the note's comments; each row gets `answers_shown`, oldest first."""
    if not note.talk_revision and not note.comment_count:
        return Talk([])
    order = order if order in ORDERS else "hot"
    key = ("talk", note.pk, note.talk_revision, order, after)
    page, last, rendered = kept(key, lambda: (_page(note, after, order), _last(note), Pieces()), KEPT_S)
    return _for(viewer, page, last, rendered)


def answers_of(root: Comment, viewer, after: str = "") -> Talk:
    """The answers to a comment, oldest first."""
    rows = _shown(root.note).filter(parent=root)
    page = keyset_page(rows, ["id"], after, MORE_ANSWERS)
    _dress(root.note, page.rows)
    return _for(viewer, page)


def newer_than(note: Note, viewer, last: int) -> Talk:
    """What others have said since the comment with this id, oldest first; `after` is set when more waits."""
    rows = _shown(note).filter(pk__gt=last).exclude(author_id=viewer.pk or 0)
    found = list(rows.order_by("id")[: NEW_AT_ONCE + 1])
    page = Page(found[:NEW_AT_ONCE], "more" if len(found) > NEW_AT_ONCE else "")
    _dress(note, page.rows)
    return _for(viewer, page, page.rows[-1].pk if page.rows else 0)


def gone_of(note: Note, last: int) -> list[int]:
    """The comments up to this id that were taken away, the newest ones: a page that shows them drops them."""
    rows = Comment.objects.filter(Q(is_removed=True) | Q(is_hidden=True), note=note, pk__lte=last)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:GONE_AT_ONCE])


def alone(comment_id: int, viewer) -> Comment:
    """One comment as this viewer sees it, without its answers."""
    row = Comment.objects.select_related("author", "note", "reply_to__author", "photo").get(pk=comment_id)
    _dress(row.note, [row])
    return _for(viewer, Page([row])).rows[0]


def _shown(note: Note) -> QuerySet[Comment]:
    return Comment.objects.standing().filter(note=note).select_related("author", "reply_to__author", "photo")


def _page(note: Note, after: str, order: str) -> Page:
    rows = Comment.objects.filter(note=note, parent=None, author__is_active=True)
    # A comment that was taken away keeps its place while answers stand under it.
    rows = rows.filter(Q(is_removed=False, is_hidden=False) | Q(answer_count__gt=0))
    rows = rows.select_related("author", "photo").annotate(heat=HEAT)
    page = keyset_page(rows.filter(is_pinned=False), ORDERS[order], after, COMMENTS)
    first = [] if after else list(rows.filter(is_pinned=True))
    page = Page([*first, *page.rows], page.after)
    ranked = _shown(note).filter(parent__in=page.rows)
    ranked = ranked.annotate(place=Window(RowNumber(), partition_by=F("parent_id"), order_by="id"))
    answers = defaultdict(list)
    if any(row.answer_count for row in page.rows):
        for answer in ranked.filter(place__lte=ANSWERS).order_by("id"):
            answers[answer.parent_id].append(answer)
    _dress(note, [*page.rows, *(answer for thread in answers.values() for answer in thread)])
    for row in page.rows:
        row.answers_shown = answers[row.pk]
        row.answers_left = row.answer_count - len(row.answers_shown)
    return page


def _last(note: Note) -> int:
    return Comment.objects.filter(note=note).aggregate(last=Max("pk"))["last"] or 0


def _dress(note: Note, rows: list[Comment]) -> None:
    """Set what the page shows besides the columns: `pieces` of the text, and `is_buyer`, when the commenter
    has received one of the note's products and not given it back."""
    products = list(ProductTag.objects.filter(note=note).values_list("product_id", flat=True)) if rows else []
    buyers: set[int] = set()
    if products:
        lines = OrderLine.objects.delivered().filter(sku__product__in=products)
        lines = lines.filter(order__buyer__in={row.author_id for row in rows})
        buyers = set(lines.values_list("order__buyer_id", flat=True))
    for row in rows:
        row.is_buyer, row.liked, row.pieces = row.author_id in buyers, False, pieces(row.text)
        row.answers_shown, row.answers_left, row.seen_as = [], 0, ()


def _for(viewer, page: Page, last: int = 0, rendered: Pieces | None = None) -> Talk:
    """The rows with this viewer's eyes: hidden people gone, `liked` on copies."""
    rendered = rendered or Pieces()
    if viewer.pk is None:
        return Talk(page.rows, page.after, last=last, pieces=rendered)
    liked_by_some = [row.pk for first in page.rows for row in (first, *first.answers_shown) if row.like_count]
    liked = Comment.objects.likes_of(viewer, liked_by_some)
    hidden = {*Block.objects.hiding_from(viewer), *filters_of(viewer).muted}
    rows = [_seen(row, viewer, liked, hidden) for row in page.rows if row.author_id not in hidden]
    is_shared = len(rows) == len(page.rows) and not any(row.seen_as for row in rows)
    return Talk(rows, page.after, is_shared, last, rendered)


def _seen(row: Comment, viewer, liked: set[int], hidden: set[int]) -> Comment:
    """The row itself, or a copy when the viewer likes, wrote or must not read something of its thread."""
    thread = (row, *row.answers_shown)
    differs = (
        tuple(one.pk for one in thread if one.pk in liked),
        tuple(one.pk for one in thread if one.author_id == viewer.pk),
        tuple(one.pk for one in thread if one.author_id in hidden),
    )
    if not any(differs):
        return row
    own = copy(row)
    own.seen_as, own.liked = differs, row.pk in liked
    own.answers_shown = [
        _seen(answer, viewer, liked, hidden) for answer in row.answers_shown if answer.author_id not in hidden
    ]
    return own
