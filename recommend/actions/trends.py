"""Trends: found by growth, launched by people, ended by their dates or by abuse."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.kept import forget_all
from inbox.actions import notify
from notes.models import Note

from .. import notices
from ..models import FeaturedNote, Hashtag, HashtagAct, HashtagDay, Kind, Trend

State, Act = Hashtag.State, HashtagAct.Act
AUTHORS_NEEDED = 5  # in the last day; fewer are a few friends
GROWTH_NEEDED = 3.0  # standard deviations of a Poisson day above the usual one
SPAM_MOST = 0.5  # of its notes; above, a tag is no candidate
STOP_FROM = 10  # notes of the last day before a campaign may stop itself
STOP_SHARE = 0.4  # doubtful share at which it does
NEW_ACCOUNT = timedelta(days=2)
CANDIDATES = 100
SAMPLES = 4
DISMISSED_FOR = timedelta(days=7)
LASTS = timedelta(days=7)
COUNTED = ["notes", "joiners", "impressions", "clicks", "likes"]

# Per tag, the notes of the last day and those of the week before. Doubtful: held back or removed, with an
# open report, with a text that another of them has too, or by an account made just now. One author counts
# three times at most, so nobody makes a trend alone.
_FRESH = """
    fresh AS (
        SELECT tagged.tag_id, note.id, note.author_id, note.status, note.hot,
               note.status <> 'published'
               OR author.date_joined > %(now)s - %(new)s
               OR (note.text <> '' AND count(*) OVER (PARTITION BY tagged.tag_id, md5(note.text)) > 1)
               OR EXISTS (SELECT 1 FROM moderation_case open
                           WHERE open.target_type_id = %(type)s AND open.target_id = note.id
                             AND open.verdict = '' AND open.report_count > 0) AS is_doubtful,
               row_number() OVER (PARTITION BY tagged.tag_id, note.author_id ORDER BY note.id) AS of_author
          FROM notes_note note
          JOIN accounts_user author ON author.id = note.author_id
          JOIN notes_taggednote tagged ON tagged.content_object_id = note.id
         WHERE coalesce(note.published_at, note.made_at) > %(now)s - interval '1 day'
           AND coalesce(note.published_at, note.made_at) <= %(now)s
           AND note.status NOT IN ('draft', 'processing') AND note.visibility = 'everyone' AND {only}
    )
"""
_GROWING = f"""
    WITH {_FRESH.format(only="true")}, today AS (
        SELECT tag_id, count(*) FILTER (WHERE of_author <= 3 AND NOT is_doubtful) AS notes,
               count(DISTINCT author_id) FILTER (WHERE NOT is_doubtful) AS authors,
               avg(is_doubtful::int) AS doubtful,
               (array_agg(id ORDER BY hot DESC) FILTER (WHERE NOT is_doubtful))[1:%(samples)s] AS samples
          FROM fresh GROUP BY tag_id
    ), usual AS (
        SELECT tagged.tag_id, count(*) / 7.0 AS notes
          FROM notes_note note JOIN notes_taggednote tagged ON tagged.content_object_id = note.id
         WHERE note.status = 'published' AND note.visibility = 'everyone'
           AND note.published_at > %(now)s - interval '8 days'
           AND note.published_at <= %(now)s - interval '1 day'
           AND tagged.tag_id IN (SELECT tag_id FROM today WHERE authors >= %(authors)s)
         GROUP BY tagged.tag_id
    )
    SELECT * FROM (
        SELECT today.tag_id,
               (today.notes - coalesce(usual.notes, 0)) / sqrt(coalesce(usual.notes, 0) + 1) AS growth,
               today.notes, coalesce(usual.notes, 0), today.authors, today.doubtful, today.samples
          FROM today JOIN tagging_tag tag ON tag.id = today.tag_id AND NOT tag.is_banned
          LEFT JOIN usual ON usual.tag_id = today.tag_id
         WHERE today.authors >= %(authors)s AND today.doubtful <= %(spam)s
    ) found WHERE growth >= %(growth)s ORDER BY growth DESC, tag_id LIMIT %(limit)s
"""
_DOUBT = f"""
    WITH {_FRESH.format(only="tagged.tag_id = %(tag)s")}
    SELECT count(*), coalesce(avg(is_doubtful::int), 0) FROM fresh
