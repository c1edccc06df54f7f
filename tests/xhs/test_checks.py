import pytest
from django.conf import settings

from xhs import checks


def found(settings, *, deploy=False, **changes) -> set[str]:
    for name, value in changes.items():
        setattr(settings, name, value)
    run = checks.warn_before_deploy if deploy else checks.refuse_dangerous_settings
    return {message.id for message in run(None)}


PUBLIC = {
    "SITE_URL": "https://example.org",
    "ALLOWED_HOSTS": ["example.org"],
    "SANDBOX_PAYMENT_ALLOWED": True,
    "STAFF_MFA_REQUIRED": True,
}


def test_a_public_site_and_a_laptop_are_both_fine(settings):
    assert found(settings, SITE_URL="http://127.0.0.1:8000", ALLOWED_HOSTS=["127.0.0.1"], DEBUG=True) == set()
    assert found(settings, DEBUG=False, **PUBLIC) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"DEBUG": True}, "xhs.E001"),
        ({"DEBUG": True, "SITE_URL": "http://10.0.0.5:8000", "ALLOWED_HOSTS": ["10.0.0.5"]}, "xhs.E001"),
        ({"SANDBOX_PAYMENT_ALLOWED": False}, "xhs.E002"),
        ({"PAYMENT_PROVIDER": "nobody"}, "xhs.E005"),
        ({"STAFF_MFA_REQUIRED": False}, "xhs.E003"),
        ({"PERSONAL_DATA_KEYS": ["short"]}, "xhs.E004"),
        ({"PERSONAL_DATA_KEYS": [*settings.PERSONAL_DATA_KEYS, "鑰匙"]}, "xhs.E004"),
    ],
)
def test_a_dangerous_combination_is_refused(settings, change, code):
    assert found(settings, **{**PUBLIC, "DEBUG": False, **change}) == {code}


def test_before_deploy_it_warns_of_what_one_machine_may_have(settings):
    one = {"SECRETS_IN_VAR": ["SECRET_KEY"], "EMBEDDED_POSTGRES": True, "SECURE_PROXY_SSL_HEADER": None}
    assert found(settings, deploy=True, **PUBLIC, **one) == {"xhs.W001", "xhs.W002", "xhs.W003"}
    many = {"SECRETS_IN_VAR": [], "EMBEDDED_POSTGRES": False, "EMBEDDED_VALKEY": False}
    proxied = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}
    assert found(settings, deploy=True, **PUBLIC, **many, **proxied) == set()
