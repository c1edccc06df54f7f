from django.urls import path

from . import views
from .rss import ProfileFeed

app_name = "notes"

note_urls = [
    path("notes/new/", views.new, name="new"),
    path("notes/uploads/", views.upload, name="upload"),
    path("notes/uploads/<int:pk>/", views.upload_one, name="upload_one"),
    path("notes/uploads/<int:pk>/whole/", views.upload_whole, name="upload_whole"),
    path("notes/uploads/<int:pk>/delete/", views.upload_delete, name="upload_delete"),
    path("notes/videos/", views.upload_video, name="upload_video"),
    path("notes/videos/<int:pk>/", views.video_one, name="video_one"),
    path("notes/videos/<int:pk>/delete/", views.video_delete, name="video_delete"),
    path("notes/<int:pk>/captions.vtt", views.captions, name="captions"),
    path("notes/draft/", views.autosave, name="autosave"),
    path("notes/suggest-tags/", views.suggest_tags, name="suggest_tags"),
    path("notes/complete/", views.complete, name="complete"),
    path("notes/products/", views.find_products, name="find_products"),
    path("notes/places/", views.find_places, name="find_places"),
    path("notes/mine/", views.mine, name="mine"),
    path("notes/<int:pk>/", views.detail, name="detail"),
    path("notes/<int:pk>/edit/", views.edit, name="edit"),
    path("notes/<int:pk>/delete/", views.delete, name="delete"),
    path("notes/<int:pk>/status/", views.status, name="status"),
    path("notes/<int:pk>/history/", views.versions, name="history"),
    path("notes/<int:pk>/visibility/", views.set_visibility, name="set_visibility"),
    path("notes/<int:pk>/unschedule/", views.unschedule, name="unschedule"),
    path("notes/<int:pk>/like/", views.set_like, name="like"),
    path("notes/<int:pk>/bookmark/", views.set_bookmark, name="bookmark"),
    path("notes/<int:pk>/report/", views.report, name="report"),
]
comment_urls = [
    path("notes/<int:pk>/comments/", views.comments, name="comments"),
    path("notes/<int:pk>/comments/new/", views.new_comments, name="new_comments"),
    path("notes/<int:pk>/comment/", views.comment, name="comment"),
    path("notes/<int:pk>/comments-from/", views.comments_from, name="comments_from"),
    path("comments/<int:pk>/answers/", views.answers, name="answers"),
    path("comments/<int:pk>/picture/", views.comment_picture, name="comment_picture"),
    path("comments/<int:pk>/like/", views.like_comment, name="like_comment"),
    path("comments/<int:pk>/pin/", views.pin_comment, name="pin_comment"),
    path("comments/<int:pk>/delete/", views.delete_comment, name="delete_comment"),
    path("comments/<int:pk>/report/", views.report_comment, name="report_comment"),
]
share_urls = [
    path("notes/<int:pk>/share/", views.share, name="share"),
    path("notes/<int:pk>/shared/", views.shared, name="shared"),
    path("notes/<int:pk>/card.jpg", views.card, name="card"),
    path("s/<slug:code>/", views.short, name="short"),
    path("oembed/", views.oembed, name="oembed"),
]
board_urls = [
    path("notes/<int:pk>/boards/", views.choose_board, name="choose_board"),
    path("boards/", views.boards, name="boards"),
    path("boards/new/", views.new_board, name="new_board"),
    path("boards/default/", views.default_board, name="default_board"),
    path("boards/items/", views.change_items, name="change_items"),
    path("boards/items/<int:pk>/place/", views.place_item, name="place_item"),
    path("boards/<int:pk>/", views.board, name="board"),
    path("boards/<int:pk>/edit/", views.edit_board, name="edit_board"),
    path("boards/<int:pk>/delete/", views.delete_board, name="delete_board"),
    path("boards/default/export.<slug:kind>", views.export_board, name="export_default"),
    path("boards/<int:pk>/export.<slug:kind>", views.export_board, name="export_board"),
]
series_urls = [
    path("notes/<int:pk>/series/", views.choose_series, name="choose_series"),
    path("notes/<int:pk>/series/place/", views.place_in_series, name="place_in_series"),
    path("notes/<int:pk>/pin/", views.set_pin, name="pin"),
    path("series/new/", views.edit_series, name="new_series"),
    path("series/<int:pk>/", views.series, name="series"),
    path("series/<int:pk>/edit/", views.edit_series, name="edit_series"),
    path("series/<int:pk>/notes/", views.fill_series, name="fill_series"),
    path("series/<int:pk>/delete/", views.delete_series, name="delete_series"),
]
people_urls = [
    path("u/<str:handle>/", views.profile, name="profile"),
    path("u/<str:handle>/followers/", views.followers, name="followers"),
    path("u/<str:handle>/following/", views.following, name="following"),
    path("u/<str:handle>/feed/", ProfileFeed(), name="profile_feed"),
]
product_urls = [
    path("mall/products/<int:pk>/notes/", views.of_product, name="of_product"),
]

urlpatterns = note_urls + comment_urls + share_urls + board_urls + series_urls + people_urls + product_urls
