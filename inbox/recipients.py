"""Whom a member can send something to with one press: people they write with, and mutual follows."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from accounts.models import User

from .models import Membership

SHOWN = 24


def _talks(member: User) -> QuerySet[Membership]:
    return Membership.objects.listed(member).exclude(conversation__accepted_at=None)


def _friends(member: User) -> QuerySet[User]:
    people = User.objects.visible_to(member)
    return people.filter(followers__follower=member, follows__followed=member)


def suggested(member: User, q: str = "") -> list[User]:
    """People to choose from: the latest conversations first, then the latest mutual follows."""
    talks, friends = _talks(member), _friends(member)
    if q:
        talks = talks.filter(Q(other__name__icontains=q) | Q(other__handle__icontains=q))
        friends = friends.filter(Q(name__icontains=q) | Q(handle__icontains=q))
    found = [side.other for side in talks.order_by("-last_message_id")[:SHOWN]]
    if len(found) < SHOWN:
        rest = friends.exclude(pk__in=[person.pk for person in found])
        found += rest.order_by("-followers__pk")[: SHOWN - len(found)]
    return found


def named(member: User, handles: Sequence[str]) -> list[User]:
    """Those of these people whom the member can send something to, in order of their names."""
    known = Q(pk__in=_talks(member).filter(other__handle__in=handles).values("other"))
    known |= Q(pk__in=_friends(member).filter(handle__in=handles).values("pk"))
    return list(User.objects.filter(known, handle__in=handles).order_by("name", "pk"))
