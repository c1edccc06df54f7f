from .channels import channel, channel_desk, desks, editorial_act
from .circles import circle, circle_members, circles, join_circle, moderate_circle
from .events import events
from .feeds import discover, following, people
from .nearby import be_here, nearby
from .search import search, suggest
from .similar import similar
from .tags import tag

__all__ = [
    "circle",
    "circle_members",
    "circles",
    "join_circle",
    "moderate_circle",
    "be_here",
    "channel",
    "channel_desk",
    "desks",
    "editorial_act",
    "nearby",
    "discover",
    "events",
    "following",
    "people",
    "search",
    "similar",
    "suggest",
    "tag",
]
