from .channels import Channel, ChannelNote, ChannelTag, EditorialAct, NotePlace
from .circles import Circle, CircleAct, CircleNote, Membership
from .events import Event, Interest, Kind, NotInterested, Surface, Taste
from .feed import Arm, ArmDay, Pick, Ranking
from .search import (
    IndexGeneration,
    NoteDocument,
    PastSearch,
    ProductDocument,
    QuietSearch,
    RemovedDocument,
    SearchCount,
)
from .similar import SimilarBlock, SimilarList, SimilarRebuild
from .trends import FeaturedNote, Hashtag, HashtagAct, HashtagDay, Trend

__all__ = [
    "Arm",
    "ArmDay",
    "Channel",
    "ChannelNote",
    "ChannelTag",
    "EditorialAct",
    "Circle",
    "CircleAct",
    "CircleNote",
    "Event",
    "FeaturedNote",
    "Hashtag",
    "HashtagAct",
    "HashtagDay",
    "Interest",
    "Kind",
    "Membership",
    "NotInterested",
    "NotePlace",
    "NoteDocument",
    "Pick",
    "ProductDocument",
    "Ranking",
    "IndexGeneration",
    "PastSearch",
    "QuietSearch",
    "RemovedDocument",
    "SearchCount",
    "SimilarBlock",
    "SimilarList",
    "SimilarRebuild",
    "Surface",
    "Taste",
    "Trend",
]
