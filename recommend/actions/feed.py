"""Keeping Discover going: its shared shelves, the results of its arms, its hand-picked notes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.kept import forget_all

from ..feeds.discover import rankings, shelves
from ..models import Arm, Kind, Pick, Surface

# What the members of each arm did on one day with what Discover showed them.
COUNT_DAY = f"""
INSERT INTO recommend_armday (arm_id, day, people, impressions, clicks, likes, saves, hides)
SELECT arm.id, %(day)s, count(DISTINCT event.user_id),
       count(*) FILTER (WHERE kind = {Kind.IMPRESSION:d}), count(*) FILTER (WHERE kind = {Kind.CLICK:d}),
       count(*) FILTER (WHERE kind = {Kind.LIKE:d}), count(*) FILTER (WHERE kind = {Kind.SAVE:d}),
       count(*) FILTER (WHERE kind = {Kind.HIDE:d})
  FROM recommend_event event JOIN recommend_arm arm ON arm.id = event.arm
 WHERE event.at >= %(begin)s AND event.at < %(end)s AND event.surface = {Surface.DISCOVER:d}
 GROUP BY arm.id
ON CONFLICT (arm_id, day) DO UPDATE SET
    people = excluded.people, impressions = excluded.impressions, clicks = excluded.clicks,
    likes = excluded.likes, saves = excluded.saves, hides = excluded.hides
"""


def count_arms(days: Iterable[date] | None = None) -> None:
    """Count what the arms brought on these days, today and yesterday unless told; safe to repeat."""
    today = timezone.now().astimezone(UTC).date()
    for day in days or (today - timedelta(days=1), today):
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
        with connection.cursor() as cursor:
            cursor.execute(COUNT_DAY, {"day": day, "begin": begin, "end": begin + timedelta(days=1)})


def tend_discover() -> None:
    """Fill the shared shelves anew and drop the lists that nobody scrolls any longer."""
    shelves.refresh()
    shelves.refresh_tags()
    rankings.drop_old()


def check_share(arm: Arm) -> None:
    """ValidationError when there is no room for this arm beside the other running ones."""
    others = Arm.objects.filter(is_active=True).exclude(pk=arm.pk).aggregate(sum=Sum("share"))["sum"] or 0
    if arm.is_active and others + arm.share > 100:
        left = {"left": max(0, 100 - others)}
        raise ValidationError(_("The other running arms leave %(left)s percent of the members.") % left)


@transaction.atomic
def save_pick(pick: Pick, *, by: User) -> Pick:
    """Have a hand-picked note shown from its time on."""
    if pick.by_id is None:
        pick.by = by
    pick.save()
    _picks_changed()
    return pick


@transaction.atomic
def remove_picks(picks: Iterable[Pick]) -> int:
    """Take these picks back; returns how many."""
    removed = Pick.objects.filter(pk__in=[pick.pk for pick in picks]).delete()[0]
    _picks_changed()
    return removed


def _picks_changed() -> None:
    transaction.on_commit(shelves.forget_picked)
    forget_all()
