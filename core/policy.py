"""The content security policy of all pages, made once instead of twice for each answer."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """A view that changes the policy, and a page with a nonce, get their own as ever."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        changed = hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response))
        if changed or not _is_plain():
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual())
        return response


@cache
def _usual() -> str:
    return build_policy()


@cache
def _is_plain() -> bool:
    """Nothing but directives is set, so that every page gets the same."""
    policy = getattr(settings, "CONTENT_SECURITY_POLICY", None) or {}
    only_told = getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
    return not settings.DEBUG and not only_told and set(policy) == {"DIRECTIVES"}
