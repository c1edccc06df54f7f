"""Short addresses that say through which channel a note was shared."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ShortLink(models.Model):
    """`/s/<code>/` leads to a note; one per note, sharer and channel, so that visits can be told apart."""

    class Channel(models.TextChoices):
        COPY = "copy", pgettext_lazy("channel", "Copied link")
        QR = "qr", pgettext_lazy("channel", "QR picture")
        SYSTEM = "system", pgettext_lazy("channel", "Share menu")

    code = models.CharField(max_length=12, unique=True, editable=False)
    note = models.ForeignKey("notes.Note", models.CASCADE, related_name="short_links", verbose_name=_("note"))
    sharer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared by"),
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    visit_count = models.PositiveIntegerField(_("visits"), default=0, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        constraints = [
            models.UniqueConstraint(fields=["note", "sharer", "channel"], name="notes_shortlink_once"),
            models.UniqueConstraint(
                fields=["note", "channel"],
                condition=models.Q(sharer__isnull=True),
                name="notes_shortlink_of_visitors_once",
            ),
        ]

    def __str__(self):
        return self.code
