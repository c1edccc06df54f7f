"""What members chose to be told, the e-mails with what is new, and push messages to browsers."""

import base64
import hashlib
import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.utils import timezone

from inbox import digests, pushing, tasks
from inbox.actions import choose, notify
from inbox.models import Choices, Digest, Notification, PushSubscription
from inbox.registry import Group
from tests import make

pytestmark = pytest.mark.django_db


def told(member, kind="like", **more):
    fields = {"url": "/notes/1/", "title": "Rain", **more}
    return notify(recipient_id=member.pk, kind=kind, actor_id=make.user(name="Mei").pk, **fields)


class TestChoices:
    address = "/inbox/choices/"

    def test_a_group_switched_off_is_not_told(self, client_of, member):
        answer = client_of(member).post(self.address, {"inbox": ["comments"], "digest": "never"})
        assert answer.status_code == 302
        assert not told(member)
        assert told(member, "comment", text="hi")

    def test_orders_and_decisions_cannot_be_switched_off(self, client_of, member):
        client_of(member).post(self.address, {"digest": "never"})
        assert notify(recipient_id=member.pk, kind="report_decided", kept=True)

    def test_nonsense_is_refused(self, client_of, member):
        assert client_of(member).post(self.address, {"digest": "hourly"}).status_code == 422
        assert client_of(member).post(self.address, {"inbox": ["x"], "digest": "daily"}).status_code == 422
        assert not Choices.objects.exists()

    def test_visitors_sign_in_and_push_is_hidden_without_a_key(self, client, client_of, member):
        assert client.get(self.address).status_code == 302
        page = client_of(member).get(self.address).content.decode()
        assert "Push" not in page
        assert "push.js" not in page


