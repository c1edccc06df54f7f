"""Interests, channels and circles follow tags that become one."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from ..models import Channel, Circle
from . import circles

# What was learned adds up, what a person decided stands: all rows of a person as one, removed by them before
# chosen before learned, weights as of the newest.
_ADD_UP = """
    WITH rows AS (
        SELECT id, user_id, weight, counted_at, source, reasons,
               max(counted_at) OVER person AS newest,
               row_number() OVER (person ORDER BY array_position(ARRAY['removed', 'chosen', 'learned'],
                                                                 source::text), weight DESC, id) AS place,
               count(*) OVER person AS number
          FROM recommend_interest WHERE tag_id = ANY(%(tags)s) WINDOW person AS (PARTITION BY user_id)
    ), sums AS (
        SELECT user_id, max(newest) AS newest,
               sum(weight * power(0.5, extract(epoch FROM newest - counted_at) / %(half_life_s)s)) AS weight
          FROM rows WHERE number > 1 GROUP BY user_id
    ), kept AS (
        UPDATE recommend_interest interest SET weight = sums.weight, counted_at = sums.newest
          FROM rows JOIN sums USING (user_id) WHERE rows.place = 1 AND interest.id = rows.id
    )
    DELETE FROM recommend_interest WHERE id IN (SELECT id FROM rows WHERE number > 1 AND place > 1)
"""


def move_interests(old_ids: Sequence[int], into_id: int) -> None:
    """What members care about in these tags is one interest from now on; the caller's transaction merges."""
    half_life_s = settings.INTEREST_HALF_LIFE_DAYS * 86_400
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP, {"tags": [*old_ids, into_id], "half_life_s": half_life_s})
        cursor.execute(
            "UPDATE recommend_interest SET tag_id = %s WHERE tag_id = ANY(%s)", [into_id, list(old_ids)]
        )


def file_anew(old_ids: Sequence[int], into_id: int) -> None:
    """Channels and circles of these tags hold other notes once they are one."""
    together = [*old_ids, into_id]
    channels = Channel.objects.filter(rules__tag__in=together).values("pk")
    Channel.objects.filter(pk__in=channels).update(revision=F("revision") + 1)
    for circle in Circle.objects.filter(tags__in=together, state=Circle.State.OPEN).distinct():
        transaction.on_commit(partial(circles.circle_all, circle))
