"""What every API answer shares: RFC 9457 problem details for errors, keyset pages for lists."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from .errors import DomainError
from .pagination import Page, keyset_page

TYPE = "application/problem+json"


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of a view into `application/problem+json`; None lets Django answer 500."""
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(getattr(error, "message_dict", None) or error.messages)
    if isinstance(error, DomainError):
        return _problem(error.status, str(error), code=error.code)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    if isinstance(error, exceptions.ValidationError):
        return _problem(400, _("Some fields are not right."), code="invalid", errors=error.detail)
    headers = {name: value for name, value in response.items() if name != "Content-Type"}
    return _problem(response.status_code, str(error.detail), code=error.default_code, headers=headers)


def _problem(
    status_code: int, detail: str, *, code: str, errors: Any = None, headers: Any = None
) -> Response:
    title = {400: _("Bad request"), 401: _("Sign in first"), 403: _("Not allowed"), 404: _("Not found")}
    body = {
        "type": "about:blank",
        "title": str(title.get(status_code) or detail),
        "status": status_code,
        "detail": detail,
        "code": code,
    }
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=status_code, headers=headers, content_type=TYPE)


class KeysetPagination(BasePagination):
    """`{"results": […], "next": cursor or null}`, the next page asked for with `?after=`.

    A view (or the generic list view through `order`, field names whose last is unique) names the order.
    """

    def paginate_queryset(self, queryset, request, view=None):
        self.page = keyset_page(queryset, view.order, request.query_params.get("after", ""))
        return self.page.rows

    def get_paginated_response(self, data):
        return Response({"results": data, "next": self.page.after or None})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {"type": "string", "nullable": True, "description": "Cursor for ?after="},
            },
        }

    def get_schema_operation_parameters(self, view):
        return [{"name": "after", "in": "query", "required": False, "schema": {"type": "string"}}]


def page_response(page: Page, serializer_class, **context: Any) -> Response:
    """One keyset page through a serializer."""
    rows = serializer_class(page.rows, many=True, context=context).data
    return Response({"results": rows, "next": page.after or None})
