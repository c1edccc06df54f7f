"""Sign-up, sign-in and reset through the pages: what they keep, what they refuse, what they give away."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from accounts import actions, handles, mailing, tasks
from accounts.adapter import household
from accounts.consents import DOCUMENTS
from accounts.models import Consent, OutgoingMail, User
from xhs import settings as product

PASSWORD = "Osmanthus-tea-42"
EMAIL = "lin.xia@example.com"


@pytest.fixture
def limits(settings):
    """The limits of the product, which the suite is otherwise without."""
    settings.ACCOUNT_RATE_LIMITS = product.ACCOUNT_RATE_LIMITS
    settings.AXES_ENABLED = True


@pytest.fixture
def lin(db):
    return actions.create_member(handle="linxia", email=EMAIL, password=PASSWORD)


def sign_up(client, **fields):
    data = {"email": EMAIL, "password1": PASSWORD, "consent": "on"} | fields
    return client.post(
        reverse("account_signup"), {key: value for key, value in data.items() if value is not None}
    )


def sign_in(client, email=EMAIL, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def without_what_varies(answer) -> str:
    """The page without CSRF tokens and without what the person typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@example\.com", "EMAIL", text)


@pytest.mark.django_db
def test_signing_up_makes_a_member_with_consent_and_a_handle_that_says_nothing(client):
    assert sign_up(client).url == "/interests/"
    assert signed_in(client)
    user = User.objects.get()
    assert user.email == EMAIL
    assert user.check_password(PASSWORD)
    assert re.fullmatch(r"[a-z]+\d{4}", user.handle)
    assert not set(re.split(r"[.@]", EMAIL)) & {user.handle, user.name}
    assert dict(Consent.objects.filter(user=user).values_list("document", "version")) == DOCUMENTS


@pytest.mark.django_db
def test_a_chosen_handle_is_kept(client):
    sign_up(client, handle="Lin.Xia")
    assert User.objects.get().handle == "lin.xia"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consent", None),
        ("email", "no-address"),
        ("password1", "password123"),
        ("password1", "short1"),
        ("password1", "9182736450"),
        ("password1", EMAIL),
        ("handle", "official"),
        ("handle", "hong.jian"),
        ("handle", "ab"),
        ("handle", "<script>"),
        ("handle", "linxia"),
    ],
)
def test_a_sign_up_that_is_not_right_makes_nobody(client, db, field, value):
    actions.create_member(handle="linxia", email="other@example.com", password=None)
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 200
    assert User.objects.count() == 1
    assert not Consent.objects.exists()
    assert not signed_in(client)
    if field != "email":
        assert EMAIL in answer.content.decode()


@pytest.mark.django_db
def test_mail_that_cannot_be_sent_does_not_fail_a_sign_up(client, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert sign_up(client).status_code == 302
    assert User.objects.filter(email=EMAIL).exists()


def test_sign_in_by_email_in_any_case_and_out_again(client, lin):
    assert sign_in(client, email=EMAIL.upper()).url == project.LOGIN_REDIRECT_URL
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_signing_in_changes_the_session_key(client, lin):
    client.get(reverse("account_login"))
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies[project.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_to_our_own_pages_only(client, lin, target):
    answer = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD, "next": target})
    assert answer.url == project.LOGIN_REDIRECT_URL


def test_a_wrong_password_and_an_unknown_address_get_the_same_reply(client, lin):
    known = sign_in(client, password="wrong-wrong-1")
    unknown = sign_in(client, email="nobody@example.com", password="wrong-wrong-1")
    assert known.status_code == unknown.status_code == 200
    assert without_what_varies(known) == without_what_varies(unknown)


def test_a_shut_out_member_is_told_so_only_with_the_right_password(client, lin):
    unknown = sign_in(client, email="nobody@example.com", password="wrong-wrong-1")
    actions.set_active(user_ids=[lin.pk], on=False)
    wrong = sign_in(client, password="wrong-wrong-1")
    assert without_what_varies(wrong) == without_what_varies(unknown)
    assert sign_in(client).url == reverse("account_inactive")
    assert not signed_in(client)


