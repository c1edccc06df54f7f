"""Comments as shown: first-level ones by keyset, each with its first answers; two queries a page."""

from collections import defaultdict

from core.pagination import Page, keyset_page

from .models import Comment, Note

COMMENTS = 20
ANSWERS = 50


def page_of(note: Note, viewer, after: str = "") -> Page:
    """One page of the note's comments, newest first; each row gets `answers_shown`, oldest first."""
    if not note.comment_count:
        return Page([])
    seen = Comment.objects.visible_to(viewer).filter(note=note).select_related("author")
    page = keyset_page(seen.filter(parent=None), ["-id"], after, COMMENTS)
    answers = defaultdict(list)
    if page.rows:
        for answer in seen.filter(parent__in=page.rows).order_by("id")[: COMMENTS * ANSWERS]:
            answers[answer.parent_id].append(answer)
    for row in page.rows:
        row.answers_shown = answers[row.pk]
    return page
