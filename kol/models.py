from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProfileQuerySet(models.QuerySet):
    def waiting(self):
        """Applications that nobody has decided, best score first."""
        return self.filter(state=Profile.State.APPLIED).order_by("-score", "pk")


class Profile(models.Model):
    """A creator's way to become a KOL: screening score with its evidence, application, decision."""

    class State(models.TextChoices):
        SCREENED = "screened", _("has not applied")
        APPLIED = "applied", _("applied")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    class Tier(models.TextChoices):
        RISING = "rising", _("Rising creator")
        KOL = "kol", _("KOL")
        TOP = "top", _("Top KOL")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kol_profile", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.SCREENED, editable=False)
    tier = models.CharField(_("tier"), max_length=6, choices=Tier, blank=True, editable=False)
    pitch = models.CharField(_("what you share and why"), max_length=500, blank=True)
    score = models.FloatField(_("score"), default=0, editable=False)
    # [{"part": "activity", "score": 0-1, "weight": 0-1, "evidence": {…}}, …]
    parts = models.JSONField(_("parts"), default=list, editable=False)
    formula = models.CharField(_("formula"), max_length=10, blank=True, editable=False)
    screened_at = models.DateTimeField(_("screened"), null=True, editable=False)
    applied_at = models.DateTimeField(pgettext_lazy("time", "applied"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("KOL profile")
        verbose_name_plural = _("KOL profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", tier__gt="") | (~Q(state="accepted") & Q(tier="")),
                name="kol_profile_tier_when_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state="screened") | Q(applied_at__isnull=False),
                name="kol_profile_applied_is_dated",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="kol_profile_score_range"),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="kol_profile_best")]

    def __str__(self):
        return f"#{self.pk}"
