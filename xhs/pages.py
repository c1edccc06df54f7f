"""Pages that belong to no app: more, and the error pages."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

log = logging.getLogger(__name__)


def more(request: HttpRequest) -> HttpResponse:
    return render(request, "more.html")


def _error(request: HttpRequest, status: int, title: str, template: str = "") -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return HttpResponse(render_to_string(template or f"core/{status}.html", request=request), status=status)


@requires_csrf_token
def forbidden(request, exception=None):
    return _error(request, 403, "Forbidden")


@requires_csrf_token
def not_found(request, exception=None):
    return _error(request, 404, "Not found")


class OutageMiddleware:
    """While PostgreSQL is away or just back, a request is answered 503 with `Retry-After`, not 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.error("the database did not answer: %s", exception)
        connection.close()
        response = _error(request, 503, "Service unavailable", "core/500.html")
        response["Retry-After"] = "3"
        return response


@requires_csrf_token
def server_error(request):
    return _error(request, 500, "Server error")
