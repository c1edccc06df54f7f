"""No address with a NUL in it is an error of ours."""

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests import make


def patterns(resolver=None, before=""):
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern):
            yield route


def addresses():
    """Every address of ours that takes a text or a slug, with a NUL there."""
    for route in patterns():
        if "<" in route and "(" not in route and not route.startswith("admin/"):
            parts = [
                "%00"
                if "str:" in part or "slug:" in part or (part.startswith("<") and ":" not in part)
                else part
                for part in route.split("/")
            ]
            if "%00" in parts:
                yield "/" + "/".join("1" if part.startswith("<") else part for part in parts)


@pytest.mark.django_db
def test_a_path_leads_nowhere(client_of, operator):
    browser = client_of(operator)
    tried = list(addresses())
    assert len(tried) > 15
    for address in tried:
        assert browser.get(address).status_code in (404, 405), address


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/mall/?brand=%00", "/mall/?category=%00", "/api/v1/tags/?kind=%00", "/api/v1/products/?brand=%00"],
)
def test_a_parameter_loses_it(client, address):
    make.product()
    assert client.get(address).status_code in (200, 400)
