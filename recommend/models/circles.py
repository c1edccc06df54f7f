from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notes.models import Note
from tagging.models import Tag


class Circle(models.Model):
    """A group of people around some tags: what its members write with these tags stands in it.

    A job proposes circles; a person opens them.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(_("slug"), max_length=64, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PROPOSED)
    # Why it was proposed: how many people lately wrote how many notes about it.
    authors_seen = models.PositiveIntegerField(_("people who wrote"), default=0, editable=False)
    notes_seen = models.PositiveIntegerField(_("their notes"), default=0, editable=False)
    tags = models.ManyToManyField(Tag, related_name="circles", verbose_name=_("tags"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    member_count = models.PositiveIntegerField(_("members"), default=0, editable=False)

    class Meta:
        verbose_name = _("circle")
        verbose_name_plural = _("circles")
        indexes = [
            models.Index(
                fields=["-member_count", "id"], condition=Q(state="open"), name="recommend_circle_largest"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("recommend:circle", args=[self.slug])


class Membership(models.Model):
    """A member of a circle; one who was sent away cannot come back."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        MODERATOR = "moderator", _("moderator")
        AWAY = "away", _("sent away")

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships", verbose_name=_("circle"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="circle_memberships", verbose_name=_("member")
    )
    role = models.CharField(_("role"), max_length=9, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["circle", "user"], name="recommend_membership_once")]

    def __str__(self):
        return f"{self.user} · {self.circle}"


class CircleNote(models.Model):
    """A note in a circle, by its tags or put there by its author; `out`: a moderator took it out."""

    class How(models.TextChoices):
        RULE = "rule", _("by its tags")
        ADDED = "added", _("put there by its author")
        OUT = "out", _("taken out by a moderator")

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="entries", verbose_name=_("circle"))
    note = models.ForeignKey(Note, models.CASCADE, related_name="circle_entries", verbose_name=_("note"))
    how = models.CharField(_("how"), max_length=5, choices=How, default=How.RULE)

    class Meta:
        verbose_name = _("note of a circle")
        verbose_name_plural = _("notes of circles")
        constraints = [models.UniqueConstraint(fields=["circle", "note"], name="recommend_circlenote_once")]

    def __str__(self):
        return f"{self.circle} · {self.note}"


class CircleAct(models.Model):
    """What a moderator did in a circle, and why. Rows are only added."""

    class Act(models.TextChoices):
        TAKE_OUT = "take_out", _("took a note out")
        SEND_AWAY = "send_away", _("sent a member away")
        APPOINT = "appoint", _("made a member moderator")

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="acts", verbose_name=_("circle"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    act = models.CharField(_("what"), max_length=9, choices=Act)
    note = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("note")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("act of a moderator")
        verbose_name_plural = _("acts of moderators")
        ordering = ["-id"]

    def __str__(self):
        return self.get_act_display()