"""


def _told(**more) -> dict:
    return {
        "now": timezone.now(),
        "new": NEW_ACCOUNT,
        "type": ContentType.objects.get_for_model(Note).pk,
        **more,
    }


@transaction.atomic
def find_trends() -> int:
    """Look for tags that grew in the last day; returns how many. What grows no longer is forgotten."""
    told = _told(
        authors=AUTHORS_NEEDED, spam=SPAM_MOST, growth=GROWTH_NEEDED, limit=CANDIDATES, samples=SAMPLES
    )
    with connection.cursor() as cursor:
        cursor.execute(_GROWING, told)
        rows = cursor.fetchall()
    found = [
        Trend(
            tag_id=tag_id,
            growth=round(growth, 2),
            notes_now=now,
            notes_usual=round(usual, 2),
            authors=authors,
            spam_share=round(doubtful, 3),
            samples=samples or [],
        )
        for tag_id, growth, now, usual, authors, doubtful, samples in rows
    ]
    gone = Trend.objects.exclude(tag__in=[trend.tag_id for trend in found])
    gone.exclude(dismissed_until__gt=timezone.now()).delete()
    Trend.objects.bulk_create(
        sorted(found, key=lambda trend: trend.tag_id),
        update_conflicts=True,
        unique_fields=["tag"],
        update_fields=[
            "growth",
            "notes_now",
            "notes_usual",
            "authors",
            "spam_share",
            "samples",
            "found_at",
        ],
    )
    return len(found)


def dismiss(trends: Sequence[Trend]) -> int:
    """Do not offer these for a week."""
    until = timezone.now() + DISMISSED_FOR
    return Trend.objects.filter(pk__in=[trend.pk for trend in trends]).update(dismissed_until=until)


def draft_from(trend: Trend, *, by: User) -> Hashtag:
    """A campaign for a growing tag, to be edited before it is scheduled."""
    now = timezone.now()
    return Hashtag.objects.create(
        tag=trend.tag,
        title=trend.tag.name[:40],
        cover=Note.objects.public().filter(pk__in=trend.samples, cover__isnull=False).first(),
        starts_at=now,
        ends_at=now + LASTS,
        made_by=by,
    )


# --- The life of a campaign -----------------------------------------------------------------------------


@transaction.atomic
def schedule(*, hashtag: Hashtag, by: User, reason: str = "") -> None:
    """Let a campaign run from its first to its last moment. DomainError when that cannot be."""
    held = Hashtag.objects.select_for_update().get(pk=hashtag.pk)
    if held.state != State.DRAFT:
        raise DomainError(_("Only a draft can be scheduled."), code="not_draft")
    if held.ends_at <= timezone.now():
        raise DomainError(_("Its last day has passed."), code="past")
    held.state = State.SCHEDULED
    try:
        with transaction.atomic():
            held.save(update_fields=["state"])
    except IntegrityError as error:
        raise DomainError(_("This tag has a campaign already."), code="tag_taken") from error
    _log(Act.SCHEDULE, held, by, reason)
    forget_all()


@transaction.atomic
def stop(*, hashtag: Hashtag, by: User | None, reason: str) -> bool:
    """End a campaign at once; False when it was over already. `by` is empty when the site stops it itself."""
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise DomainError(_("Say why."), code="reason_missing")
    running = Hashtag.objects.filter(pk=hashtag.pk, state__in=[State.SCHEDULED, State.LIVE])
    if not running.update(state=State.STOPPED, stop_reason=reason):
        return False
    _log(Act.STOP, hashtag, by, reason)
    if by is None and hashtag.made_by_id:
        notify(
            recipient_id=hashtag.made_by_id,
            kind=notices.STOPPED,
            url=notices.results_of(hashtag),
            key=f"hashtag-stopped:{hashtag.pk}",
            title=hashtag.title,
            reason=reason,
        )
    forget_all()
    return True


def tend_hashtags() -> None:
    """Start what is due, end what is over, stop what is abused, count who joined. Safe to repeat."""
    now = timezone.now()
    for hashtag in Hashtag.objects.filter(state=State.SCHEDULED, starts_at__lte=now):
        _move(hashtag, State.SCHEDULED, State.LIVE, Act.START)
    for hashtag in Hashtag.objects.filter(state=State.LIVE).select_related("tag"):
        count_joiners(hashtag)
        if hashtag.ends_at <= now:
            _move(hashtag, State.LIVE, State.ENDED, Act.END)
        elif share := _abused(hashtag):
            said = _("%(share)s%% of the notes of the last day are doubtful") % {"share": share}
            stop(hashtag=hashtag, by=None, reason=said)


@transaction.atomic
def _move(hashtag: Hashtag, before: str, after: str, act: str) -> None:
    if Hashtag.objects.filter(pk=hashtag.pk, state=before).update(state=after):
        _log(act, hashtag, None, "")
        forget_all()


def _abused(hashtag: Hashtag) -> int:
    """The doubtful share of its fresh notes in percent, if that is too much; else 0."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBT, _told(tag=hashtag.tag_id))
        notes, share = cursor.fetchone()
    return round(100 * share) if notes >= STOP_FROM and share > STOP_SHARE else 0


