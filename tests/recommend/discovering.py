"""What the tests of Discover begin with, and how they look at it."""

from datetime import timedelta

from django.utils import timezone

from recommend import feeds
from recommend.models import Event, Kind
from tests import make

# Tests keep nothing in the process: arms, channels, tags and hashtags above the feed are asked for each time.
UNKEPT = 5


def old(**fields):
    """A note that is not new, so that nothing but what a test is about speaks for it."""
    return make.note(published_at=timezone.now() - timedelta(days=30), **fields)


def seen(user, *notes, kind=Kind.IMPRESSION, at=None, **fields):
    for note in notes:
        Event.objects.create(user=user, note=note, kind=kind, at=at or timezone.now(), **fields)


def shown(user, pages=1, **options):
    """The ids on so many pages, in their order."""
    found, after = [], ""
    for _ in range(pages):
        page = feeds.discover(user, after, **(options if not after else {}))
        found += [note.pk for note in page]
        after = page.after
        if not after:
            break
    return found


def why(user, note):
    return [reason.text for reason in feeds.reasons(user, note)]
