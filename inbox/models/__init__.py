from .choices import Choices, Digest
from .messages import Conversation, Membership, Message
from .notices import Notification, NotificationAct
from .push import PushSubscription

__all__ = [
    "Choices",
    "Conversation",
    "Digest",
    "Membership",
    "Message",
    "Notification",
    "NotificationAct",
    "PushSubscription",
]
