"""Pages that belong to no app: more, and the error pages."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token


def more(request: HttpRequest) -> HttpResponse:
    return render(request, "more.html")


def _error(request: HttpRequest, status: int, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return render(request, f"core/{status}.html", status=status)


@requires_csrf_token
def forbidden(request, exception=None):
    return _error(request, 403, "Forbidden")


@requires_csrf_token
def not_found(request, exception=None):
    return _error(request, 404, "Not found")


@requires_csrf_token
def server_error(request):
    return _error(request, 500, "Server error")