# --- Featured notes -------------------------------------------------------------------------------------


@transaction.atomic
def feature(*, hashtag: Hashtag, note: Note, by: User, reason: str, on: bool = True) -> None:
    """Put a note first while the campaign runs, or no longer. Management accounts and operators may."""
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise DomainError(_("Say why."), code="reason_missing")
    if not (by.has_perm("recommend.change_hashtag") or by.edited_channels.exists()):
        raise DomainError(_("Only management accounts feature notes."), code="not_editor")
    if not note.is_public or not note.tagged.filter(tag=hashtag.tag_id).exists():
        raise DomainError(_("This note does not carry the tag."), code="not_joined")
    if on:
        FeaturedNote.objects.update_or_create(hashtag=hashtag, note=note, defaults={"reason": reason})
    else:
        FeaturedNote.objects.filter(hashtag=hashtag, note=note).delete()
    _log(Act.FEATURE if on else Act.UNFEATURE, hashtag, by, reason, note=note)
    forget_all()


def _log(act: str, hashtag: Hashtag, by: User | None, reason: str, **about) -> None:
    HashtagAct.objects.create(act=act, hashtag=hashtag, by=by, reason=reason[:200], **about)


# --- What it brought ------------------------------------------------------------------------------------

_JOINED = """
    SELECT count(*), count(DISTINCT note.author_id)
      FROM notes_taggednote tagged JOIN notes_note note ON note.id = tagged.content_object_id
     WHERE tagged.tag_id = %(tag)s AND note.status = 'published' AND note.visibility = 'everyone'
       AND note.published_at >= %(start)s AND note.published_at < %(end)s
"""
_DAYS = """
    WITH joined AS (
        SELECT note.id, note.author_id, (note.published_at AT TIME ZONE %(zone)s)::date AS day
          FROM notes_taggednote tagged JOIN notes_note note ON note.id = tagged.content_object_id
         WHERE tagged.tag_id = %(tag)s AND note.status = 'published' AND note.visibility = 'everyone'
           AND note.published_at >= %(start)s AND note.published_at < %(end)s
    ), first AS (
        SELECT author_id, min(day) AS day FROM joined GROUP BY author_id
    ), seen AS (
        SELECT (event.at AT TIME ZONE %(zone)s)::date AS day,
               count(*) FILTER (WHERE event.kind = %(impression)s) AS impressions,
               count(*) FILTER (WHERE event.kind = %(click)s) AS clicks,
               count(*) FILTER (WHERE event.kind = %(like)s) AS likes
          FROM recommend_event event
         WHERE event.note_id IN (SELECT id FROM joined) AND event.at >= %(start)s AND event.at < %(end)s
         GROUP BY 1
    ), day AS (
        SELECT day FROM joined UNION SELECT day FROM seen
    )
    SELECT day, (SELECT count(*) FROM joined WHERE joined.day = day.day),
           (SELECT count(*) FROM first WHERE first.day = day.day),
           coalesce(impressions, 0), coalesce(clicks, 0), coalesce(likes, 0)
      FROM day LEFT JOIN seen USING (day) ORDER BY day
"""


def count_joiners(hashtag: Hashtag) -> None:
    """Write how many people joined and with how many notes."""
    told: dict[str, Any] = {"tag": hashtag.tag_id, "start": hashtag.starts_at, "end": hashtag.ends_at}
    with connection.cursor() as cursor:
        cursor.execute(_JOINED, told)
        notes, joiners = cursor.fetchone()
    Hashtag.objects.filter(pk=hashtag.pk).update(note_count=notes, joiner_count=joiners)


@transaction.atomic
def write_days(hashtag: Hashtag) -> None:
    """Write what each day of the campaign brought so far; safe to repeat."""
    kinds = {"impression": Kind.IMPRESSION, "click": Kind.CLICK, "like": Kind.LIKE}
    told: dict[str, Any] = {
        "tag": hashtag.tag_id,
        "start": hashtag.starts_at,
        "end": hashtag.ends_at,
        **kinds,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {**told, "zone": timezone.get_default_timezone_name()})
        rows = cursor.fetchall()
    HashtagDay.objects.bulk_create(
        [
            HashtagDay(hashtag=hashtag, day=day, **dict(zip(COUNTED, counts, strict=True)))
            for day, *counts in rows
        ],
        update_conflicts=True,
        unique_fields=["hashtag", "day"],
        update_fields=COUNTED,
    )


def write_all_days() -> None:
    """The same for all campaigns that run or ended lately."""
    since = timezone.now() - timedelta(days=2)
    for hashtag in Hashtag.objects.exclude(state__in=[State.DRAFT, State.SCHEDULED]).filter(
        ends_at__gt=since
    ):
        write_days(hashtag)
