from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.api import api_urls as accounts_api
from commerce.api import api_urls as commerce_api
from inbox.api import api_urls as inbox_api
from notes.api import api_urls as notes_api
from recommend.api import api_urls as recommend_api

from . import crawlers, health, media, pages

api_urls = [
    *accounts_api,
    *notes_api,
    *commerce_api,
    *inbox_api,
    *recommend_api,
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]

urlpatterns = [
    path("", include("recommend.urls")),
    path("", include("notes.urls")),
    path("", include("commerce.urls")),
    path("", include("inbox.urls")),
    path("", include("accounts.urls")),
    path("", include("kol.urls")),
    path("", include(health.urlpatterns)),
    path("", include(crawlers.urlpatterns)),
    path("more/", pages.more, name="more"),
    path("language/", set_language, name="set_language"),
    path("media/<path:name>", media.serve, name="media"),
    path("api/v1/", include((api_urls, "api"))),
    path("admin/", admin.site.urls),
]

handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
