from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from notes.models import Note
from tagging.models import Tag


class Channel(models.Model):
    """A tab above Discover: the notes that carry its tags, and those that its editors filed."""

    name = models.CharField(_("name"), max_length=20, unique=True)
    name_en = models.CharField(
        _("English name"), max_length=20, blank=True, help_text=_("Shown to those who read English.")
    )
    slug = models.SlugField(_("slug"), max_length=40, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("shown"), default=True)
    tags = models.ManyToManyField(Tag, through="ChannelTag", related_name="channels", verbose_name=_("tags"))
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="edited_channels",
        verbose_name=_("management accounts"),
        help_text=_("They file, tag, feature and pass on the notes of this channel."),
    )
    # Grows when the rules change; `filed_revision` says which rules the notes were filed by.
    revision = models.PositiveIntegerField(default=1, editable=False)
    filed_revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("recommend:channel", args=[self.slug])

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        chinese = (translation.get_language() or "").startswith("zh")
        return self.name if chinese else self.name_en or self.name


class ChannelTag(models.Model):
    """A rule of a channel: notes with this tag are in it or, where excluded, never are."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="rules", verbose_name=_("channel"))
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", verbose_name=_("tag"))
    is_excluded = models.BooleanField(_("keeps notes out"), default=False)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [models.UniqueConstraint(fields=["channel", "tag"], name="recommend_channeltag_once")]

    def __str__(self):
        return f"{'−' if self.is_excluded else '+'} #{self.tag}"


class ChannelNote(models.Model):
    """A note in a channel, by its tags or by an editor; `out` keeps it out whatever its tags say."""

    class How(models.TextChoices):
        RULE = "rule", _("by its tags")
        FILED = "filed", _("filed by an editor")
        OUT = "out", _("taken out by an editor")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="entries", verbose_name=_("channel"))
    note = models.ForeignKey(Note, models.CASCADE, related_name="channel_entries", verbose_name=_("note"))
    how = models.CharField(_("how"), max_length=5, choices=How, default=How.RULE)
    featured_until = models.DateTimeField(_("featured until"), null=True, blank=True)

    class Meta:
        verbose_name = _("note of a channel")
        verbose_name_plural = _("notes of channels")
        constraints = [models.UniqueConstraint(fields=["channel", "note"], name="recommend_channelnote_once")]
        indexes = [
            models.Index(
                fields=["channel", "-featured_until"],
                condition=Q(featured_until__isnull=False),
                name="recommend_channel_featured",
            )
        ]

    def __str__(self):
        return f"{self.channel} · {self.note}"


class EditorialAct(models.Model):
    """What an editor did with a note, and why. Rows are only added."""

    class Act(models.TextChoices):
        FILE = "file", _("filed")
        TAKE_OUT = "take_out", _("taken out")
        TAG = "tag", _("tagged")
        UNTAG = "untag", _("tag taken off")
        FEATURE = "feature", _("featured")
        UNFEATURE = "unfeature", _("no longer featured")
        PASS_ON = "pass_on", _("passed on")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="acts", verbose_name=_("channel"))
    note = models.ForeignKey(Note, models.CASCADE, related_name="editorial_acts", verbose_name=_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("management account"),
    )
    act = models.CharField(_("what"), max_length=9, choices=Act)
    reason = models.CharField(_("reason"), max_length=200)
    tag = models.ForeignKey(
        Tag, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("tag")
    )
    to = models.ForeignKey(
        Channel, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("passed on to")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("editorial act")
        verbose_name_plural = _("editorial acts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["channel", "-id"], name="recommend_acts_of_channel")]

    def __str__(self):
        return f"{self.get_act_display()} · {self.note}"


class NotePlace(models.Model):
    """Where a public note is, in H3 cells: about 1 km, 10 km and 100 km wide. Never finer, never from EXIF.

    `is_rough` says that only the town is known, not the spot.
    """

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="where")
    cell8 = models.BigIntegerField()
    cell6 = models.BigIntegerField()
    cell4 = models.BigIntegerField()
    is_rough = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("place of a note")
        verbose_name_plural = _("places of notes")
        indexes = [
            models.Index(fields=["cell6", "-note"], name="recommend_place_near"),
            models.Index(fields=["cell4", "-note"], name="recommend_place_far"),
        ]

    def __str__(self):
        return str(self.note_id)
