"""Feeds, tags, search and similar notes over the API."""

from django.urls import path

from .channels import ChannelList, ChannelNotes, NearbyNotes
from .circles import CircleDetail, CircleList, CircleMembership, CircleNotes, SuggestedCircles
from .events import Events
from .feeds import Discover
from .hashtags import HashtagList
from .interests import Hidden, HiddenDetail, InterestDetail, Interests, Personalisation
from .people import SuggestedPeople
from .search import PastSearches, Search, SearchPeople, SearchProducts, SearchTags, Suggestions
from .similar import SimilarNotes
from .tags import TagDetail, TagKinds, TagList, TagNotes

api_urls = [
    path("channels/", ChannelList.as_view(), name="channels"),
    path("channels/<str:slug>/notes/", ChannelNotes.as_view(), name="channel-notes"),
    path("circles/", CircleList.as_view(), name="circles"),
    path("circles/<str:slug>/", CircleDetail.as_view(), name="circle"),
    path("circles/<str:slug>/membership/", CircleMembership.as_view(), name="circle-membership"),
    path("circles/<str:slug>/notes/", CircleNotes.as_view(), name="circle-notes"),
    path("suggested-circles/", SuggestedCircles.as_view(), name="suggested-circles"),
    path("hashtags/", HashtagList.as_view(), name="hashtags"),
    path("discover/", Discover.as_view(), name="discover"),
    path("nearby/", NearbyNotes.as_view(), name="nearby"),
    path("events/", Events.as_view(), name="events"),
    path("interests/", Interests.as_view(), name="interests"),
    path("interests/<str:slug>/", InterestDetail.as_view(), name="interest"),
    path("personalisation/", Personalisation.as_view(), name="personalisation"),
    path("hidden/", Hidden.as_view(), name="hidden"),
    path("hidden/<int:pk>/", HiddenDetail.as_view(), name="hidden-one"),
    path("suggested-people/", SuggestedPeople.as_view(), name="suggested-people"),
    path("tag-kinds/", TagKinds.as_view(), name="tag-kinds"),
    path("tags/", TagList.as_view(), name="tags"),
    path("tags/<str:slug>/", TagDetail.as_view(), name="tag"),
    path("tags/<str:slug>/notes/", TagNotes.as_view(), name="tag-notes"),
    path("search/", Search.as_view(), name="search"),
    path("search/products/", SearchProducts.as_view(), name="search-products"),
    path("search/people/", SearchPeople.as_view(), name="search-people"),
    path("search/tags/", SearchTags.as_view(), name="search-tags"),
    path("search/suggestions/", Suggestions.as_view(), name="search-suggestions"),
    path("search/history/", PastSearches.as_view(), name="search-history"),
    path("notes/<int:pk>/similar/", SimilarNotes.as_view(), name="similar"),
]
