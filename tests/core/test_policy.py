"""The content security policy stands on every answer; who changes it changes only their own."""

import pytest
from csp.constants import HEADER
from csp.utils import build_policy

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/accounts/login/", "/api/v1/notes/"])
def test_pages_carry_the_policy_of_the_settings(client, path):
    assert client.get(path)[HEADER] == build_policy()
    assert "unsafe-eval" not in build_policy()


def test_a_kept_page_carries_it_too(client, settings):
    settings.ANONYMOUS_PAGE_SECONDS = 60
    make.note()
    assert [client.get("/")[HEADER] for _twice in range(2)] == [build_policy()] * 2


def test_the_admin_adds_to_it_and_to_no_other_page(client, client_of, admin_user):
    page = client_of(admin_user).get("/admin/")
    assert page.status_code == 200
    assert "'unsafe-eval'" in page[HEADER]
    assert client.get("/")[HEADER] == build_policy()
