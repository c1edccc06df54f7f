"""Messages of two. `User.unread_messages` always equals what is unread outside the requests."""

from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import Follow, User
from core import images
from core.errors import DomainError
from core.ratelimit import limit
from core.tasks import enqueue

from .. import cards, choosing, files, tasks
from ..models import Conversation, Membership, Message
from ..models.messages import TEXT_LENGTH
from .nightly import forget
from .notices import blocked

CONVERSATIONS_A_DAY = 20
MESSAGES_IN_TEN_MINUTES = 60
PICTURE_BYTES = 20 * 1024 * 1024
PICTURE_WIDTH = 1080  # pixels


class MessageRefused(DomainError):
    code = "message_refused"


def send_message(
    *, sender: User, recipient: User, text: str, request_key: UUID, picture: IO[bytes] | None = None
) -> Message:
    """Write to somebody, once per `request_key`. Somebody who does not follow the sender gets a request.

    Raises MessageRefused, with the reason in a sentence; UnreadableImage for a file that is no picture.
    """
    if sent := Message.objects.filter(sender=sender, request_key=request_key).first():
        return sent
    text = text.strip()
    _check(sender, recipient, text, picture)
    shown, file = _picture(picture) if picture else ({}, b"")
    name = files.keep(file) if file else ""
    try:
        message, is_new = _send(sender, recipient, text, request_key, {**shown, "picture": name})
    except BaseException:
        files.drop(name)
        raise
    if not is_new:
        files.drop(name)
    return message


