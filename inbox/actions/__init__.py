"""What changes an inbox."""

from .choices import choose, unsubscribe
from .messages import (
    accept,
    decline,
    delete_conversation,
    delete_message,
    hide_message,
    mark_conversation_read,
    part_messages,
    send_message,
)
from .nightly import forget_deleted, recount
from .notices import mark_all_read, mark_read, notify, part
from .passing import pass_on
from .push import add_browser, forget_browser, forget_session

__all__ = [
    "accept",
    "add_browser",
    "choose",
    "decline",
    "delete_conversation",
    "delete_message",
    "forget_browser",
    "forget_deleted",
    "forget_session",
    "hide_message",
    "mark_all_read",
    "mark_conversation_read",
    "mark_read",
    "notify",
    "part",
    "part_messages",
    "pass_on",
    "recount",
    "send_message",
    "unsubscribe",
]
