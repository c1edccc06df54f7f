"""Messages of two, through the front door: who may write, what the other sees, and that the counts are true."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from accounts.actions import set_block, set_follow
from accounts.models import User
from core.files import originals
from inbox import actions, tasks
from inbox.actions import messages as sending
from inbox.models import Conversation, Membership, Message
from moderation.actions import decide
from moderation.models import Case, Verdict
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mei():
    return make.user(handle="mei", name="Mei")


@pytest.fixture
def lin():
    return make.user(handle="lin", name="Lin")


@pytest.fixture
def friends(mei, lin):
    """Both follow each other."""
    set_follow(follower=mei, followed=lin, on=True)
    set_follow(follower=lin, followed=mei, on=True)


def say(client, to, text="", **more):
    fields = {"text": text, "request_key": uuid.uuid4(), **more}
    return client.post(f"/inbox/messages/{to.handle}/send/", fields)


def unread(user) -> int:
    return User.objects.values_list("unread_messages", flat=True).get(pk=user.pk)


def picture():
    return SimpleUploadedFile("beach.jpg", make.jpeg(400, 300, exif=b"Exif\0\0"), "image/jpeg")


def page(client, person) -> str:
    return client.get(f"/inbox/messages/{person.handle}/").content.decode()


@pytest.mark.usefixtures("friends")
class TestFriends:
    def test_a_message_arrives_and_is_counted(self, client_of, mei, lin):
        assert say(client_of(mei), lin, "早上好 <b>").status_code == 302
        assert "早上好 &lt;b&gt;" in page(client_of(lin), mei)
        assert unread(lin) == 1
        assert unread(mei) == 0
        assert 'class="count"' in client_of(lin).get("/more/").content.decode()

    def test_reading_is_asked_for_by_the_page(self, client_of, mei, lin):
        say(client_of(mei), lin, "hello")
        page(client_of(lin), mei)
        assert unread(lin) == 1
        client_of(lin).post("/inbox/messages/mei/read/")
        assert unread(lin) == 0
        assert Membership.objects.get(user=mei).seen_by_other == Message.objects.get().pk

    def test_an_answer_reads_what_it_answers(self, client_of, mei, lin):
        say(client_of(mei), lin, "hello")
        say(client_of(lin), mei, "hello yourself")
        assert (unread(lin), unread(mei)) == (0, 1)

    def test_the_same_key_is_sent_once(self, client_of, mei, lin):
        key = uuid.uuid4()
        for _twice in range(2):
            say(client_of(mei), lin, "once", request_key=key)
        assert Message.objects.count() == unread(lin) == 1

    def test_too_long_or_empty_is_refused_with_a_reason(self, client_of, mei, lin):
        answer = say(client_of(mei), lin, "x" * 1001)
        assert answer.status_code == 422
        assert "at most 1000" in answer.content.decode()
        assert say(client_of(mei), lin, "  ").status_code == 422
        assert not Message.objects.exists()

    def test_a_picture_is_private_and_re_encoded(self, client_of, client, mei, lin):
        say(client_of(mei), lin, picture=picture())
        message = Message.objects.get()
        address = f"/inbox/pictures/{message.pk}/"
        answer = client_of(lin).get(address)
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]
        with originals().open(message.picture) as file:
            image = Image.open(file)
            assert (image.format, image.size) == ("WEBP", (400, 300))
            assert not image.getexif()
        assert client_of(make.user()).get(address).status_code == 404
        assert client.get(address).status_code == 302
        assert client_of(make.user(is_staff=True, is_superuser=True)).get(address).status_code == 404

    def test_what_is_no_picture_is_refused(self, client_of, mei, lin):
        bad = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg")
        answer = say(client_of(mei), lin, "look", picture=bad)
        assert answer.status_code == 422
        assert not Message.objects.exists()

    def test_delete_is_for_me_and_the_file_goes_with_the_last(self, client_of, mei, lin):
        say(client_of(mei), lin, "secret", picture=picture())
        message = Message.objects.get()
        client_of(mei).post(f"/inbox/message/{message.pk}/delete/")
        assert "secret" not in page(client_of(mei), lin)
        assert "secret" in page(client_of(lin), mei)
        assert originals().exists(message.picture)
        assert client_of(make.user()).post(f"/inbox/message/{message.pk}/delete/").status_code == 404

    def test_both_deleted_is_gone(self, client_of, mei, lin, django_capture_on_commit_callbacks):
        say(client_of(mei), lin, "secret", picture=picture())
        message = Message.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            for person in (mei, lin):
                client_of(person).post(f"/inbox/message/{message.pk}/delete/")
        assert not Message.objects.exists()
        assert not originals().exists(message.picture)

    def test_a_block_ends_it_both_ways(self, client_of, mei, lin):
        say(client_of(mei), lin, "before")
        set_block(blocker=lin, blocked=mei, on=True)
        assert unread(lin) == 0
        for one, other in ((mei, lin), (lin, mei)):
            one = User.objects.get(pk=one.pk)
            assert say(client_of(one), other, "after").status_code == 404
            assert client_of(one).get(f"/inbox/messages/{other.handle}/").status_code == 404
            assert "before" not in client_of(one).get("/inbox/messages/").content.decode()
            new = f"/inbox/threads/{Conversation.objects.get().pk}/new/"
            assert client_of(one).get(new).status_code == 404
        assert Message.objects.count() == 1

    def test_deleting_a_conversation_is_for_me(self, client_of, mei, lin):
        say(client_of(mei), lin, "first words")
        client_of(lin).post("/inbox/messages/mei/delete/")
        assert unread(lin) == 0
        assert "first words" not in page(client_of(lin), mei)
        assert "first words" in page(client_of(mei), lin)
        say(client_of(mei), lin, "again")
        assert "again" in client_of(lin).get("/inbox/messages/").content.decode()

    def test_new_messages_come_by_asking(self, client_of, mei, lin, django_assert_num_queries):
        say(client_of(mei), lin, "one")
        first = Message.objects.get()
        address = f"/inbox/threads/{first.conversation_id}/new/?last={first.pk}"
        client = client_of(lin)
        with django_assert_num_queries(2):  # the member and one row by its index
            assert client.get(address).status_code == 204
        say(client_of(mei), lin, "two")
        fresh = client.get(address)
        assert fresh.status_code == 200
        assert "two" in fresh.content.decode()
        assert "one" not in fresh.content.decode()
        assert client_of(make.user()).get(address).status_code == 404

    def test_pages_go_upward(self, client_of, mei, lin):
        for number in range(35):
            actions.send_message(sender=mei, recipient=lin, text=f"n{number:02}", request_key=uuid.uuid4())
        first = page(client_of(lin), mei)
        assert "n34" in first
        assert "n04" not in first
        after = first.split("?after=")[1].split('"')[0]
        fragment = client_of(lin).get(f"/inbox/messages/mei/?after={after}", headers={"HX-Request": "true"})
        assert "n04" in fragment.content.decode()
        assert "<html" not in fragment.content.decode()

    @pytest.mark.parametrize("number", [2, 20])
    def test_a_page_costs_the_same(self, client_of, mei, lin, number, django_assert_max_num_queries):
        for _n in range(number):
            note = make.note(author=mei, photos=1)
            actions.send_message(
                sender=mei,
                recipient=lin,
                text=f"{settings.SITE_URL}{note.get_absolute_url()}",
                request_key=uuid.uuid4(),
            )
        client = client_of(lin)
        with django_assert_max_num_queries(8):
            client.get("/inbox/messages/mei/")


@pytest.mark.usefixtures("friends")
class TestCards:
    def test_links_of_ours_become_cards_for_who_may_see(self, client_of, mei, lin):
        note = make.note(author=mei, title="Dim sum in Xiguan")
        product = make.product(name="Bamboo steamer")
        words = f"{settings.SITE_URL}/notes/{note.pk}/ {settings.SITE_URL}{product.get_absolute_url()} https://evil.example/notes/1/"
        say(client_of(mei), lin, words)
        shown = page(client_of(lin), mei)
        assert shown.count('class="talk-card"') == 2
        assert "Dim sum in Xiguan" in shown
        assert "Bamboo steamer" in shown
        assert "¥99" in shown
        note.visibility = "self"
        note.__class__.objects.filter(pk=note.pk).update(status="removed")
        product.__class__.objects.update(is_listed=False)
        hidden = page(client_of(lin), mei)
        assert "Dim sum" not in hidden
        assert "Bamboo" not in hidden

    def test_a_long_row_of_links_makes_three_cards(self, client_of, mei, lin):
        notes = [make.note(author=mei) for _n in range(5)]
        say(client_of(mei), lin, " ".join(f"{settings.SITE_URL}/notes/{note.pk}/" for note in notes))
        assert len(Message.objects.get().links) == 3


class TestRequests:
    def test_a_stranger_asks_once_and_in_words_only(self, client_of, mei, lin):
        assert say(client_of(mei), lin, picture=picture()).status_code == 422
        assert say(client_of(mei), lin, "may I ask").status_code == 302
        assert unread(lin) == 0
        assert "may I ask" not in client_of(lin).get("/inbox/messages/").content.decode()
        assert "may I ask" in client_of(lin).get("/inbox/messages/?requests=1").content.decode()
        assert "asked already" in say(client_of(mei), lin, "please").content.decode()
        assert Message.objects.count() == 1

    def test_reading_a_request_tells_nothing(self, client_of, mei, lin):
        say(client_of(mei), lin, "may I ask")
        client_of(lin).post("/inbox/messages/mei/read/")
        assert Membership.objects.get(user=mei).seen_by_other == 0

    def test_accepting_opens_it(self, client_of, mei, lin):
        say(client_of(mei), lin, "may I ask")
        client_of(lin).post("/inbox/messages/mei/accept/")
        assert unread(lin) == 1
        assert say(client_of(mei), lin, "thank you").status_code == 302
        assert unread(lin) == 2

    def test_an_answer_accepts(self, client_of, mei, lin):
        say(client_of(mei), lin, "may I ask")
        say(client_of(lin), mei, "sure")
        assert (unread(lin), unread(mei)) == (0, 1)
        assert say(client_of(mei), lin, "thanks").status_code == 302

    def test_nobody_accepts_for_another(self, client_of, mei, lin):
        say(client_of(mei), lin, "may I ask")
        client_of(mei).post("/inbox/messages/lin/accept/")
        assert say(client_of(mei), lin, "please").status_code == 422

    def test_a_deleted_request_does_not_let_them_ask_again(self, client_of, mei, lin):
        say(client_of(mei), lin, "may I ask")
        client_of(lin).post("/inbox/messages/mei/delete/")
        client_of(mei).post("/inbox/messages/lin/delete/")
        assert say(client_of(mei), lin, "please").status_code == 422

    def test_who_follows_me_gets_it_at_once(self, client_of, mei, lin):
        set_follow(follower=lin, followed=mei, on=True)
        say(client_of(mei), lin, "hello fan")
        assert unread(lin) == 1

    def test_new_conversations_have_a_daily_limit(self, client_of, mei, monkeypatch):
        monkeypatch.setattr(sending, "CONVERSATIONS_A_DAY", 2)
        answers = [say(client_of(mei), make.user(), "hello").status_code for _n in range(3)]
        assert answers == [302, 302, 422]


@pytest.mark.usefixtures("friends")
def test_messages_have_a_pace(client_of, mei, lin, monkeypatch):
    monkeypatch.setattr(sending, "MESSAGES_IN_TEN_MINUTES", 2)
    assert [say(client_of(mei), lin, "hi").status_code for _n in range(3)] == [302, 302, 422]


def test_nobody_writes_to_themselves_or_signed_out(client, client_of, mei):
    assert say(client_of(mei), mei, "me").status_code == 404
    assert say(client, mei, "who").status_code == 302
    assert client_of(mei).get("/inbox/messages/mei/send/").status_code in (404, 405)


@pytest.mark.usefixtures("friends")
class TestReports:
    def test_a_reported_message_is_looked_at_and_hidden(self, client_of, mei, lin, operator):
        say(client_of(mei), lin, "something foul", picture=picture())
        message = Message.objects.get()
        address = f"/inbox/message/{message.pk}/report/"
        assert client_of(mei).get(address).status_code == 404
        assert client_of(make.user()).post(address, {"reason": "spam"}).status_code == 404
        assert "something foul" in client_of(lin).get(address).content.decode()
        assert client_of(lin).post(address, {"reason": "spam"}).status_code == 302
        case = Case.objects.get(target_id=message.pk, author=mei)
        assert client_of(operator).get(f"/inbox/pictures/{message.pk}/").status_code == 200
        decide(case=case, verdict=Verdict.REMOVED, by=operator, message="Rude.")
        for one, other in ((mei, lin), (lin, mei)):
            assert "something foul" not in page(client_of(one), other)
        assert client_of(lin).get(f"/inbox/pictures/{message.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_writing_and_reading_at_once_keeps_the_counts_true():
    one, other = make.user(), make.user()
    set_follow(follower=one, followed=other, on=True)
    set_follow(follower=other, followed=one, on=True)

    def act(n):
        try:
            if n % 4 == 3:
                if side := Membership.objects.filter(user=(one, other)[n % 8 == 3]).first():
                    actions.mark_conversation_read(side=side)
                return
            sender, recipient = (one, other) if n % 2 else (other, one)
            actions.send_message(sender=sender, recipient=recipient, text=f"{n}", request_key=uuid.uuid4())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(40)))
    assert Message.objects.count() == 30
    for user in (one, other):
        assert unread(user) == Membership.objects.get(user=user).unread


@pytest.mark.usefixtures("friends")
class TestReportedAndDeleted:
    def delete_on_both_sides(self, client_of, mei, lin):
        client_of(mei).post("/inbox/messages/lin/delete/")
        client_of(lin).post("/inbox/messages/mei/delete/")

    def test_it_stays_for_moderators_until_the_case_is_closed(
        self, client_of, mei, lin, operator, django_capture_on_commit_callbacks
    ):
        say(client_of(mei), lin, "before")
        say(client_of(mei), lin, "something foul", picture=picture())
        foul = Message.objects.get(text="something foul")
        client_of(lin).post(f"/inbox/message/{foul.pk}/report/", {"reason": "abuse"})
        self.delete_on_both_sides(client_of, mei, lin)
        assert Message.objects.get() == foul
        assert "something foul" not in page(client_of(lin), mei) + page(client_of(mei), lin)
        case = Case.objects.get(target_id=foul.pk)
        desk = client_of(operator)
        assert "something foul" in desk.get(f"/admin/moderation/case/{case.pk}/change/").content.decode()
        assert desk.get(f"/inbox/pictures/{foul.pk}/").status_code == 200
        assert actions.forget_deleted() == 0
        decide(case=case, verdict=Verdict.REMOVED, by=operator, message="Rude.")
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.forget_deleted() == 1
        assert not Message.objects.exists()
        assert not originals().exists(foul.picture)

    def test_what_nobody_reported_goes_at_once(self, client_of, mei, lin):
        say(client_of(mei), lin, "hello")
        self.delete_on_both_sides(client_of, mei, lin)
        assert not Message.objects.exists()


@pytest.mark.usefixtures("friends")
def test_unread_numbers_that_drifted_are_counted_anew(client_of, mei, lin):
    say(client_of(mei), lin, "one")
    say(client_of(make.user()), mei, "a request does not count")
    assert tasks.recount() == 0
    User.objects.filter(pk=lin.pk).update(unread_count=9, unread_messages=7)
    assert tasks.recount() == 1
    lin.refresh_from_db()
    assert (lin.unread_count, lin.unread_messages) == (lin.notifications.filter(read_at=None).count(), 1)
    assert tasks.recount() == 0
