from django.urls import path

from . import views
from .rss import ProfileFeed

app_name = "notes"

note_urls = [
    path("notes/new/", views.new, name="new"),
    path("notes/uploads/", views.upload, name="upload"),
    path("notes/mine/", views.mine, name="mine"),
    path("notes/<int:pk>/", views.detail, name="detail"),
    path("notes/<int:pk>/edit/", views.edit, name="edit"),
    path("notes/<int:pk>/delete/", views.delete, name="delete"),
    path("notes/<int:pk>/like/", views.set_like, name="like"),
    path("notes/<int:pk>/bookmark/", views.set_bookmark, name="bookmark"),
    path("notes/<int:pk>/report/", views.report, name="report"),
]
comment_urls = [
    path("notes/<int:pk>/comments/", views.comments, name="comments"),
    path("notes/<int:pk>/comment/", views.comment, name="comment"),
    path("comments/<int:pk>/delete/", views.delete_comment, name="delete_comment"),
]
share_urls = [
    path("notes/<int:pk>/share/", views.share, name="share"),
    path("notes/<int:pk>/shared/", views.shared, name="shared"),
    path("notes/<int:pk>/card.jpg", views.card, name="card"),
    path("s/<slug:code>/", views.short, name="short"),
    path("oembed/", views.oembed, name="oembed"),
]
people_urls = [
    path("u/<str:handle>/", views.profile, name="profile"),
    path("u/<str:handle>/feed/", ProfileFeed(), name="profile_feed"),
]
product_urls = [
    path("mall/products/<int:pk>/notes/", views.of_product, name="of_product"),
]

urlpatterns = note_urls + comment_urls + share_urls + people_urls + product_urls
