"""What stands on a member's page, as this viewer may see it: tabs, series, pinned notes, numbers."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import Block, Follow, Mute, User
from core.kept import kept

from .models import Board, Note, Series
from .saved import cover_notes

ON_A_COVER = 3
RECEIVED_KEPT_S = 60


def people_for(viewer) -> QuerySet[User]:
    """People whose page this viewer may open, with all that decides which tabs it has."""
    series = Note.objects.listed_for(viewer).filter(author=OuterRef("pk"), series__isnull=False)
    return (
        User.objects.visible_to(viewer)
        .seen_by(viewer)
        .annotate(
            follows_viewer=Exists(Follow.objects.filter(follower=OuterRef("pk"), followed_id=viewer.pk)),
            is_muted=Exists(Mute.objects.filter(muter_id=viewer.pk, muted=OuterRef("pk"))),
            has_public_boards=Exists(Board.objects.filter(owner=OuterRef("pk"), is_public=True)),
            has_series=Exists(series),
        )
    )


def tabs_of(person: User, viewer) -> list[str]:
    """The tabs of somebody's page that this viewer may open."""
    own = person.pk == viewer.pk
    tabs = {
        "notes": True,
        "saved": own or person.shows_saved or person.has_public_boards,
        "liked": own or person.shows_liked,
        "series": own or person.has_series,
    }
    return [name for name, is_open in tabs.items() if is_open]


def received(person: User) -> int:
    """Likes and saves that the member's public notes were given; up to a minute old."""

    def count() -> int:
        notes = Note.objects.public().filter(author_id=person.pk)
        sums = notes.aggregate(likes=Sum("like_count", default=0), saves=Sum("bookmark_count", default=0))
        return sums["likes"] + sums["saves"]

    return kept(("received", person.pk), count, RECEIVED_KEPT_S)


def series_of(person: User, viewer) -> list[Series]:
    """The member's series, each with `seen_count` and `covers`; others get those with a note for them."""
    notes = Note.objects.listed_for(viewer).filter(series=OuterRef("pk"))
    counted = Subquery(notes.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n"))
    first = notes.order_by("series_position", "id").values("pk")[:ON_A_COVER]
    rows = Series.objects.filter(owner=person).annotate(
        seen_count=Coalesce(counted, 0), first_ids=ArraySubquery(first)
    )
    found = list(rows if person.pk == viewer.pk else rows.filter(seen_count__gt=0))
    covers = cover_notes({pk for series in found for pk in series.first_ids})
    for series in found:
        series.covers = [covers[pk] for pk in series.first_ids if pk in covers]
    return found


def series_for(pk: int, viewer) -> Series:
    """The series if this viewer may open it; Http404 otherwise, and when it holds nothing for them."""
    notes = Note.objects.listed_for(viewer).filter(series=OuterRef("pk"))
    found = Series.objects.select_related("owner").annotate(is_shown=Exists(notes)).filter(pk=pk).first()
    if found is None:
        raise Http404
    hidden = found.owner_id in Block.objects.hiding_from(viewer)
    if found.owner_id != viewer.pk and (hidden or not found.is_shown):
        raise Http404
    return found


def notes_of(series: Series, viewer) -> QuerySet[Note]:
    """The notes of a series that this viewer may see; its owner sees the unpublished ones too."""
    notes = Note.objects.filter(series=series)
    if series.owner_id == viewer.pk:
        return notes.exclude(status__in=[Note.Status.REMOVED, Note.Status.DRAFT])
    return notes.listed_for(viewer)


def neighbours(note: Note, viewer) -> dict | None:
    """The series a note stands in: its name, how many notes, which one this is, who is before and after."""
    if note.series_id is None:
        return None
    rows = Note.objects.listed_for(viewer).filter(series=note.series_id)
    rows = rows.order_by("series_position", "id")
    found = list(rows.values_list("pk", "title", "text", "series__name")[:500])
    place = next((index for index, row in enumerate(found) if row[0] == note.pk), None)
    if place is None:
        return None
    named = [(pk, title or text[:30]) for pk, title, text, _name in found]
    return {
        "pk": note.series_id,
        "name": found[0][3],
        "count": len(found),
        "place": place + 1,
        "before": named[place - 1] if place else None,
        "after": named[place + 1] if place + 1 < len(found) else None,
    }
