"""Where browsers tell what was seen, opened and read (`static/js/events.js`)."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from core.errors import DomainError

from ..events import told


@require_POST
@csrf_exempt
def events(request: HttpRequest) -> HttpResponse:
    """A batch as `navigator.sendBeacon` sends it: a form with the field `events`.

    Pages of visitors are kept whole and hold no token, so a visitor's batch only has to come from our own
    pages; a member's must bear the token of their session as well.
    """
    if not _from_our_pages(request):
        return HttpResponse(status=403)
    if _length(request) > told.MOST_BYTES:
        return HttpResponse(status=413)
    return _members(request) if request.user.is_authenticated else _take(request)


@csrf_protect
def _members(request: HttpRequest) -> HttpResponse:
    return _take(request)


def _take(request: HttpRequest) -> HttpResponse:
    try:
        told.tell(request, told.parse(request.POST.get("events", "")))
    except DomainError as error:
        return JsonResponse({"code": error.code}, status=error.status)
    return HttpResponse(status=204)


def _from_our_pages(request: HttpRequest) -> bool:
    """Browsers say with every POST from where it comes, and scripts cannot change that."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdigit() else told.MOST_BYTES + 1
