"""How often a note was shared, and how many came by it, by channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Share(models.Model):
    """One row for a note and a channel; the short address `/s/<code>/` names both."""

    class Channel(models.TextChoices):
        COPY = "c", pgettext_lazy("channel", "Copied link")
        QR = "q", pgettext_lazy("channel", "QR picture")
        SYSTEM = "s", pgettext_lazy("channel", "Share menu")
        MESSAGE = "m", pgettext_lazy("channel", "Message")

    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="shares", verbose_name=_("note"))
    channel = models.CharField(pgettext_lazy("sharing", "channel"), max_length=1, choices=Channel)
    share_count = models.PositiveIntegerField(_("times shared by members"), default=0, editable=False)
    visit_count = models.PositiveIntegerField(_("visits"), default=0, editable=False)

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [models.UniqueConstraint(fields=["note", "channel"], name="notes_share_once")]

    def __str__(self):
        return f"{self.note_id} {self.channel}"
