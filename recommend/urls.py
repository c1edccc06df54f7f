from django.urls import path

from . import views
from .rss import TagFeed

app_name = "recommend"

feed_urls = [
    path("", views.discover, name="discover"),
    path("following/", views.following, name="following"),
    path("people/", views.people, name="people"),
]
search_urls = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("tags/<str:slug>/feed/", TagFeed(), name="tag_feed"),
]
note_urls = [path("notes/<int:pk>/similar/", views.similar, name="similar")]

urlpatterns = [*feed_urls, *search_urls, *note_urls]
