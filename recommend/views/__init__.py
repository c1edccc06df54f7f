from .channels import channel, channel_desk, desks, editorial_act
from .circles import circle, circle_members, circles, join_circle, moderate_circle
from .events import events
from .feeds import discover, following, people, why
from .hashtags import feature_note, hashtag_preview, hashtag_results, joinable
from .interests import (
    interest_add,
    interest_remove,
    interests,
    interests_reset,
    learned_erase,
    my_interests,
    not_interested,
    personalisation,
    unhide,
)
from .nearby import be_here, nearby
from .search import forget_searches, search, suggest
from .similar import similar
from .tags import tag

__all__ = [
    "feature_note",
    "hashtag_preview",
    "hashtag_results",
    "circle",
    "circle_members",
    "circles",
    "join_circle",
    "joinable",
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
    "forget_searches",
    "unhide",
    "personalisation",
    "not_interested",
    "my_interests",
    "learned_erase",
    "interests_reset",
    "interests",
    "interest_remove",
    "interest_add",
    "people",
    "search",
    "similar",
    "suggest",
    "tag",
    "why",
]