def test_reset_says_the_same_for_known_and_unknown_and_mails_both(client, lin, mailoutbox, run_tasks):
    page = reverse("account_reset_password")
    answers = []
    for email in (EMAIL, "nobody@example.com"):
        with run_tasks():
            answers.append(client.post(page, {"email": email}, follow=True))
    assert [a.redirect_chain for a in answers][0] == [a.redirect_chain for a in answers][1]
    assert without_what_varies(answers[0]) == without_what_varies(answers[1])
    assert [message.to for message in mailoutbox] == [[EMAIL], ["nobody@example.com"]]
    assert "/password/reset/key/" in mailoutbox[0].body
    assert "/password/reset/key/" not in mailoutbox[1].body


def test_sign_up_with_a_known_address_looks_like_any_other_where_mail_is_verified(
    client, lin, settings, mailoutbox, run_tasks
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answers = []
    for email in (EMAIL, "new@example.com"):
        with run_tasks():
            answers.append(
                client.post(
                    reverse("account_signup"), {"email": email, "password1": PASSWORD, "consent": "on"}
                )
            )
    assert answers[0].url == answers[1].url == reverse("account_email_verification_sent")
    assert not signed_in(client)
    assert len(mailoutbox) == 2
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_password_is_reset_once_through_the_mailed_link(client, lin, mailoutbox, run_tasks):
    with run_tasks():
        client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = re.search(r"https?://\S+/password/reset/key/\S+", mailoutbox[0].body)[0]
    path = "/" + link.split("/", 3)[3]
    form = client.get(path).url
    new = "Chrysanthemum-42"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    lin.refresh_from_db()
    assert lin.check_password(new)

    client.logout()
    answer = client.get(path, follow=True)
    assert "password1" not in answer.content.decode()


def test_ten_wrong_passwords_shut_out_that_address_and_account_only(client, lin, limits):
    for _n in range(10):
        answer = sign_in(client, password="wrong-wrong-1")
    assert answer.status_code == 429
    assert sign_in(client).status_code == 429
    assert not signed_in(client)
    assert sign_in(client, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert not AccessAttempt.objects.exclude(username=EMAIL).exists()


def test_one_address_may_try_25_times_in_five_minutes(client, lin, limits):
    answers = [sign_in(client, email=f"n{n}@example.com", password="wrong").status_code for n in range(26)]
    assert answers[:25] == [200] * 25
    assert answers[25] == 429


def test_an_account_may_be_tried_25_times_an_hour_from_wherever(client, lin, limits):
    for n in range(25):
        sign_in(client, password="wrong", REMOTE_ADDR=f"203.0.113.{n}")
    sign_in(client, REMOTE_ADDR="203.0.113.100")
    assert not signed_in(client)


def test_a_forged_forwarding_header_changes_nothing(client, lin, limits):
    for n in range(26):
        answer = sign_in(client, email=f"n{n}@example.com", headers={"X-Forwarded-For": f"203.0.113.{n}"})
    assert answer.status_code == 429


def test_ipv6_callers_are_counted_by_household():
    assert household("2001:db8:1:2:aaaa::1") == household("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::"
    assert household("::ffff:203.0.113.9") == "203.0.113.9"
    assert household("203.0.113.9") == "203.0.113.9"


def test_a_second_factor_is_asked_for_and_its_secret_is_encrypted(client, lin):
    secret = generate_totp_secret()
    TOTP.activate(lin, secret)
    assert secret not in str(Authenticator.objects.get().data)

    answer = sign_in(client)
    assert answer.url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post(answer.url, {"code": f"{hotp_value(secret, counter):06}"})
    assert signed_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "usersessions_list",
        "account_logout",
    ],
)
def test_account_pages_open_for_members_only(client, lin, name):
    page = reverse(name)
    if name != "account_logout":
        assert client.get(page).url.startswith(reverse("account_login"))
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    with zeal_ignore():  # allauth looks at the listed sessions one by one
        assert client.get(page).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "accounts:terms", "accounts:privacy"],
)
def test_entrance_pages_open_for_visitors(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_sessions_are_listed_and_can_be_ended(client, lin):
    other = Client()
    sign_in(client)
    sign_in(other)
    page = reverse("usersessions_list")
    with zeal_ignore():  # allauth looks at the listed sessions one by one
        assert client.get(page).content.decode().count("127.0.0.1") == 2
        client.post(page)
    assert signed_in(client)
    assert other.get(reverse("accounts:settings")).status_code == 302


def test_suggested_handles_are_valid_and_never_reserved():
    for _n in range(200):
        handle = handles.suggest()
        assert re.fullmatch(r"[a-z0-9]{3,30}", handle)
        assert not handles.is_reserved(handle)


class TestWithoutTheCache:
    """Redis is away: everybody gets in and out, and wrong passwords are still counted, in the database."""

    @pytest.fixture(autouse=True)
    def _away(self, limits, settings):
        settings.CACHES = {
            "default": {**product.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0", "OPTIONS": {}}
        }

    @pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
    def test_pages_open(self, client, db, name):
        assert client.get(reverse(name)).status_code == 200

    @pytest.mark.django_db
    def test_up_out_and_in_again(self, client):
        assert sign_up(client).status_code == 302
        with zeal_ignore():  # without the cache the session is read once more
            assert client.post(reverse("account_logout")).status_code == 302
        assert not signed_in(client)
        assert sign_in(client).status_code == 302
        assert signed_in(client)
        assert client.get(reverse("account_change_password")).status_code in (200, 302)

    def test_reset(self, client, lin, mailoutbox, run_tasks):
        with run_tasks():
            answer = client.post(reverse("account_reset_password"), {"email": EMAIL})
        assert answer.status_code == 302
        assert len(mailoutbox) == 1

    def test_wrong_passwords_lock_out_all_the_same(self, client, lin):
        codes = [
            sign_in(client, password="wrong").status_code for _n in range(product.AXES_FAILURE_LIMIT + 1)
        ]
        assert codes[0] == 200
        assert codes[-1] == 429


class TestMail:
    """What is to be mailed is a row until a mail server has it."""

    @pytest.fixture
    def mail(self, db):
        return mailing.post(
            to=EMAIL, subject="Hello", text="https://example.org/key/secret", html="<p>key</p>"
        )

    def test_it_waits_for_the_sweep_when_the_queue_lost_it(self, mail, mailoutbox, run_tasks):
        with run_tasks():
            tasks.sweep()
        assert [(message.to, message.subject) for message in mailoutbox] == [([EMAIL], "Hello")]
        assert mailoutbox[0].alternatives[0].content == "<p>key</p>"
        assert not OutgoingMail.objects.exists()
        with run_tasks():
            tasks.sweep()
        assert len(mailoutbox) == 1

    def test_a_mail_server_that_is_away_is_tried_again_later(self, mail, mailoutbox, settings, run_tasks):
        working = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with pytest.raises(OSError):
            mailing.send(mail.pk)
        settings.EMAIL_BACKEND = working
        assert not mailing.send(mail.pk)
        OutgoingMail.objects.update(due_at=timezone.now())
        assert mailing.send(mail.pk)
        assert len(mailoutbox) == 1

    def test_its_links_cannot_be_read_in_the_database(self, mail):
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(m)::text FROM accounts_outgoingmail m")
            (row,) = cursor.fetchone()
        assert not [word for word in (EMAIL, "secret", "<p>") if word in row]

    def test_nobody_takes_it_for_a_day(self, mail, mailoutbox, run_tasks):
        OutgoingMail.objects.update(made_at=timezone.now() - mailing.GIVEN_UP_AFTER)
        with run_tasks():
            tasks.sweep()
        assert not mailoutbox
        assert not OutgoingMail.objects.exists()
