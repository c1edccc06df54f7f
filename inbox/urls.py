from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("inbox/", views.notices, name="list"),
    path("inbox/read/", views.read_all, name="read"),
]
