from django.urls import path

from . import views
from .rss import TagFeed

app_name = "recommend"

feed_urls = [
    path("", views.discover, name="discover"),
    path("following/", views.following, name="following"),
    path("people/", views.people, name="people"),
    path("nearby/", views.nearby, name="nearby"),
    path("nearby/here/", views.be_here, name="be_here"),
    path("circles/", views.circles, name="circles"),
    path("circles/<str:slug>/", views.circle, name="circle"),
    path("circles/<str:slug>/members/", views.circle_members, name="circle_members"),
    path("circles/<str:slug>/join/", views.join_circle, name="join_circle"),
    path("circles/<str:slug>/moderate/", views.moderate_circle, name="moderate_circle"),
    path("hashtags/joinable/", views.joinable, name="joinable"),
    path("studio/hashtags/<int:pk>/", views.hashtag_results, name="hashtag_results"),
    path("studio/hashtags/<int:pk>/preview/", views.hashtag_preview, name="hashtag_preview"),
    path("studio/hashtags/<int:pk>/feature/", views.feature_note, name="feature_note"),
    path("channels/<str:slug>/", views.channel, name="channel"),
    path("studio/channels/", views.desks, name="desks"),
    path("studio/channels/<str:slug>/", views.channel_desk, name="channel_desk"),
    path("studio/channels/<str:slug>/act/", views.editorial_act, name="editorial_act"),
]
event_urls = [
    path("events/", views.events, name="events"),
    path("interests/", views.interests, name="interests"),
    path("interests/mine/", views.my_interests, name="my_interests"),
    path("interests/add/", views.interest_add, name="interest_add"),
    path("interests/reset/", views.interests_reset, name="interests_reset"),
    path("interests/<int:pk>/remove/", views.interest_remove, name="interest_remove"),
    path("settings/personalisation/", views.personalisation, name="personalisation"),
    path("settings/personalisation/erase/", views.learned_erase, name="learned_erase"),
    path("notes/<int:pk>/not-interested/", views.not_interested, name="not_interested"),
    path("hidden/<int:pk>/undo/", views.unhide, name="unhide"),
]
search_urls = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/forget/", views.forget_searches, name="forget_searches"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("tags/<str:slug>/feed/", TagFeed(), name="tag_feed"),
]
note_urls = [
    path("notes/<int:pk>/why/", views.why, name="why"),
    path("notes/<int:pk>/similar/", views.similar, name="similar"),
]

urlpatterns = [*feed_urls, *search_urls, *note_urls, *event_urls]
