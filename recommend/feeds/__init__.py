from .discover import channels, discover
from .following import following
from .of_tags import TAG_SORTS, find_tag, of_tag, related_tags
from .shared import cards_of
from .similar import Similar, similar_to

__all__ = [
    "TAG_SORTS",
    "Similar",
    "cards_of",
    "channels",
    "discover",
    "find_tag",
    "following",
    "of_tag",
    "related_tags",
    "similar_to",
]
