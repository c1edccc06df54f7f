from .channels import channel_tabs, find_channel, of_channel
from .circles import circles_of, find_circle, members_of, of_circle, open_circles, suggested_circles
from .discover import discover, reasons
from .following import following
from .hashtags import campaign_of, featured_in, live_hashtags
from .nearby import around
from .of_tags import TAG_SORTS, cover_of, find_tag, kin_of, of_tag, related_tags
from .shared import cards_of
from .similar import Similar, similar_to

__all__ = [
    "campaign_of",
    "featured_in",
    "live_hashtags",
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
    "cover_of",
    "discover",
    "find_channel",
    "find_tag",
    "following",
    "kin_of",
    "of_channel",
    "of_tag",
    "reasons",
    "related_tags",
    "similar_to",
]
