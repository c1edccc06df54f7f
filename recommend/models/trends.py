from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notes.models import Note
from tagging.models import Tag


class Trend(models.Model):
    """A tag that lately grew, for an operator to look at: found by growth, not by volume.

    Numbers are those of the last day, against the mean of the seven days before it.
    """

    tag = models.OneToOneField(
        Tag, models.CASCADE, primary_key=True, related_name="trend", verbose_name=_("tag")
    )
    growth = models.FloatField(_("growth"), help_text=_("How many standard deviations above its usual day."))
    notes_now = models.PositiveIntegerField(_("notes of a day"))
    notes_usual = models.FloatField(_("usual notes a day"))
    authors = models.PositiveIntegerField(_("authors of a day"))
    spam_share = models.FloatField(
        _("doubtful share"), help_text=_("Notes held back, reported, repeated or by accounts made just now.")
    )
    samples = models.JSONField(_("sample notes"), default=list)
    found_at = models.DateTimeField(_("found"), auto_now=True)
    dismissed_until = models.DateTimeField(_("dismissed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("trend")
        verbose_name_plural = _("trends")
        ordering = ["-growth"]

    def __str__(self):
        return f"#{self.tag}"


class HashtagQuerySet(models.QuerySet):
    def live(self):
        """What is shown now: its dates say so, whether or not a worker has looked since."""
        now = timezone.now()
        open_ones = self.filter(state__in=[Hashtag.State.SCHEDULED, Hashtag.State.LIVE])
        return open_ones.filter(starts_at__lte=now, ends_at__gt=now, tag__is_banned=False)


class Hashtag(models.Model):
    """A tag that operators call people to join, from a day to a day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        LIVE = "live", _("live")
        ENDED = "ended", _("ended")
        STOPPED = "stopped", _("stopped")

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="hashtags", verbose_name=_("tag"))
    title = models.CharField(_("title"), max_length=40)
    text = models.CharField(_("what it is about"), max_length=300, blank=True)
    cover = models.ForeignKey(
        Note,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("note whose picture is the cover"),
    )
    related = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("related tags"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    stop_reason = models.CharField(_("why it was stopped"), max_length=200, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    joiner_count = models.PositiveIntegerField(_("people who joined"), default=0, editable=False)
    note_count = models.PositiveIntegerField(_("notes"), default=0, editable=False)

    objects = HashtagQuerySet.as_manager()

    class Meta:
        verbose_name = _("hashtag campaign")
        verbose_name_plural = _("hashtag campaigns")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="recommend_hashtag_in_order"
            ),
            models.UniqueConstraint(
                fields=["tag"],
                condition=Q(state__in=["scheduled", "live"]),
                name="recommend_hashtag_once_at_a_time",
                violation_error_message=_("This tag has a campaign already."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("recommend:tag", args=[self.tag.slug])


class HashtagAct(models.Model):
    """What somebody, or the site itself (`by` empty), did with a campaign, and why. Rows are only added."""

    class Act(models.TextChoices):
        SCHEDULE = "schedule", _("scheduled")
        START = "start", _("started")
        END = "end", _("ended")
        STOP = "stop", _("stopped")
        FEATURE = "feature", _("featured a note")
        UNFEATURE = "unfeature", _("no longer featured a note")

    hashtag = models.ForeignKey(Hashtag, models.CASCADE, related_name="acts", verbose_name=_("campaign"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    act = models.CharField(_("what"), max_length=9, choices=Act)
    note = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("note")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("act on a campaign")
        verbose_name_plural = _("acts on campaigns")
        ordering = ["-id"]

    def __str__(self):
        return self.get_act_display()


class FeaturedNote(models.Model):
    """A note that stands first while its campaign runs, with the reason of who put it there."""

    hashtag = models.ForeignKey(Hashtag, models.CASCADE, related_name="featured", verbose_name=_("campaign"))
    note = models.ForeignKey(Note, models.CASCADE, related_name="+", verbose_name=_("note"))
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("featured note")
        verbose_name_plural = _("featured notes")
        constraints = [models.UniqueConstraint(fields=["hashtag", "note"], name="recommend_featured_once")]

    def __str__(self):
        return f"{self.hashtag} · {self.note}"


class HashtagDay(models.Model):
    """What one day of a campaign brought."""

    hashtag = models.ForeignKey(Hashtag, models.CASCADE, related_name="days", verbose_name=_("campaign"))
    day = models.DateField(_("day"))
    notes = models.PositiveIntegerField(_("notes"), default=0)
    joiners = models.PositiveIntegerField(_("new people"), default=0)
    impressions = models.PositiveIntegerField(_("times seen"), default=0)
    clicks = models.PositiveIntegerField(_("times opened"), default=0)
    likes = models.PositiveIntegerField(_("likes"), default=0)

    class Meta:
        verbose_name = _("day of a campaign")
        verbose_name_plural = _("days of campaigns")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["hashtag", "day"], name="recommend_hashtagday_once")]

    def __str__(self):
        return f"{self.hashtag} · {self.day}"
