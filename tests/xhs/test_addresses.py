import pytest

from xhs.addresses import database, mail


def test_a_database_address_becomes_djangos_settings():
    found = database("postgres://lin:p%40ss@db.example:5433/hongjian", conn_max_age=9)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "hongjian")
    assert (found["USER"], found["PASSWORD"], found["CONN_MAX_AGE"]) == ("lin", "p@ss", 9)
    assert found["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite:///x.db", "mysql://u:p@h/x", "postgres://u:p@h:port/x", "://"]
)
def test_what_is_no_postgresql_is_said_in_a_sentence(url):
    with pytest.raises(
        ValueError, match=r"^DATABASE_URL is not an address of a PostgreSQL database: [^\n]+$"
    ):
        database(url)


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://relay.example", 25, set()),
        ("smtp://relay.example:2525", 2525, set()),
        ("submission://relay.example", 587, {"EMAIL_USE_TLS"}),
        ("smtps://relay.example", 465, {"EMAIL_USE_SSL"}),
    ],
)
def test_a_mail_address_says_port_and_encryption(url, port, encryption):
    found = mail(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("relay.example", port)
    assert {name for name in found if name.startswith("EMAIL_USE_")} == encryption


def test_a_mail_address_carries_user_and_password():
    found = mail("submission://lin%40example.org:p%2Fw@relay.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("lin@example.org", "p/w")


@pytest.mark.parametrize("url", ["relay.example", "http://relay.example", "smtp://", "smtp://h:port"])
def test_what_is_no_mail_server_is_said_in_a_sentence(url):
    with pytest.raises(ValueError, match=r"^EMAIL_URL is not an address of a mail server: [^\n]+$"):
        mail(url)
