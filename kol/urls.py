from django.urls import path

from . import views

app_name = "kol"
urlpatterns = [
    path("kol/", views.home, name="home"),
    path("kol/apply/", views.apply, name="apply"),
]
