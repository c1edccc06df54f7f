from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Block

from .. import registry


class NotificationQuerySet(models.QuerySet):
    def for_inbox(self, recipient, group: str = ""):
        """A member's notices with all that the inbox page shows, without people behind a block."""
        kinds = registry.names(group)
        own = self.filter(recipient=recipient, kind__in=kinds).select_related("actor")
        return own.exclude(actor_id__in=Block.objects.hiding_from(recipient))


class Notification(models.Model):
    """Something a member should know. `kind` is registered (`inbox.registry`), `data` fills its sentence.

    The acts of many people on one thing on one day share a notice (`bundle`): it names the latest of them
    and counts them all.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notifications",
        verbose_name=pgettext_lazy("notice", "recipient"),
    )
    kind = models.CharField(_("kind"), max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    url = models.CharField(_("leads to"), max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)
    # A repeated act (like, unlike, like) is one notice: the sender names it.
    key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001
    bundle = models.CharField(max_length=400, null=True, blank=True, editable=False)  # noqa: DJ001
    people = models.PositiveIntegerField(_("people"), default=1, editable=False)
    made_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["recipient", "-made_at", "-id"], name="inbox_notice_latest")]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="inbox_notice_key_once"),
            models.UniqueConstraint(fields=["recipient", "bundle"], name="inbox_notice_bundle_once"),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"

    @property
    def sentence(self) -> str:
        """What the notice says, in the active language."""
        return str(registry.kind_of(self.kind).sentence(self))

    @property
    def icon(self) -> str:
        return registry.kind_of(self.kind).icon

    @property
    def others(self) -> int:
        """How many people besides the one who is named."""
        return max(self.people - 1, 0)


class NotificationAct(models.Model):
    """One act that a shared notice stands for; its key makes it count once."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="acts")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=80, null=True, editable=False)  # noqa: DJ001

    class Meta:
        verbose_name = _("act of a notice")
        verbose_name_plural = _("acts of notices")
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="inbox_act_key_once")]

    def __str__(self):
        return f"{self.actor_id} in {self.notification_id}"
