"""Notes and products sent into conversations: to whom, once, and that they arrive as cards."""

import json
import uuid
from urllib.parse import quote

import pytest
from zeal import zeal_ignore

from accounts.actions import set_block, set_follow
from inbox import actions, recipients
from inbox.actions import messages as sending
from inbox.models import Message
from notes.models import Share
from tests import make

pytestmark = pytest.mark.django_db

HERE = "/inbox/pass-on/"


@pytest.fixture
def mei():
    return make.user(handle="mei", name="Mei")


def friend_of(member, **fields):
    friend = make.user(**fields)
    set_follow(follower=member, followed=friend, on=True)
    set_follow(follower=friend, followed=member, on=True)
    return friend


def form(path, *people, **more):
    return {"page": path, "to": [one.handle for one in people], "request_key": uuid.uuid4(), **more}


def thread(client, person) -> str:
    return client.get(f"/inbox/messages/{person.handle}/").content.decode()


def test_a_note_goes_to_several_and_arrives_as_a_card(client_of, mei):
    lin, bo = friend_of(mei, name="Lin"), friend_of(mei, name="Bo")
    note = make.note(title="Dim sum in Xiguan")
    sent = form(note.get_absolute_url(), lin, bo, remark="You must see this")
    for _twice in range(2):
        with zeal_ignore():  # to each person in a transaction of its own
            answer = client_of(mei).post(HERE, sent)
        assert answer["Location"] == note.get_absolute_url()
    assert Message.objects.count() == 2
    shown = thread(client_of(lin), mei)
    assert "You must see this" in shown
    assert 'class="talk-card"' in shown
    assert "Dim sum in Xiguan" in shown
    assert "/notes/" not in shown.split('class="bubble__text"')[1].split("</p>")[0]
    note.refresh_from_db()
    assert note.share_count == Share.objects.get(note=note, channel=Share.Channel.MESSAGE).share_count == 1


def test_a_product_with_a_chinese_address_arrives_as_a_card(client_of, mei):
    lin = friend_of(mei)
    product = make.product(name="竹蒸笼", slug="竹蒸笼")
    assert quote("竹蒸笼") in product.get_absolute_url()
    sheet = client_of(mei).get(HERE, {"page": product.get_absolute_url()}, headers={"HX-Request": "true"})
    assert "竹蒸笼" in sheet.content.decode()
    answer = client_of(mei).post(HERE, form(product.get_absolute_url(), lin), headers={"HX-Request": "true"})
    assert answer.content == b""
    assert answer["HX-Retarget"] == "#sheet"
    assert json.loads(answer["HX-Trigger-After-Settle"])["toast"]["text"] == "Sent to 1 person"
    shown = thread(client_of(lin), mei)
    assert "talk-card" in shown
    assert "¥99" in shown


def test_whom_one_may_choose(client_of, mei):
    lin, bo, stranger = friend_of(mei, name="Lin"), friend_of(mei, name="Bo"), make.user(name="Stranger")
    fan = make.user()
    set_follow(follower=fan, followed=mei, on=True)
    asked = make.user()
    actions.send_message(sender=mei, recipient=asked, text="may I", request_key=uuid.uuid4())
    actions.send_message(sender=mei, recipient=lin, text="hello", request_key=uuid.uuid4())
    assert recipients.suggested(mei) == [lin, bo]
    assert recipients.suggested(mei, "bO") == [bo]
    path = make.note().get_absolute_url()
    answer = client_of(mei).post(HERE, form(path, stranger, fan, asked))
    assert answer.status_code == 422
    assert "Choose at least one person" in answer.content.decode()
    set_block(blocker=bo, blocked=mei, on=True)
    mei = type(mei).objects.get(pk=mei.pk)
    assert recipients.suggested(mei) == [lin]
    assert recipients.named(mei, ["mei", bo.handle, lin.handle]) == [lin]


def test_who_is_chosen_stays_chosen_while_one_searches(client_of, mei):
    lin, bo = friend_of(mei, name="Lin"), friend_of(mei, name="Bo")
    asked = {"page": make.note().get_absolute_url(), "q": "bo", "to": lin.handle}
    people = client_of(mei).get(HERE, asked, headers={"HX-Request": "true"}).content.decode()
    assert f'value="{lin.handle}" checked' in people
    assert f'value="{bo.handle}"' in people
    assert "<form" not in people


def test_a_refusal_keeps_the_remark_and_sends_nothing(client_of, mei, monkeypatch):
    lin, bo = friend_of(mei, name="Lin"), friend_of(mei, name="Bo")
    path = make.note().get_absolute_url()
    answer = client_of(mei).post(HERE, form(path, lin, remark="x" * 501), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert not Message.objects.exists()
    monkeypatch.setattr(sending, "MESSAGES_IN_TEN_MINUTES", 1)
    answer = client_of(mei).post(HERE, form(path, lin, bo), headers={"HX-Request": "true"})
    told = json.loads(answer["HX-Trigger-After-Settle"])["toast"]["text"]
    assert told.startswith("Sent to 1 person · Lin: Too much at once")


def test_only_pages_with_cards_that_one_may_see(client, client_of, mei):
    friend_of(mei)
    hidden = make.note(visibility="self").get_absolute_url()
    for path in ("", "/orders/", "https://evil.example/notes/1/", "//evil.example/", hidden):
        assert client_of(mei).get(HERE, {"page": path}).status_code == 404
        assert client_of(mei).post(HERE, form(path)).status_code == 404
    product = make.product()
    visitors = client.get(HERE, {"page": product.get_absolute_url()}).content.decode()
    assert product.name in visitors
    assert "Sign in to send it" in visitors
    assert '<form class="pass"' not in visitors
    assert client.post(HERE, form(product.get_absolute_url(), mei)).status_code == 200
    assert not Message.objects.exists()


def test_the_share_sheets_offer_it(client, client_of, mei):
    note, product = make.note(), make.product()
    sheet = client_of(mei).get(f"/notes/{note.pk}/share/").content.decode()
    assert f"{HERE}?page=/notes/{note.pk}/" in sheet
    assert HERE not in client.get(f"/notes/{note.pk}/share/").content.decode()
    assert f"{HERE}?page=/mall/products/" in client.get(product.get_absolute_url()).content.decode()


def test_a_list_of_people_costs_the_same(client_of, mei, django_assert_max_num_queries):
    for _n in range(12):
        friend_of(mei)
    path = make.note().get_absolute_url()
    client = client_of(mei)
    with django_assert_max_num_queries(9):
        client.get(HERE, {"page": path, "part": ""}, headers={"HX-Request": "true"})
