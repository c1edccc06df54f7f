"""The campaigns that run now, where they are shown and what stands first in them."""

from core.kept import kept
from notes.models import Note
from tagging.models import Tag
from tagging.names import normalise

from ..models import FeaturedNote, Hashtag
from .shared import cards_of

SHOWN = 3
FEATURED = 6
KEPT_S = 10


def live_hashtags() -> list[Hashtag]:
    """The last of those that run now, with tag and cover; the same for everybody."""
    return _live()[:SHOWN]


def campaigns_about(q: str) -> list[Hashtag]:
    """Those that run now whose tag or title has to do with these words."""
    key = normalise(q)
    if len(key) < 2:
        return []
    return [one for one in _live() if key in normalise(one.title) or key in one.tag.key or one.tag.key in key]


def _live() -> list[Hashtag]:
    """All of them, the last started first."""
    running = Hashtag.objects.live().select_related("tag", "cover__cover").order_by("-starts_at", "-id")
    return kept("live hashtags", lambda: list(running), KEPT_S)


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
