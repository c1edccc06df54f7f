"""What people saw and did, and what that says about what they like."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Now, Random
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.models import Product
from notes.models import Note
from tagging.models import Tag


class Kind(models.IntegerChoices):
    """What happened. Numbers are stored for months: they are never given to something else."""

    IMPRESSION = 1, _("seen")
    CLICK = 2, _("opened")
    DWELL = 3, _("read")
    HIDE = 4, _("hidden")
    LIKE = 5, _("liked")
    SAVE = 6, _("saved")
    COMMENT = 7, _("commented")
    SHARE = 8, _("shared")
    FOLLOW = 9, _("followed")
    PURCHASE = 10, _("bought")


class Surface(models.IntegerChoices):
    """Where it happened."""

    OTHER = 0, _("elsewhere")
    DISCOVER = 1, _("Discover")
    FOLLOWING = 2, _("Following")
    NEARBY = 3, _("Nearby")
    SEARCH = 4, _("Search")
    SIMILAR = 5, _("similar notes")
    PROFILE = 6, _("profile")
    CHANNEL = 7, _("channel")
    PRODUCT = 8, _("product")
    TAG = 9, _("tag")
    CIRCLE = 10, _("circle")


class Event(models.Model):
    """One thing that one person, or a visitor (`user` empty), saw or did.

    The table is partitioned by day (UTC) of `at`; `recommend.events.partitions` makes and drops the days.
    Rows are only added. An id names what happened, so that what is told twice stands once; one that is not
    given is random.
    """

    pk = models.CompositePrimaryKey("at", "id")
    at = models.DateTimeField(_("when"), db_default=Now())
    id = models.BigIntegerField(db_default=Cast(Random() * 2**62, models.BigIntegerField()))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("member"),
    )
    kind = models.SmallIntegerField(_("what"), choices=Kind)
    surface = models.SmallIntegerField(_("where"), choices=Surface, db_default=Surface.OTHER)
    note = models.ForeignKey(
        Note,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("note"),
    )
    product = models.ForeignKey(
        Product,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("product"),
    )
    position = models.SmallIntegerField(_("place in the list"), db_default=0)
    dwell_ms = models.IntegerField(_("read for (ms)"), db_default=0)
    arm = models.SmallIntegerField(_("arm of the experiment"), db_default=0)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            # What somebody saw is read from the index alone.
            models.Index(fields=["user", "at"], include=["kind", "note"], name="recommend_event_of_user"),
            models.Index(fields=["note", "at"], name="recommend_event_of_note"),
            # Acts count once, however often they are done and undone.
            models.Index(fields=["id"], condition=Q(kind__gte=Kind.HIDE), name="recommend_event_act"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.note_id or self.product_id}"


class InterestQuerySet(models.QuerySet):
    def shown(self):
        """Interests that count: learned or chosen, not those taken out."""
        return self.exclude(source=Interest.Source.REMOVED).filter(tag__is_banned=False)


class Interest(models.Model):
    """How much a member cares about a tag, as of `counted_at`; half of it is gone after
    INTEREST_HALF_LIFE_DAYS.

    What they took out stays as a row that says so: it is never learned again.
    """

    class Source(models.TextChoices):
        LEARNED = "learned", _("learned")
        CHOSEN = "chosen", _("chosen")
        REMOVED = "removed", _("taken out")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interests")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", verbose_name=_("tag"))
    weight = models.FloatField(_("weight"), default=0.0)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)
    source = models.CharField(_("why"), max_length=7, choices=Source, default=Source.LEARNED)
    # What it was learned from: {"like": 3, "save": 1}.
    reasons = models.JSONField(default=dict, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints = [models.UniqueConstraint(fields=["user", "tag"], name="recommend_interest_once")]

    def __str__(self):
        return f"{self.user_id} · {self.tag_id}"


class Taste(models.Model):
    """When a member's interests were learned last, and what is not looked at: what lies before `since`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="taste"
    )
    learned_at = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("taste")
        verbose_name_plural = _("tastes")

    def __str__(self):
        return str(self.user_id)


class NotInterested(models.Model):
    """A note, an author or a tag that a member does not want to be shown; exactly one of the three."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="not_interested")
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="+", verbose_name=_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("author")
    )
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+", verbose_name=_("tag"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("hidden by a member")
        verbose_name_plural = _("hidden by members")
        constraints = [
            models.UniqueConstraint(fields=["user", "note"], name="recommend_hidden_note_once"),
            models.UniqueConstraint(fields=["user", "author"], name="recommend_hidden_author_once"),
            models.UniqueConstraint(fields=["user", "tag"], name="recommend_hidden_tag_once"),
            models.CheckConstraint(
                condition=Q(note__isnull=False, author=None, tag=None)
                | Q(note=None, author__isnull=False, tag=None)
                | Q(note=None, author=None, tag__isnull=False),
                name="recommend_hidden_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} ⊘ {self.note_id or self.author_id or self.tag_id}"
