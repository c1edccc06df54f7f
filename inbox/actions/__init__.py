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
from .notices import mark_all_read, mark_read, notify, part
from .push import add_browser, forget_browser

__all__ = [
    "accept",
    "add_browser",
    "choose",
    "decline",
    "delete_conversation",
    "delete_message",
    "forget_browser",
    "hide_message",
    "mark_all_read",
    "mark_conversation_read",
    "mark_read",
    "notify",
    "part",
    "part_messages",
    "send_message",
    "unsubscribe",
]
