"""Facts about creators, gathered for many at once: four queries, whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet, Sum, Value
from django.utils import timezone

from moderation.models import Case, Verdict
from notes.models import Bookmark, Comment, Like, Note, TaggedNote

from .screening import TOP_TAGS, WEEKS, Facts


def facts_of(user_ids: Collection[int]) -> dict[int, Facts]:
    """What screening knows of each of these members, for the last `WEEKS` weeks."""
    since = timezone.now() - timedelta(weeks=WEEKS)
    facts = {user_id: Facts() for user_id in user_ids}
    notes = _notes(facts, since)
    _leave_out_own_acts(facts, notes)
    _tags(facts, notes)
    _decisions(facts, since)
    return facts


def _notes(facts: dict[int, Facts], since: datetime) -> dict[int, int]:
    """Count notes and what others did with them; returns note id -> author id."""
    rows = Note.objects.public().filter(author__in=list(facts), published_at__gte=since)
    fields = ("view_count", "like_count", "bookmark_count", "comment_count", "imported_counts")
    weeks = defaultdict(set)
    authors = {}
    for pk, author_id, published_at, views, likes, bookmarks, comments, imported in rows.values_list(
        "pk", "author_id", "published_at", *fields
    ):
        authors[pk] = author_id
        of = facts[author_id]
        of.notes += 1
        of.views += views
        # What a note brought along from elsewhere came without its views.
        of.likes += max(likes - int(imported.get("likes", 0)), 0)
        of.bookmarks += max(bookmarks - int(imported.get("collects", 0)), 0)
        of.comments += max(comments - int(imported.get("comments", 0)), 0)
        weeks[author_id].add((published_at - since).days // 7)
    for author_id, active in weeks.items():
        facts[author_id].active_weeks = min(len(active), WEEKS)
    return authors


def _leave_out_own_acts(facts: dict[int, Facts], notes: dict[int, int]) -> None:
    """An author's own likes, bookmarks and answers lift nothing."""
    of_notes = {"note__in": list(notes)}
    own = [
        _own(Like.objects.filter(user=F("note__author"), **of_notes), "likes"),
        _own(Bookmark.objects.filter(user=F("note__author"), **of_notes), "bookmarks"),
        _own(Comment.objects.filter(author=F("note__author"), is_removed=False, **of_notes), "comments"),
    ]
    for author_id, name, number in own[0].union(*own[1:], all=True):
        setattr(facts[author_id], name, max(getattr(facts[author_id], name) - number, 0))


def _own(rows: QuerySet, name: str) -> QuerySet:
    """(author, name, number) of acts."""
    named = rows.order_by().annotate(name=Value(name))
    return named.values_list("note__author", "name").annotate(number=Count("pk"))


def _tags(facts: dict[int, Facts], notes: dict[int, int]) -> None:
    """Tags by frequency, and how many notes carry one of the author's commonest."""
    of_note = defaultdict(set)
    tagged = TaggedNote.objects.filter(content_object__in=list(notes), tag__is_banned=False)
    for note_id, name in tagged.order_by("tag__name").values_list("content_object_id", "tag__name"):
        facts[notes[note_id]].tags[name] += 1
        of_note[note_id].add(name)
    top = {author_id: {name for name, _n in of.tags.most_common(TOP_TAGS)} for author_id, of in facts.items()}
    for note_id, names in of_note.items():
        facts[notes[note_id]].notes_with_top_tags += bool(names & top[notes[note_id]])


def _decisions(facts: dict[int, Facts], since: datetime) -> None:
    """What moderation decided against each of them."""
    cases = Case.objects.against().filter(author__in=list(facts), decided_at__gte=since)
    counted = cases.order_by().values_list("author_id", "verdict").annotate(Count("pk"), Sum("report_count"))
    for author_id, verdict, number, reports in counted:
        of = facts[author_id]
        of.reports_upheld += reports
        if verdict == Verdict.REMOVED:
            of.removed += number
        else:
            of.rejected += number
