from django.urls import include, path

from . import views

own = [
    path("settings/", views.overview, name="settings"),
    path("settings/profile/", views.profile, name="profile"),
    path("settings/addresses/", views.addresses, name="addresses"),
    path("settings/addresses/new/", views.address, name="address_new"),
    path("settings/addresses/<int:pk>/", views.address, name="address"),
    path("settings/addresses/<int:pk>/delete/", views.address_delete, name="address_delete"),
    path("settings/addresses/<int:pk>/default/", views.address_default, name="address_default"),
    path("settings/blocked/", views.blocked, name="blocked"),
    path("settings/hidden/", views.hidden, name="hidden"),
    path("settings/hidden/words/", views.word_add, name="word_add"),
    path("settings/hidden/words/<int:pk>/delete/", views.word_remove, name="word_remove"),
    path("u/<str:handle>/mute/", views.mute, name="mute"),
    path("u/<str:handle>/follow/", views.follow, name="follow"),
    path("u/<str:handle>/block/", views.block, name="block"),
    path("about/terms/", views.terms, name="terms"),
    path("about/privacy/", views.privacy, name="privacy"),
]

# allauth's pages keep their own names (`account_login`, …), so the namespace is for ours alone.
urlpatterns = [
    path("", include((own, "accounts"))),
    path("accounts/", include("allauth.urls")),
]
