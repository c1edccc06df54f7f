"""The campaigns that run now, where they are shown and what stands first in them."""

from core.kept import kept
from notes.models import Note
from tagging.models import Tag

from ..models import FeaturedNote, Hashtag
from .shared import cards_of

SHOWN = 3
FEATURED = 6
KEPT_S = 10


def live_hashtags() -> list[Hashtag]:
    """Those that run now, the last started first, with tag and cover; the same for everybody."""
    return kept("live hashtags", _live, KEPT_S)


def _live() -> list[Hashtag]:
    return list(
        Hashtag.objects.live().select_related("tag", "cover__cover").order_by("-starts_at", "-id")[:SHOWN]
    )


def campaign_of(tag: Tag) -> Hashtag | None:
    """The campaign of this tag that runs now."""
    return kept(("campaign", tag.pk), lambda: _campaign(tag), KEPT_S)


def _campaign(tag: Tag) -> Hashtag | None:
    found = Hashtag.objects.live().filter(tag=tag).select_related("tag", "cover__cover")
    return found.prefetch_related("related").first()


def featured_in(hashtag: Hashtag, viewer) -> list[Note]:
    """The notes that editors put first, the last chosen before the others."""
    chosen = FeaturedNote.objects.filter(hashtag=hashtag).order_by("-at", "-pk")
    ids = tuple(chosen.values_list("note", flat=True)[:FEATURED])
    rows = cards_of(ids, viewer) if ids else {}
    return [rows[pk] for pk in ids if pk in rows]
