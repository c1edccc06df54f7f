"""What a member wants to be told about, and where."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Choices(models.Model):
    """A member's choices; without a row the defaults of `inbox.choosing` hold."""

    class Often(models.TextChoices):
        NEVER = "never", _("Never")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_choices"
    )
    # Names of groups of kinds (`inbox.registry.Group`).
    off_inbox = models.JSONField(default=list, blank=True)
    off_mail = models.JSONField(default=list, blank=True)
    off_push = models.JSONField(default=list, blank=True)
    digest = models.CharField(_("e-mail with what is new"), max_length=6, choices=Often, default=Often.NEVER)
    # The language that the mails and push messages to this member are written in.
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self):
        return f"choices of {self.user_id}"


class Digest(models.Model):
    """An e-mail with unread notices that was sent: up to which notice, and for which day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("notices"))
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="inbox_digest_once_a_day")]

    def __str__(self):
        return f"{self.user_id} on {self.day}"
