"""Comments as shown: a page of first-level ones, each with its first answers; the rest of a thread by itself.

What all readers share is kept under `Note.talk_revision`, which changes with every comment; whom this viewer
hid, and what they like, is asked for each time.
"""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.filters import filters_of
from accounts.models import Block
from commerce.models import OrderLine
from core.kept import kept
from core.pagination import Page, keyset_page
from tagging.linkify import pieces

from .models import Comment, Note, ProductTag

COMMENTS = 20
ANSWERS = 3  # shown at once under a comment
MORE_ANSWERS = 30
NEW_AT_ONCE = 30
KEPT_S = 60
ORDERS = {"hot": ["-like_count", "-id"], "new": ["-id"]}
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Talk:
    """Comments for one viewer. `shared`: this viewer sees exactly what all others see."""

    rows: list[Comment]
    after: str = ""
    shared: bool = True
    last: int = 0  # id of the newest comment under the note, wherever it stands

    def __iter__(self):
        return iter(self.rows)


def page_of(note: Note, viewer, after: str = "", order: str = "hot") -> Talk:
    """One page of the note's comments; each row gets `answers_shown`, oldest first."""
    if not note.talk_revision and not note.comment_count:
        return Talk([])
    order = order if order in ORDERS else "hot"
    key = ("talk", note.pk, note.talk_revision, order, after)
    page, last = kept(key, lambda: (_page(note, after, order), _last(note)), KEPT_S)
    return _for(viewer, note, page, last)


def answers_of(root: Comment, viewer, after: str = "") -> Talk:
    """The answers to a comment, oldest first."""
    rows = _shown(root.note).filter(parent=root)
    page = keyset_page(rows, ["id"], after, MORE_ANSWERS)
    _dress(root.note, page.rows)
    return _for(viewer, root.note, page)


def newer_than(note: Note, viewer, last: int) -> Talk:
    """What others have said since the comment with this id, oldest first."""
    rows = _shown(note).filter(pk__gt=last).exclude(author_id=viewer.pk or 0)
    found = list(rows.order_by("id")[:NEW_AT_ONCE])
    _dress(note, found)
    return _for(viewer, note, Page(found))


def alone(comment_id: int, viewer) -> Comment:
    """One comment as this viewer sees it, without its answers."""
    row = Comment.objects.select_related("author", "note", "reply_to__author", "photo").get(pk=comment_id)
    _dress(row.note, [row])
    row.answers_shown = []
    return _for(viewer, row.note, Page([row])).rows[0]


def _shown(note: Note) -> QuerySet[Comment]:
    return Comment.objects.standing().filter(note=note).select_related("author", "reply_to__author", "photo")


def _page(note: Note, after: str, order: str) -> Page:
    rows = Comment.objects.filter(note=note, parent=None, author__is_active=True)
    # A comment that was taken away keeps its place while answers stand under it.
    rows = rows.filter(Q(is_removed=False, is_hidden=False) | Q(answer_count__gt=0))
    rows = rows.select_related("author", "photo")
    page = keyset_page(rows.filter(is_pinned=False), ORDERS[order], after, COMMENTS)
    first = [] if after else list(rows.filter(is_pinned=True))
    page = Page([*first, *page.rows], page.after)
    ranked = _shown(note).filter(parent__in=page.rows)
    ranked = ranked.annotate(place=Window(RowNumber(), partition_by=F("parent_id"), order_by="id"))
    answers = defaultdict(list)
    if any(row.answer_count for row in page.rows):
        for answer in ranked.filter(place__lte=ANSWERS).order_by("id"):
            answers[answer.parent_id].append(answer)
    for row in page.rows:
        row.answers_shown = answers[row.pk]
    _dress(note, [comment for row in page.rows for comment in (row, *row.answers_shown)])
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


def _for(viewer, note: Note, page: Page, last: int = 0) -> Talk:
    """The rows with this viewer's eyes: hidden people gone, `liked` on copies."""
    if viewer.pk is None:
        return Talk(page.rows, page.after, last=last)
    every = [comment for row in page.rows for comment in (row, *getattr(row, "answers_shown", ()))]
    hidden = {*Block.objects.hiding_from(viewer), *filters_of(viewer).muted}
    liked = Comment.objects.likes_of(viewer, [row.pk for row in every if row.like_count])
    mine = viewer.pk == note.author_id or any(row.author_id == viewer.pk for row in every)
    if not (liked or mine or any(row.author_id in hidden for row in every)):
        return Talk(page.rows, page.after, last=last)
    rows = [_seen(row, liked, hidden) for row in page.rows if row.author_id not in hidden]
    return Talk(rows, page.after, shared=False, last=last)


def _seen(row: Comment, liked: set[int], hidden: set[int]) -> Comment:
    own = copy(row)
    own.liked = row.pk in liked
    answers = getattr(row, "answers_shown", [])
    own.answers_shown = [_seen(answer, liked, hidden) for answer in answers if answer.author_id not in hidden]
    return own
