from .channels import channel, channel_desk, desks, editorial_act
from .feeds import discover, following, people
from .nearby import be_here, nearby
from .search import search, suggest
from .similar import similar
from .tags import tag

__all__ = [
    "be_here",
    "channel",
    "channel_desk",
    "desks",
    "editorial_act",
    "nearby",
    "discover",
    "following",
    "people",
    "search",
    "similar",
    "suggest",
    "tag",
]
