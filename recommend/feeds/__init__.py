from .channels import channel_tabs, find_channel, of_channel
from .discover import discover
from .following import following
from .nearby import around
from .of_tags import TAG_SORTS, find_tag, of_tag, related_tags
from .shared import cards_of
from .similar import Similar, similar_to

__all__ = [
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
