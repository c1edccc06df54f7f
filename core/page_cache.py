"""Whole pages for visitors, from the cache: nobody is signed in, so everybody sees the same page.

Only pages whose path matches `ANONYMOUS_PAGE_PATHS` are kept, for `ANONYMOUS_PAGE_SECONDS`, by path,
query, language and fragment; `core.kept.forget_all` makes them all out of date at once. A visitor with a
session is never answered from here, and a page that sets a cookie is never kept.

A page is compressed once and kept so. It holds nothing that is secret, so its length gives nothing away.
"""

import gzip
import re
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from .kept import GENERATION

LEVEL = 6
_gzip = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


def answer(request: HttpRequest, headers: dict[str, str], body: bytes) -> HttpResponse:
    """The compressed page as it is, or unpacked for who does not take it so."""
    takes_gzip = _gzip.search(request.headers.get("Accept-Encoding", "")) is not None
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), headers=headers)
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    return response


class AnonymousPageCache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.paths = re.compile(settings.ANONYMOUS_PAGE_PATHS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.applies_to(request):
            return self.get_response(request)
        key = self.key_of(request)
        found = cache.get_many([GENERATION, key])
        generation = found.get(GENERATION, "")
        if key in found and found[key][0] == generation:
            _generation, headers, body = found[key]
            return answer(request, headers, body)
        response = self.get_response(request)
        if response.status_code != 200 or response.cookies or response.streaming:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        body = gzip.compress(response.content, LEVEL, mtime=0)
        cache.set(key, (generation, headers, body), settings.ANONYMOUS_PAGE_SECONDS)
        return answer(request, headers, body)

    def applies_to(self, request: HttpRequest) -> bool:
        return (
            request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and self.paths.fullmatch(request.path) is not None
            and len(request.META.get("QUERY_STRING", "")) < 300
        )

    @staticmethod
    def key_of(request: HttpRequest) -> str:
        parts = (
            request.get_host(),
            request.get_full_path(),
            get_language_from_request(request),
            request.headers.get("HX-Request", ""),
            request.headers.get("HX-Target", ""),
            request.COOKIES.get("theme", "")[:5],
        )
        return "page:gzip:" + sha256("\n".join(parts).encode()).hexdigest()
