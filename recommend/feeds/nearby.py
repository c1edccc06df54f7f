"""Nearby: notes around the place a reader gave, the closer and the more liked first."""

import math
from copy import copy
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.kept import kept
from core.pagination import PAGE_SIZE, Page
from notes.models import Note

from ..models import NotePlace
from ..nearby import FAR, NEAR, Spot
from .shared import cards_of
from .spacing import spaced

# The circles that are looked at in turn until one holds enough: column, resolution, rings around the reader.
CIRCLES = (("cell6", NEAR, 1), ("cell6", NEAR, 4), ("cell4", FAR, 2), ("cell4", FAR, 8))
ENOUGH = 60
NEWEST = 3000  # notes of a circle that are looked at
READ = 600  # and the liked and fresh among them, which are compared
DEEPEST = 300
KEPT_S = 60
# So far away a note stands where one next door stood three days ago, three times as far six days.
DOUBLE_KM = 8.0
DAYS = 3.0


class Near(NamedTuple):
    """One note and how far from the reader it is, in whole kilometres; `is_rough`: only its town is known."""

    pk: int
    km: int
    is_rough: bool

    def __str__(self) -> str:
        if not self.km:
            return _("About here") if self.is_rough else _("Within 1 km")
        return (_("about %(km)s km") if self.is_rough else _("%(km)s km")) % {"km": self.km}


def around(spot: Spot, viewer, after: str = "") -> Page:
    """One page of notes around a place; on the cards the distance stands where the place stood."""
    ranked = kept(("nearby", spot.cell), lambda: _ranked(spot), KEPT_S)
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    wanted = ranked[start : start + PAGE_SIZE]
    rows = cards_of(tuple(near.pk for near in wanted), viewer)
    page = [_placed(rows[near.pk], near) for near in wanted if near.pk in rows]
    end = start + PAGE_SIZE
    return Page(spaced(page, continues=start > 0), str(end) if end < len(ranked) else "")


def _placed(note: Note, near: Near) -> Note:
    """The row is shared between readers, the distance is this one's."""
    own = copy(note)
    own.__dict__.pop("on_card", None)
    own.place = str(near)
    return own


def _ranked(spot: Spot) -> list[Near]:
    found: list[tuple[int, int, bool, float]] = []
    for column, resolution, rings in CIRCLES:
        cells = tuple(spot.around(resolution, rings))
        found = kept(("around", column, cells), lambda: _hottest_in(column, cells), KEPT_S)  # noqa: B023
        if len(found) >= ENOUGH:
            break
    scored = []
    for pk, cell, is_rough, hot in found:
        km = spot.km_to(cell)
        scored.append((hot - DAYS * math.log2(1 + km / DOUBLE_KM), Near(pk, round(km), is_rough)))
    scored.sort(key=lambda one: (-one[0], -one[1].pk))
    return [near for _score, near in scored[:DEEPEST]]


def _hottest_in(column: str, cells: tuple[int, ...]) -> list[tuple[int, int, bool, float]]:
    """The hottest of the newest public notes in these cells: id, cell of 1 km, rough?, heat."""
    newest = NotePlace.objects.filter(**{f"{column}__in": cells}).order_by("-note")[:NEWEST]
    public = NotePlace.objects.filter(pk__in=newest.values("pk"), note__in=Note.objects.public())
    rows = public.order_by("-note__hot", "-note").values_list("note", "cell8", "is_rough", "note__hot")
    return list(rows[:READ])
