"""Whom to follow, and why: people whom those one follows follow, people who write about what one likes, and,
where little is known, people whom many follow."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.filters import filters_of
from accounts.models import Block, Follow, User
from core.kept import kept
from notes.models import Like, TaggedNote
from tagging.models import Tag

from .interests import taste_of

SHOWN = 24
KEPT_S = 60
FOLLOWED_READ = 300  # the latest follows that are looked at
LIKED_READ = 200
TAGS_READ = 5
NOTES_READ = 400  # the newest notes of each tag


@dataclass(frozen=True)
class Why:
    """Why somebody is suggested: who of one's own follows follows them, or which tag both care about."""

    friends: tuple[str, ...] = ()
    friend_count: int = 0
    tag: str = ""

    def __str__(self) -> str:
        if self.friend_count > len(self.friends):
            more = self.friend_count - len(self.friends)
            words = ngettext(
                "Followed by %(names)s and %(n)s other you follow",
                "Followed by %(names)s and %(n)s others you follow",
                more,
            )
            return words % {"names": ", ".join(self.friends), "n": more}
        if self.friends:
            return _("Followed by %(names)s") % {"names": ", ".join(self.friends)}
        return _("Writes about #%(tag)s") % {"tag": self.tag} if self.tag else _("Many people follow them")


@dataclass(frozen=True)
class Suggestion:
    person: User
    why: Why


def suggested(viewer, most: int = SHOWN) -> list[Suggestion]:
    """People this member may want to follow, best first, each with the reason."""
    ranked = kept(("people", viewer.pk), lambda: _ranked(viewer), KEPT_S)
    unwanted = taste_of(viewer).authors if viewer.has_filters else ()
    hidden = {viewer.pk, *Block.objects.hiding_from(viewer), *filters_of(viewer).muted, *unwanted}
    ids = [pk for pk in ranked if pk not in hidden]
    people = User.objects.all().visible_to(viewer).seen_by(viewer).in_bulk(ids)
    found = [Suggestion(people[pk], ranked[pk]) for pk in ids if pk in people and not people[pk].followed]
    return found[:most]


def _ranked(viewer) -> dict[int, Why]:
    """Ids of people with the reason; each is named for the strongest one."""
    ranked = _friends_of_friends(viewer)
    for more in (_same_tags(viewer), kept("popular people", _popular, 600)):
        for pk, why in more.items():
            ranked.setdefault(pk, why)
    return ranked


def _friends_of_friends(viewer) -> dict[int, Why]:
    mine = viewer.follows.order_by("-pk").values_list("followed_id", flat=True)[:FOLLOWED_READ]
    theirs = Follow.objects.filter(follower__in=list(mine)).exclude(followed=viewer.pk)
    counted = Counter(
        dict(theirs.values_list("followed").annotate(n=Count("pk")).order_by("-n")[: SHOWN * 4])
    )
    names: dict[int, list[str]] = {}
    rows = theirs.filter(followed__in=counted).order_by("-follower__follower_count", "pk")
    for followed_id, name in rows.values_list("followed_id", "follower__name"):
        names.setdefault(followed_id, []).append(name)
    return {pk: Why(tuple(names[pk][:2]), number) for pk, number in counted.most_common() if pk in names}


def _same_tags(viewer) -> dict[int, Why]:
    """Authors of the newest notes with the tags of what the member liked."""
    liked = Like.objects.filter(user=viewer.pk).order_by("-pk").values_list("note_id", flat=True)[:LIKED_READ]
    carried = TaggedNote.objects.filter(content_object__in=list(liked), tag__is_banned=False)
    tags = [pk for pk, _n in carried.values_list("tag").annotate(n=Count("pk")).order_by("-n")[:TAGS_READ]]
    names = dict(Tag.objects.filter(pk__in=tags).values_list("pk", "name"))
    found: dict[int, Why] = {}
    for tag in tags:
        newest = TaggedNote.objects.filter(tag=tag).order_by("-content_object")[:NOTES_READ]
        shown = TaggedNote.objects.filter(pk__in=newest.values("pk"), content_object__status="published")
        shown = shown.filter(content_object__visibility="everyone", content_object__author__is_active=True)
        authors = shown.values_list("content_object__author").annotate(n=Count("pk")).order_by("-n")[:SHOWN]
        for author, _n in authors:
            found.setdefault(author, Why(tag=names[tag]))
    return found


def _popular() -> dict[int, Why]:
    people = User.objects.filter(is_active=True, follower_count__gt=0).order_by("-follower_count", "pk")
    return {pk: Why() for pk in people.values_list("pk", flat=True)[: SHOWN * 2]}
