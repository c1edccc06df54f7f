from .channels import channel_tabs, find_channel, of_channel
from .circles import circles_of, find_circle, members_of, of_circle, open_circles, suggested_circles
from .discover import discover
from .following import following
from .nearby import around
from .of_tags import TAG_SORTS, find_tag, of_tag, related_tags
from .shared import cards_of
from .similar import Similar, similar_to

__all__ = [
    "circles_of",
    "find_circle",
    "members_of",
    "of_circle",
    "open_circles",
    "suggested_circles",
    "TAG_SORTS",
    "Similar",
    "around",
    "cards_of",
    "channel_tabs",
    "discover",
    "find_channel",
    "find_tag",
    "following",
    "of_channel",
    "of_tag",
    "related_tags",
    "similar_to",
]