@pytest.fixture
def reader(member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    choose(user=member, wanted={"inbox": Group.values, "mail": Group.values}, digest="daily", language="en")
    return member


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(digests, "HOUR", 0)


@pytest.mark.usefixtures("at_noon")
class TestDigest:
    def send(self, run_tasks):
        with run_tasks():
            tasks.send_digests()
        return mail.outbox

    def test_is_sent_once_with_what_is_unread(self, reader, run_tasks):
        told(reader)
        for _again in range(2):
            self.send(run_tasks)
        (message,) = mail.outbox
        assert message.to == [reader.email]
        assert "Mei liked your note “Rain”" in message.body
        assert "liked your note" in message.alternatives[0][0]
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert Digest.objects.get().number == 1

    def test_is_written_in_the_members_language(self, reader, run_tasks):
        Choices.objects.update(language="zh-hans")
        told(reader)
        assert "赞了你的笔记" in self.send(run_tasks)[0].body

    def test_nothing_unread_or_not_wanted_is_no_mail(self, reader, run_tasks):
        assert self.send(run_tasks) == []
        told(reader)
        Choices.objects.update(off_mail=["likes"])
        assert self.send(run_tasks) == []
        Choices.objects.update(off_mail=[], digest="never")
        assert self.send(run_tasks) == []

    def test_weekly_waits_a_week(self, reader, run_tasks):
        Choices.objects.update(digest="weekly")
        told(reader)
        Digest.objects.create(user=reader, day=timezone.localdate() - timedelta(days=6), number=1)
        assert self.send(run_tasks) == []
        Digest.objects.update(day=timezone.localdate() - timedelta(days=7))
        assert len(self.send(run_tasks)) == 1

    def test_nobody_is_written_to_who_did_not_ask(self, reader, run_tasks):
        told(reader)
        Choices.objects.update(digest=Choices().digest)
        assert self.send(run_tasks) == []
        Choices.objects.all().delete()
        assert self.send(run_tasks) == []

    def test_an_unverified_address_gets_nothing(self, reader, run_tasks):
        EmailAddress.objects.update(verified=False)
        told(reader)
        assert self.send(run_tasks) == []

    def test_one_press_ends_it_without_signing_in(self, reader, run_tasks, client):
        told(reader)
        link = re.search(
            r"/inbox/unsubscribe/[^/>]+/", self.send(run_tasks)[0].extra_headers["List-Unsubscribe"]
        )
        assert client.get(link[0]).status_code == 200
        assert Choices.objects.get().digest == "daily"
        assert client.post(link[0], {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert Choices.objects.get().digest == "never"
        assert client.post("/inbox/unsubscribe/1:forged/").status_code == 404


class PushService(BaseHTTPRequestHandler):
    answers = 201
    calls: list = []

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.calls.append((dict(self.headers), body))
        self.send_response(self.answers)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def push_service(settings):
    """A push service on this machine that speaks HTTP."""
    secret = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
    settings.VAPID_PRIVATE_KEY = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    settings.PUSH_TO_PRIVATE_ADDRESSES = True
    PushService.calls, PushService.answers = [], 201
    server = HTTPServer(("127.0.0.1", 0), PushService)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/send/1"
    server.shutdown()
    server.server_close()


def browser_keys():
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    encode = lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")  # noqa: E731
    return {"p256dh": encode(raw), "auth": encode(b"0123456789abcdef")}


def subscribe(client, endpoint, **more):
    body = {"endpoint": endpoint, "keys": browser_keys(), **more}
    return client.post("/inbox/push/", body, content_type="application/json")


class TestPush:
    def test_a_notice_reaches_the_browser_encrypted(self, client_of, member, push_service, run_tasks):
        assert subscribe(client_of(member), push_service).status_code == 204
        with run_tasks():
            told(member)
        ((headers, body),) = PushService.calls
        assert {name.lower(): value for name, value in headers.items()}["content-encoding"] == "aes128gcm"
        assert b"Mei" not in body

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_browser_that_is_gone_is_forgotten(self, client_of, member, push_service, run_tasks, status):
        subscribe(client_of(member), push_service)
        PushService.answers = status
        with run_tasks():
            told(member)
        assert not PushSubscription.objects.exists()

    def test_a_call_is_what_push_services_take(self, client_of, member, push_service, run_tasks):
        """RFC 8030 (TTL, Topic, Urgency; 4096 bytes) and RFC 8292 (whose server calls, until when, with which key)."""
        subscribe(client_of(member), push_service)
        with run_tasks():
            notify(
                recipient_id=member.pk,
                kind="comment",
                actor_id=make.user(name="长" * 30).pk,
                url="/notes/1/#" + "x" * 280,
                title="长" * 100,
                text="长" * 1000,
            )
        ((headers, body),) = PushService.calls
        headers = {name.lower(): value for name, value in headers.items()}
        assert len(body) < 4096
        assert int(headers["ttl"]) > 0
        assert re.fullmatch(r"[\w-]{1,32}", headers["topic"])
        assert headers["urgency"] == "normal"
        token, key = re.fullmatch(r"vapid t=([^,]+), ?k=(.+)", headers["authorization"]).groups()
        assert key == pushing.public_key()
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        assert claims["aud"] == push_service.removesuffix("/send/1")
        assert claims["sub"].startswith(("mailto:", "https:"))
        assert 0 < claims["exp"] - timezone.now().timestamp() <= 24 * 3600

    def test_a_browser_knows_whose_it_is(self, client_of, member, push_service):
        client, digest = client_of(member), hashlib.sha256(push_service.encode()).hexdigest()
        subscribe(client, push_service)
        assert digest in client.get("/inbox/choices/").content.decode()
        somebody = client_of(make.user())
        subscribe(somebody, push_service)
        assert digest not in client.get("/inbox/choices/").content.decode()
        assert digest in somebody.get("/inbox/choices/").content.decode()

    def test_signing_out_ends_it_in_that_browser_only(self, client_of, member, push_service):
        here, there = client_of(member), client_of(member)
        subscribe(here, push_service)
        subscribe(there, push_service + "2")
        here.logout()
        assert PushSubscription.objects.get().endpoint == push_service + "2"

    def test_a_broken_service_keeps_the_browser(self, client_of, member, push_service, run_tasks):
        subscribe(client_of(member), push_service)
        PushService.answers = 503
        with run_tasks():
            told(member)
        assert PushSubscription.objects.exists()
        assert Notification.objects.exists()

    def test_not_wanted_is_not_sent(self, client_of, member, push_service, run_tasks):
        subscribe(client_of(member), push_service)
        choose(user=member, wanted={"inbox": Group.values}, digest="never")
        with run_tasks():
            told(member)
        assert PushService.calls == []

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://fcm.googleapis.com/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/latest/",
            "https://10.0.0.8/x",
            "https://localhost/x",
            "https://user@1.1.1.1/x",
            "https://1.1.1.1:8443/x",
            "ftp://1.1.1.1/",
            "nonsense",
        ],
    )
    def test_only_public_services_are_called(self, client_of, member, push_service, settings, endpoint):
        settings.PUSH_TO_PRIVATE_ADDRESSES = False
        assert subscribe(client_of(member), endpoint).status_code == 400
        assert not PushSubscription.objects.exists()
        assert pushing.is_public("https://1.1.1.1/x")

    def test_switching_off_and_nonsense(self, client, client_of, member, push_service):
        subscribe(client_of(member), push_service)
        subscribe(client_of(make.user()), push_service + "2")
        assert subscribe(client_of(member), push_service + "2", off=True).status_code == 204
        assert PushSubscription.objects.count() == 2
        subscribe(client_of(member), push_service, off=True)
        assert PushSubscription.objects.count() == 1
        for body in ("x", "[]", "{}", '{"endpoint": "https://a"}'):
            assert (
                client_of(member).post("/inbox/push/", body, content_type="application/json").status_code
                == 400
            )
        assert client.post("/inbox/push/", "{}", content_type="application/json").status_code == 302

    def test_the_worker_is_a_script_at_the_top(self, client, db):
        answer = client.get("/sw.js")
        assert answer["Content-Type"] == "text/javascript"
        assert b"notificationclick" in answer.content

    def test_the_page_offers_it(self, client_of, member, push_service):
        assert pushing.public_key() in client_of(member).get("/inbox/choices/").content.decode()
