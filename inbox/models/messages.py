"""What two members write to each other."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Block
from core.files import originals

TEXT_LENGTH = 1000


class Conversation(models.Model):
    """The messages of two people; the one with the smaller id is `first`."""

    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    # Until then the one who began may write once, and the other finds it among the requests.
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="inbox_conversation_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="inbox_conversation_in_order"),
        ]

    def __str__(self):
        return f"{self.first_id} & {self.second_id}"


class MembershipQuerySet(models.QuerySet):
    def of(self, member):
        """A member's side of conversations, without people a block hides or who are gone."""
        own = self.filter(user=member, other__is_active=True)
        hidden = Block.objects.hiding_from(member)
        return own.exclude(other_id__in=hidden) if hidden else own

    def listed(self, member, *, requests=False):
        """The conversations that a list shows, with the other person and the newest message."""
        rows = self.of(member).filter(is_request=requests, last_message__isnull=False)
        return rows.select_related("other", "last_message")


class Membership(models.Model):
    """One person's side of a conversation: how far they read, and where it stands in their list."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The newest message this person still sees; none: the conversation is not in the list.
    last_message = models.ForeignKey(
        "inbox.Message", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Somebody unknown wrote: it waits apart, uncounted, until this person accepts or answers.
    is_request = models.BooleanField(default=False)
    unread = models.PositiveIntegerField(default=0)
    # The newest message of this person that the other has read.
    seen_by_other = models.BigIntegerField(default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("side of a conversation")
        verbose_name_plural = _("sides of conversations")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="inbox_membership_once"),
            models.UniqueConstraint(fields=["user", "other"], name="inbox_membership_of_two"),
        ]
        indexes = [
            models.Index(fields=["user", "is_request", "-last_message"], name="inbox_membership_list"),
        ]

    def __str__(self):
        return f"{self.user_id} in {self.conversation_id}"


class MessageQuerySet(models.QuerySet):
    def seen_by(self, viewer_id: int):
        """Messages that this person has not deleted for themselves."""
        gone = Q(sender_id=viewer_id, is_gone_for_sender=True)
        return self.exclude(gone).exclude(~Q(sender_id=viewer_id), is_gone_for_recipient=True)

    def seen_by_nobody(self):
        """Messages that both deleted. A first message to a stranger stays: it says that they were asked."""
        gone = self.filter(is_gone_for_sender=True, is_gone_for_recipient=True)
        return gone.exclude(conversation__accepted_at=None)

    def visible_to(self, viewer):
        """Messages of the viewer's own conversations that they still see."""
        sides = Membership.objects.of(viewer).values("conversation")
        return self.seen_by(viewer.pk).filter(conversation__in=sides)


class Message(models.Model):
    """What one of two said. A picture lies in the private storage and only the two may fetch it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("sender")
    )
    text = models.CharField(_("text"), max_length=TEXT_LENGTH, blank=True)
    picture = models.CharField(_("picture"), max_length=100, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    colour = models.CharField(max_length=7, blank=True, editable=False)
    # Addresses of this site that stand in the text; what they lead to is looked up for each reader.
    links = models.JSONField(default=list, blank=True, editable=False)
    request_key = models.UUIDField(default=uuid.uuid4, editable=False)
    is_gone_for_sender = models.BooleanField(default=False, editable=False)
    is_gone_for_recipient = models.BooleanField(default=False, editable=False)
    is_hidden = models.BooleanField(_("hidden by moderation"), default=False, editable=False)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["sender", "request_key"], name="inbox_message_request_once")
        ]
        indexes = [models.Index(fields=["conversation", "-id"], name="inbox_message_newest")]

    def __str__(self):
        return f"message {self.pk}"

    @property
    def picture_url(self) -> str:
        return reverse("inbox:picture", args=[self.pk]) if self.picture and not self.is_hidden else ""

    def open_picture(self):
        """The file. FileNotFoundError when it is gone."""
        return originals().open(self.picture)