def _check(sender: User, recipient: User, text: str, picture: IO[bytes] | None) -> None:
    if sender.pk == recipient.pk:
        raise MessageRefused(_("You cannot write to yourself."), code="self")
    if not recipient.is_active or blocked(sender.pk, recipient.pk):
        raise MessageRefused(_("You cannot write to this person."), code="blocked")
    if not text and picture is None:
        raise MessageRefused(_("Write something first."), code="empty")
    if len(text) > TEXT_LENGTH:
        message = _("A message has at most %(n)s characters.") % {"n": TEXT_LENGTH}
        raise MessageRefused(message, code="too_long")
    if picture is not None and getattr(picture, "size", 0) > PICTURE_BYTES:
        message = _("A picture has at most %(n)s MB.") % {"n": PICTURE_BYTES // 1024 // 1024}
        raise MessageRefused(message, code="too_large")
    if not limit(f"messages:{sender.pk}", MESSAGES_IN_TEN_MINUTES, 600):
        raise MessageRefused(_("Too much at once. Wait a little and try again."), code="too_fast")


def _picture(file: IO[bytes]) -> tuple[dict, bytes]:
    """A picture as it is kept: re-encoded, without what the file said besides its pixels."""
    made = images.render(file, widths=[PICTURE_WIDTH])
    found = made.picture
    return {"width": found.width, "height": found.height, "colour": found.colour}, max(made.files.items())[1]


@transaction.atomic
def _send(sender: User, recipient: User, text: str, request_key: UUID, fields: dict) -> tuple[Message, bool]:
    conversation = _conversation(sender, recipient)
    own, theirs = _sides(conversation, sender.pk)
    if sent := Message.objects.filter(sender=sender, request_key=request_key).first():
        return sent, False
    _let_through(conversation, own, theirs, fields["picture"])
    message = Message.objects.create(
        conversation=conversation,
        sender=sender,
        text=text,
        request_key=request_key,
        links=cards.links_in(text),
        **fields,
    )
    _clear_unread(own)
    own.last_message = theirs.last_message = message
    own.save(update_fields=["last_message"])
    theirs.unread += 1
    theirs.save(update_fields=["last_message", "unread"])
    if not theirs.is_request:
        accounts.count_unread_messages(user_id=recipient.pk, change=1)
        if choosing.push_is_on():
            enqueue(tasks.push_message, message.pk)
    return message, True


def _conversation(sender: User, recipient: User) -> Conversation:
    """The conversation of the two, begun when there is none. MessageRefused when too many were begun."""
    first, second = sorted([sender.pk, recipient.pk])
    found = Conversation.objects.filter(first=first, second=second).first()
    if found:
        return found
    if not limit(f"conversations:{sender.pk}", CONVERSATIONS_A_DAY, 86_400):
        message = _("You have begun many conversations today. Go on tomorrow.")
        raise MessageRefused(message, code="too_many_conversations")
    knows = Follow.objects.filter(follower=recipient, followed=sender).exists()
    conversation, is_new = Conversation.objects.get_or_create(
        first_id=first, second_id=second, defaults={"accepted_at": timezone.now() if knows else None}
    )
    if is_new:
        sides = [(sender, recipient, False), (recipient, sender, not knows)]
        Membership.objects.bulk_create(
            Membership(conversation=conversation, user=user, other=other, is_request=waits)
            for user, other, waits in sides
        )
    return conversation


def _sides(conversation: Conversation, user_id: int) -> tuple[Membership, Membership]:
    """Both sides, held until the transaction ends: that of the member and that of the other."""
    rows = Membership.objects.select_for_update().filter(conversation=conversation).order_by("pk")
    mine, theirs = sorted(rows, key=lambda row: row.user_id != user_id)
    return mine, theirs


def _let_through(conversation: Conversation, own: Membership, theirs: Membership, picture: str) -> None:
    """An answer accepts a request; without one, a stranger writes once, and words only."""
    if own.is_request or (
        theirs.is_request and Follow.objects.filter(follower=theirs.user_id, followed=own.user_id).exists()
    ):
        _accept(conversation, own if own.is_request else theirs)
    if not theirs.is_request:
        return
    if picture:
        raise MessageRefused(_("You can send pictures once your request is accepted."), code="request")
    if Message.objects.filter(conversation=conversation, sender=own.user_id).exists():
        message = _("You have asked already. You can write again when they answer.")
        raise MessageRefused(message, code="request")


def _accept(conversation: Conversation, side: Membership) -> None:
    side.is_request = False
    side.save(update_fields=["is_request"])
    Conversation.objects.filter(pk=conversation.pk).update(accepted_at=timezone.now())
    if side.unread:
        accounts.count_unread_messages(user_id=side.user_id, change=side.unread)


@transaction.atomic
def accept(*, side: Membership) -> bool:
    """The member lets somebody write to them; False when they did before."""
    own, _theirs = _sides(side.conversation, side.user_id)
    if own.is_request:
        _accept(side.conversation, own)
        return True
    return False


@transaction.atomic
def mark_conversation_read(*, side: Membership) -> bool:
    """The member has seen all that stands there; the other learns it unless it is a request."""
    own, theirs = _sides(side.conversation, side.user_id)
    if own.last_message_id and not own.is_request and theirs.seen_by_other < own.last_message_id:
        theirs.seen_by_other = own.last_message_id
        theirs.save(update_fields=["seen_by_other"])
    return _clear_unread(own)


def _clear_unread(own: Membership) -> bool:
    """The caller holds the row."""
    unread, own.unread = own.unread, 0
    if unread:
        own.save(update_fields=["unread"])
        if not own.is_request:
            accounts.count_unread_messages(user_id=own.user_id, change=-unread)
    return bool(unread)


@transaction.atomic
def delete_message(*, message: Message, user: User) -> bool:
    """Take a message out of the member's own view; it is gone for good when both have."""
    own, _theirs = _sides(message.conversation, user.pk)
    field = "is_gone_for_sender" if message.sender_id == user.pk else "is_gone_for_recipient"
    changed = Message.objects.filter(pk=message.pk, **{field: False}).update(**{field: True})
    if own.last_message_id == message.pk:
        seen = Message.objects.seen_by(user.pk).filter(conversation=message.conversation_id)
        own.last_message = seen.order_by("-pk").first()
        own.save(update_fields=["last_message"])
    forget(Message.objects.filter(conversation=message.conversation_id))
    return bool(changed)


@transaction.atomic
def delete_conversation(*, side: Membership) -> None:
    """Empty the member's own view of a conversation; the other keeps theirs."""
    own, _theirs = _sides(side.conversation, side.user_id)
    rows = Message.objects.filter(conversation=side.conversation_id)
    rows.filter(sender=own.user_id).update(is_gone_for_sender=True)
    rows.exclude(sender=own.user_id).update(is_gone_for_recipient=True)
    _clear_unread(own)
    own.last_message = None
    own.save(update_fields=["last_message"])
    forget(rows)


decline = delete_conversation


def hide_message(*, message_id: int, on: bool) -> None:
    """Hide a message from both, as moderation decided, or show it again."""
    Message.objects.filter(pk=message_id).update(is_hidden=on)


@transaction.atomic
def part_messages(*, one_id: int, other_id: int) -> None:
    """A block stands between the two now: nothing of the other counts as unread."""
    between = Q(user_id=one_id, other_id=other_id) | Q(user_id=other_id, other_id=one_id)
    for side in Membership.objects.select_for_update().filter(between).order_by("pk"):
        _clear_unread(side)
