from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Block

from . import registry


class NotificationQuerySet(models.QuerySet):
    def for_inbox(self, recipient):
        """A member's notices with all that the inbox page shows, without people behind a block."""
        own = self.filter(recipient=recipient, kind__in=registry.names()).select_related("actor")
        return own.exclude(actor_id__in=Block.objects.hiding_from(recipient))


class Notification(models.Model):
    """Something a member should know. `kind` is registered (`inbox.registry`), `data` fills its sentence."""

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
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["recipient", "-id"], name="inbox_notice_newest")]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="inbox_notice_key_once")]

    def __str__(self):
        return f"{self.kind} #{self.pk}"

    @property
    def sentence(self) -> str:
        """What the notice says, in the active language."""
        return str(registry.kind_of(self.kind).sentence(self))

    @property
    def icon(self) -> str:
        return registry.kind_of(self.kind).icon
