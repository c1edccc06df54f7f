"""Feeds, tags, search and similar notes over the API."""

from django.urls import path

from .channels import ChannelList, ChannelNotes, NearbyNotes
from .circles import CircleDetail, CircleList, CircleMembership, CircleNotes, SuggestedCircles
from .people import SuggestedPeople
from .search import Search
from .similar import SimilarNotes
from .tags import TagDetail, TagList, TagNotes

api_urls = [
    path("channels/", ChannelList.as_view(), name="channels"),
    path("channels/<str:slug>/notes/", ChannelNotes.as_view(), name="channel-notes"),
    path("circles/", CircleList.as_view(), name="circles"),
    path("circles/<str:slug>/", CircleDetail.as_view(), name="circle"),
    path("circles/<str:slug>/membership/", CircleMembership.as_view(), name="circle-membership"),
    path("circles/<str:slug>/notes/", CircleNotes.as_view(), name="circle-notes"),
    path("suggested-circles/", SuggestedCircles.as_view(), name="suggested-circles"),
    path("nearby/", NearbyNotes.as_view(), name="nearby"),
    path("suggested-people/", SuggestedPeople.as_view(), name="suggested-people"),
    path("tags/", TagList.as_view(), name="tags"),
    path("tags/<str:slug>/", TagDetail.as_view(), name="tag"),
    path("tags/<str:slug>/notes/", TagNotes.as_view(), name="tag-notes"),
    path("search/", Search.as_view(), name="search"),
    path("notes/<int:pk>/similar/", SimilarNotes.as_view(), name="similar"),
]
