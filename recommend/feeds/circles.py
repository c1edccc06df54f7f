"""Circles as people find and read them: their own, those that suit them and why, and what stands in one."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Block
from core.pagination import Page, keyset_page
from notes.models import Note, NoteQuerySet

from ..models import Circle, CircleNote, Membership
from .interests import interests_of
from .shared import NEWEST, VISITOR, shared_feed

SHOWN = 12
TASTES = 30  # the heaviest interests of a person that circles are compared with
LARGEST = ["-member_count", "id"]


class Suggested(NamedTuple):
    """A circle that may suit somebody, and the tags that say so; none when only its size does."""

    circle: Circle
    tags: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        if not self.tags:
            return _("Many people are in it")
        return _("You often look at %(tags)s") % {"tags": " ".join(f"#{name}" for name in self.tags)}


def open_circles(after: str = "") -> Page:
    """All circles, the largest first."""
    return keyset_page(Circle.objects.filter(state=Circle.State.OPEN), LARGEST, after)


def find_circle(slug: str, viewer) -> Circle:
    """The open circle at this address with `role`, the viewer's own ("" for none). Http404 for others."""
    mine = Membership.objects.filter(circle=OuterRef("pk"), user=viewer.pk).values("role")
    found = Circle.objects.filter(slug=slug, state=Circle.State.OPEN).annotate(role=mine[:1])
    circle = found.prefetch_related("tags").first()
    if circle is None:
        raise Http404
    return circle


def circles_of(user) -> list[Circle]:
    """The circles somebody is in, the last joined first."""
    mine = Membership.objects.filter(user=user, circle__state=Circle.State.OPEN).exclude(role="away")
    return [row.circle for row in mine.select_related("circle").order_by("-pk")]


def suggested_circles(user) -> list[Suggested]:
    """Circles around what somebody likes, the best fitting first; then the largest."""
    tastes = dict(interests_of(user)[:TASTES])
    others = Circle.objects.filter(state=Circle.State.OPEN).exclude(
        pk__in=Membership.objects.filter(user=user.pk).values("circle")
    )
    fitting = others.filter(tags__in=tastes).distinct().prefetch_related("tags")[: SHOWN * 10]
    scored = []
    for circle in fitting:
        shared = sorted((tag for tag in circle.tags.all() if tag.pk in tastes), key=lambda t: -tastes[t.pk])
        score = sum(tastes[tag.pk] for tag in shared)
        scored.append((score, Suggested(circle, tuple(tag.name for tag in shared[:2]))))
    scored.sort(key=lambda one: (-one[0], one[1].circle.pk))
    found = [one for _score, one in scored[:SHOWN]]
    room = SHOWN - len(found)
    known = [one.circle.pk for one in found]
    more = others.exclude(pk__in=known).order_by(*LARGEST)[:room] if room else []
    return [*found, *(Suggested(circle) for circle in more)]


def of_circle(circle: Circle, viewer, after: str = "") -> Page:
    """The notes of a circle, newest first."""

    def standing() -> NoteQuerySet:
        entries = CircleNote.objects.filter(circle=circle, note=OuterRef("pk"))
        return Note.objects.listed_for(VISITOR).filter(Exists(entries.exclude(how=CircleNote.How.OUT)))

    return shared_feed(("circle", circle.pk), standing, NEWEST, viewer, after)


def members_of(circle: Circle, viewer, after: str = "") -> Page:
    """Who is in a circle, moderators first."""
    members = Membership.objects.filter(circle=circle, user__is_active=True).exclude(role="away")
    members = members.exclude(user__in=Block.objects.hiding_from(viewer)).select_related("user")
    return keyset_page(members, ["-role", "id"], after)
