from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verdict(models.TextChoices):
    APPROVED = "approved", pgettext_lazy("verdict", "approved")
    REJECTED = "rejected", pgettext_lazy("verdict", "rejected")
    REMOVED = "removed", pgettext_lazy("verdict", "removed")


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(verdict="")

    def decided(self):
        return self.exclude(verdict="")

    def about(self, target_type, target_ids):
        return self.filter(target_type=target_type, target_id__in=target_ids)

    def against(self):
        """Decided against the author, by the machine or by a person; withdrawn content does not count."""
        return self.filter(verdict__in=[Verdict.REJECTED, Verdict.REMOVED]).exclude(message="")

    def latest_decisions(self):
        """Of each content the case that was decided last."""
        return self.decided().order_by("target_type", "target_id", "-pk").distinct("target_type", "target_id")

    def waiting(self):
        """Cases that need a person: scored, undecided; worst first."""
        return self.open().filter(scored_at__isnull=False).order_by("-score", "id")

    def unscored(self):
        return self.open().filter(scored_at__isnull=True)


class Case(models.Model):
    """One question to moderation about one thing: how risky is it, why, and what was decided."""

    target_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=_("kind of content")
    )
    target_id = models.BigIntegerField(_("content id"))
    target = GenericForeignKey("target_type", "target_id")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="cases",
        editable=False,
        verbose_name=_("author"),
    )
    # What was judged: a person's decision stands for content with the same fingerprint.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    score = models.FloatField(
        _("score"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1)], editable=False
    )
    # [{"rule": "contact", "weight": 0.5, "found": "微信…"}, …]
    reasons = models.JSONField(_("reasons"), default=list, editable=False)
    report_count = models.PositiveIntegerField(_("reports"), default=0, editable=False)
    made_at = models.DateTimeField(_("opened"), auto_now_add=True)
    scored_at = models.DateTimeField(_("scored"), null=True, editable=False)

    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
        help_text=_("Empty when the machine decided."),
    )
    message = models.CharField(_("message to the author"), max_length=300, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"], condition=Q(verdict=""), name="moderation_case_one_open"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="moderation_case_score_range"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(decided_at__isnull=False), name="moderation_case_decided_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], condition=Q(verdict=""), name="moderation_case_queue"),
            models.Index(fields=["target_type", "target_id"], name="moderation_case_target"),
            models.Index(fields=["author", "-id"], name="moderation_case_of_author"),
        ]

    def __str__(self):
        return f"#{self.pk}"


class ReportQuerySet(models.QuerySet):
    def unanswered(self):
        """Reports whose case is decided and whose reporter does not know yet."""
        return self.filter(told_at=None).exclude(case__verdict="")


class Report(models.Model):
    """A member says that something is wrong with some content."""

    class Reason(models.TextChoices):
        FALSE = "false", _("false or misleading")
        HIDDEN_AD = "hidden_ad", _("hidden advertising")
        SPAM = "spam", _("spam or contact details")
        ABUSE = "abuse", _("insult or hate")
        UNSAFE = "unsafe", _("unsafe, violent or sexual")
        COPIED = "copied", _("copied from somebody else")
        OTHER = "other", _("something else")

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", verbose_name=_("case"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports", verbose_name=_("reported by")
    )
    reason = models.CharField(_("reason"), max_length=9, choices=Reason)
    text = models.CharField(_("what is wrong"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    # When the reporter was told what became of it.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="moderation_report_once")]
        indexes = [
            models.Index(fields=["case"], condition=Q(told_at=None), name="moderation_report_unanswered"),
        ]

    def __str__(self):
        return f"{self.reason} #{self.pk}"


class BannedWordQuerySet(models.QuerySet):
    def version(self) -> tuple:
        """Differs after every change of the list; one small query."""
        return tuple(self.aggregate(number=Count("pk"), newest=Max("changed_at")).values())


class BannedWord(models.Model):
    """A word or phrase that raises a text's score by `weight`; compared after normalising width and case."""

    word = models.CharField(_("word"), max_length=60, unique=True)
    weight = models.FloatField(
        _("weight"), default=1, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    kind = models.CharField(
        _("kind"), max_length=30, blank=True, help_text=_("For sorting this list: gambling, fraud, …")
    )
    # The newest of these tells every process whether its compiled list is out of date.
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = BannedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("banned word")
        verbose_name_plural = _("banned words")
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=1), name="moderation_bannedword_weight_range"
            )
        ]

    def __str__(self):
        return self.word


class ThresholdsQuerySet(models.QuerySet):
    def of_type(self, content_type):
        """The thresholds in force for a kind of content, made with the defaults when it has none."""
        return self.get_or_create(content_type=content_type)[0]


class Thresholds(models.Model):
    """For one kind of content: publish below `publish_below`, reject from `reject_from`, queue in between."""

    content_type = models.OneToOneField(ContentType, models.CASCADE, verbose_name=_("kind of content"))
    publish_below = models.FloatField(_("publish below"), default=0.4)
    reject_from = models.FloatField(_("reject from"), default=0.9)

    objects = ThresholdsQuerySet.as_manager()

    class Meta:
        verbose_name = _("thresholds")
        verbose_name_plural = _("thresholds")
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_below__gte=0, reject_from__lte=1.01, publish_below__lte=F("reject_from")),
                name="moderation_thresholds_in_order",
            )
        ]

    def __str__(self):
        return f"{self.publish_below} / {self.reject_from}"

    def verdict_for(self, score: float):
        """APPROVED, REJECTED, or None where a person has to look."""
        if score < self.publish_below:
            return Verdict.APPROVED
        return Verdict.REJECTED if score >= self.reject_from else None
