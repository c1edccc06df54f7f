"""Make redirects work for htmx: a fragment request that would be redirected navigates the page instead."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers


class HtmxRedirectMiddleware:
    """A 302 to a fragment request becomes `HX-Redirect`; sign-in leads back to the same page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page and its fragment share an address: no cache may give one for the other.
        patch_vary_headers(response, ("HX-Request", "HX-Target"))
        if "HX-Request" not in request.headers or response.status_code not in (301, 302, 303):
            return response
        target = response["Location"]
        parts = urlsplit(target)
        if parts.path == resolve_url(settings.LOGIN_URL) and "next" in parse_qs(parts.query):
            page = urlsplit(request.headers.get("HX-Current-URL", "/"))
            here = urlunsplit(("", "", page.path or "/", page.query, ""))
            target = urlunsplit(("", "", parts.path, urlencode({"next": here}), ""))
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = target
        answer.cookies = response.cookies
        return answer
