"""Sort and filters of a search, as they stand in the address of the page."""

import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Follow

from ..models import Event, Kind
from ..nearby import NEAR, Spot
from .asking import FILM, PICTURES, SORTS, TEXT, Limits

KINDS = {"pictures": PICTURES, "film": FILM, "text": TEXT}
SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "half-year": timedelta(days=182)}
WHO = ("seen", "unseen", "followed")
# Kilometres, and how many rings of cells of about 7 km hold them.
NEAR_BY = {"5": 1, "20": 4, "50": 9}
SEEN_DAYS = 90
SEEN_READ = 3_000  # the latest notes that a person opened
FOLLOWED_READ = 3_000

CHOICES = {
    "sort": [
        ("", _("Relevance")),
        ("new", _("Newest")),
        ("likes", _("Most liked")),
        ("comments", _("Most commented")),
        ("saves", _("Most saved")),
    ],
    "kind": [("", _("All")), ("pictures", _("Pictures")), ("film", _("Films")), ("text", _("Text only"))],
    "time": [
        ("", _("Any time")),
        ("day", _("Past day")),
        ("week", _("Past week")),
        ("half-year", _("Past half year")),
    ],
    "who": [
        ("", _("All")),
        ("unseen", _("Not seen yet")),
        ("seen", _("Seen")),
        ("followed", _("People I follow")),
    ],
    "near": [
        ("", _("Anywhere")),
        ("5", _("Within 5 km")),
        ("20", _("Within 20 km")),
        ("50", _("Within 50 km")),
    ],
}
NAMES = {
    "sort": _("Sort by"),
    "kind": _("Type"),
    "time": _("Published"),
    "who": _("Range"),
    "near": _("Distance"),
}


@dataclass(frozen=True)
class Filters:
    """What was chosen, as it stands in the address; "" is the usual."""

    sort: str = ""
    kind: str = ""
    time: str = ""
    who: str = ""
    near: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """What is none of the choices counts as not chosen."""
        asked = {name: query.get(name, "") for name in CHOICES}
        known = {name: [value for value, _words in choices] for name, choices in CHOICES.items()}
        return cls(**{name: value if value in known[name] else "" for name, value in asked.items()})

    @property
    def order(self) -> str:
        return self.sort or SORTS[0]

    @property
    def number(self) -> int:
        """How many filters narrow the search."""
        return sum(1 for value in (self.kind, self.time, self.who, self.near) if value)

    def address(self, q: str, **changes: str) -> str:
        """The query string of this search with some choices changed."""
        chosen = {name: getattr(self, name) for name in CHOICES} | changes
        return "?" + urlencode({"q": q} | {name: value for name, value in chosen.items() if value})

    def groups(self, viewer, spot: Spot | None) -> list[dict]:
        """The choices that this viewer has: seen and followed need a member, distance a place."""
        names = ["sort", "kind", "time", *(["who"] if viewer.pk else []), *(["near"] if spot else [])]
        return [
            {"name": name, "label": NAMES[name], "choices": CHOICES[name], "chosen": getattr(self, name)}
            for name in names
        ]

    def limits(self, viewer, spot: Spot | None) -> Limits:
        span, member = SPANS.get(self.time), viewer.pk is not None
        return Limits(
            kind=KINDS.get(self.kind),
            since=int(time.time() - span.total_seconds()) if span else None,
            authors=_followed(viewer) if self.who == "followed" and member else None,
            cells=tuple(spot.around(NEAR, NEAR_BY[self.near])) if self.near and spot else None,
            among=_seen(viewer) if self.who == "seen" and member else None,
            without=_seen(viewer) if self.who == "unseen" and member else None,
        )


def _followed(viewer) -> tuple[int, ...]:
    rows = Follow.objects.filter(follower=viewer.pk).order_by("-pk")
    return tuple(rows.values_list("followed_id", flat=True)[:FOLLOWED_READ])


def _seen(viewer) -> tuple[int, ...]:
    """Notes that this person opened of late, the last first."""
    since = timezone.now() - timedelta(days=SEEN_DAYS)
    opened = Event.objects.filter(user=viewer.pk, at__gte=since, kind__in=(Kind.CLICK, Kind.DWELL))
    last = opened.exclude(note=None).values("note").annotate(last=Max("at")).order_by("-last")
    return tuple(last.values_list("note", flat=True)[:SEEN_READ])
