"""How Discover is put together: weights that operators try, hand-picked notes, what each member got."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notes.models import Note

from .channels import Channel

MAX_WEIGHT = 10.0


def _weight(name, default: float, help_text) -> models.FloatField:
    bounds = [MinValueValidator(0.0), MaxValueValidator(MAX_WEIGHT)]
    return models.FloatField(name, default=default, validators=bounds, help_text=help_text)


class ArmQuerySet(models.QuerySet):
    def running(self):
        """The arms that members are split between, in the order of their shares."""
        return self.filter(is_active=True, share__gt=0).order_by("pk")


class Arm(models.Model):
    """One way to weigh Discover, and how many percent of the members get it. A note's score is the sum of its
    parts, each 0 to 1, times these weights. Who is in no arm gets the defaults."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    share = models.PositiveSmallIntegerField(
        _("percent of members"), default=0, validators=[MaxValueValidator(100)]
    )
    is_active = models.BooleanField(_("running"), default=False)
    interest = _weight(
        pgettext_lazy("weight", "interests"), 1.0, _("The note carries tags that the member cares about.")
    )
    co_engagement = _weight(
        pgettext_lazy("weight", "similar"),
        0.8,
        _("It is similar to notes that the member liked, saved or opened."),
    )
    second_degree = _weight(
        pgettext_lazy("weight", "people"), 0.5, _("Its author is followed by people whom the member follows.")
    )
    trend = _weight(
        pgettext_lazy("weight", "rising"), 0.4, _("More people open, like and save it than the day before.")
    )
    fresh = _weight(pgettext_lazy("weight", "new"), 0.3, _("It is new and few people have seen it yet."))
    pick = _weight(pgettext_lazy("weight", "picked"), 0.6, _("An editor picked it."))
    popular = _weight(
        pgettext_lazy("weight", "popular"),
        0.1,
        _("Many like it, and it is not old; what is left when little is known."),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = ArmQuerySet.as_manager()

    WEIGHTS = ("interest", "co_engagement", "second_degree", "trend", "fresh", "pick", "popular")

    class Meta:
        verbose_name = _("arm of Discover")
        verbose_name_plural = _("arms of Discover")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="recommend_arm_share_is_percent"),
            models.CheckConstraint(
                condition=Q(
                    *(
                        (f"{name}__{bound}", limit)
                        for name in (
                            "interest",
                            "co_engagement",
                            "second_degree",
                            "trend",
                            "fresh",
                            "pick",
                            "popular",
                        )
                        for bound, limit in (("gte", 0.0), ("lte", MAX_WEIGHT))
                    )
                ),
                name="recommend_arm_weights_bounded",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def weights(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in self.WEIGHTS}


class ArmDay(models.Model):
    """What the members of one arm did with Discover on one day (UTC), counted from the event log."""

    arm = models.ForeignKey(Arm, models.CASCADE, related_name="days", verbose_name=_("arm"))
    day = models.DateField(_("day"))
    people = models.PositiveIntegerField(_("people"), default=0)
    impressions = models.PositiveIntegerField(_("seen"), default=0)
    clicks = models.PositiveIntegerField(_("opened"), default=0)
    likes = models.PositiveIntegerField(_("liked"), default=0)
    saves = models.PositiveIntegerField(_("saved"), default=0)
    hides = models.PositiveIntegerField(_("hidden"), default=0)

    class Meta:
        verbose_name = _("day of an arm")
        verbose_name_plural = _("days of arms")
        constraints = [models.UniqueConstraint(fields=["arm", "day"], name="recommend_armday_once")]

    def __str__(self):
        return f"{self.arm_id} · {self.day}"


class PickQuerySet(models.QuerySet):
    def current(self):
        """Picks whose time has come and is not over."""
        now = timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)

    def for_discover(self):
        return self.filter(channel=None)


class Pick(models.Model):
    """A note that an editor picked for a channel or, without one, for Discover."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="picks", verbose_name=_("note"))
    channel = models.ForeignKey(
        Channel,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="picks",
        verbose_name=_("channel"),
        help_text=_("Empty: Discover."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("picked by"),
    )
    reason = models.CharField(_("reason"), max_length=100, help_text=_("Readers can see it."))
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PickQuerySet.as_manager()

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "channel"], nulls_distinct=False, name="recommend_pick_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="recommend_pick_ends_later"
            ),
        ]

    def __str__(self):
        return f"{self.note} · {self.reason}"

    @property
    def is_current(self) -> bool:
        return self.starts_at <= timezone.now() and (self.ends_at is None or self.ends_at > timezone.now())


class Ranking(models.Model):
    """The list that Discover shows one member, kept while they scroll.

    `entries` is [[note, author, paid?, [tags], [[part, percent of the score, origin], …]], …]: what spacing
    and "why am I shown this" need. Who may see a note is decided when it is read. `depth` says how far the
    list was shown; `shown` are the notes of the lists before it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="ranking"
    )
    version = models.BigIntegerField()
    arm = models.SmallIntegerField(default=0)
    entries = models.JSONField(default=list)
    # From this place on, the notes left allowed no distance between authors or tags.
    loose_from = models.PositiveIntegerField(default=0)
    depth = models.PositiveIntegerField(default=0)
    shown = ArrayField(models.BigIntegerField(), default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("list of a member")
        verbose_name_plural = _("lists of members")
        indexes = [models.Index(fields=["made_at"], name="recommend_ranking_made")]

    def __str__(self):
        return f"{self.user_id} @ {self.made_at:%Y-%m-%d %H:%M}"
