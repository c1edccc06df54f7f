"""Whole pages for visitors, from the cache: nobody is signed in, so everybody sees the same page.

The middleware keeps pages whose path matches `ANONYMOUS_PAGE_PATHS`; a view that knows more about its page
uses `find` and `keep` itself. Pages usually stay for `ANONYMOUS_PAGE_SECONDS` (0: none is kept), by path,
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


def find(request: HttpRequest, also: str = "") -> HttpResponse | None:
    """The page kept for a request like this; `also` names what else it depends on."""
    if not _is_for_all(request):
        return None
    key = key_of(request, also)
    found = cache.get_many([GENERATION, key])
    generation = request.kept_generation = found.get(GENERATION, "")  # type: ignore[attr-defined]
    if key not in found or found[key][0] != generation:
        return None
    _generation, headers, body = found[key]
    return _answer(request, headers, body)


def keep(
    request: HttpRequest, response: HttpResponse, also: str = "", seconds: float | None = None
) -> HttpResponse:
    """Keep the page that was made after `find` found none, if all may see it; returns what to answer.

    `seconds`: how long; usually `ANONYMOUS_PAGE_SECONDS`.
    """
    generation = getattr(request, "kept_generation", None)
    if generation is None or response.status_code != 200 or response.cookies or response.streaming:
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    body = gzip.compress(response.content, LEVEL, mtime=0)
    seconds = settings.ANONYMOUS_PAGE_SECONDS if seconds is None else seconds
    cache.set(key_of(request, also), (generation, headers, body), seconds)
    return _answer(request, headers, body)


class AnonymousPageCache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.paths = re.compile(settings.ANONYMOUS_PAGE_PATHS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.paths.fullmatch(request.path) is None:
            return self.get_response(request)
        return find(request) or keep(request, self.get_response(request))


def _is_for_all(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.ANONYMOUS_PAGE_SECONDS > 0
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and len(request.META.get("QUERY_STRING", "")) < 300
    )


def _answer(request: HttpRequest, headers: dict[str, str], body: bytes) -> HttpResponse:
    """The compressed page as it is, or unpacked for who does not take it so."""
    takes_gzip = _gzip.search(request.headers.get("Accept-Encoding", "")) is not None
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), headers=headers)
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    return response


def key_of(request: HttpRequest, also: str = "") -> str:
    parts = (
        request.get_host(),
        request.get_full_path(),
        get_language_from_request(request),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
        request.COOKIES.get("theme", "")[:5],
        also,
    )
    return "page:gzip:" + sha256("\n".join(parts).encode()).hexdigest()
