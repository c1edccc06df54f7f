"""Refusals of the small JSON answers that the posting page asks for: RFC 9457 problem details."""

from functools import wraps

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.ratelimit import limit


def problem(
    status: int, detail: str, code: str = "invalid", title: str = "", more: dict | None = None
) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": title or _("Not possible"),
        "status": status,
        "detail": detail,
        "code": code,
        **(more or {}),
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def answering(name: str, most: int, seconds: int):
    """A view that answers JSON, at most `most` times in `seconds` a member; refusals are problem details."""

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if not limit(f"{name}:{request.user.pk}", most, seconds):
                return problem(429, _("Too much at once. Wait a little and try again."), "too_fast")
            try:
                return view(request, *args, **kwargs)
            except DomainError as error:
                return problem(error.status, str(error), error.code)
            except Http404:
                return problem(404, _("It is not there any more."), "not_found")

        return answer

    return decorate
