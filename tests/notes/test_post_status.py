"""After posting: a page that says where the note stands, until it is out or sent back with the rule named."""

import uuid

import pytest
from django.urls import reverse

from moderation.models import BannedWord
from notes import actions
from notes.models import Note
from tests import make

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(note):
    return reverse("notes:status", args=[note.pk])


def test_posting_leads_to_a_page_that_asks_again_until_the_note_is_out(client_of, member, run_tasks):
    client = client_of(member)
    with run_tasks():
        answer = client.post(
            reverse("notes:new"), {"title": "早", "text": "豆浆", "request_key": uuid.uuid4()}
        )
        note = Note.objects.get()
        assert answer.url == address(note)
        waiting = client.get(answer.url).content.decode()
        assert 'hx-trigger="every 2s"' in waiting
        assert "being prepared" in waiting
    out = client.get(answer.url, headers=HTMX).content.decode()
    assert "<html" not in out
    assert "every 2s" not in out
    assert note.get_absolute_url() in out


def test_posting_again_after_it_is_out_leads_to_the_note(client_of, member, run_tasks):
    client, data = client_of(member), {"title": "早", "request_key": uuid.uuid4()}
    with run_tasks():
        client.post(reverse("notes:new"), data)
    assert client.post(reverse("notes:new"), data).url == Note.objects.get().get_absolute_url()


def test_a_note_in_review_says_so_and_stops_asking(client_of, member):
    note = make.note(author=member, status=Note.Status.IN_REVIEW)
    body = client_of(member).get(address(note)).content.decode()
    assert "A person looks at it" in body
    assert "every 2s" not in body


def test_a_refused_note_names_the_rule_and_offers_to_edit_and_send_again(client_of, member, run_tasks):
    BannedWord.objects.create(word="假货一手货源", weight=1, kind="counterfeit goods")
    with run_tasks():
        note = actions.create_note(author=member, request_key=uuid.uuid4(), title="看", text="假货一手货源")
    client = client_of(member)
    body = client.get(address(note)).content.decode()
    note.refresh_from_db()
    assert note.reject_message
    assert note.reject_message in body
    assert reverse("notes:edit", args=[note.pk]) in body
    with run_tasks():
        client.post(
            reverse("notes:edit", args=[note.pk]),
            {"title": "看", "text": "正品", "request_key": uuid.uuid4()},
        )
    note.refresh_from_db()
    assert (note.status, note.reject_message) == (Note.Status.PUBLISHED, "")


def test_only_the_author_sees_it(client_of, client, member):
    note = make.note(author=member)
    assert client_of(make.user()).get(address(note)).status_code == 404
    assert reverse("account_login") in client.get(address(note)).url


def test_the_page_costs_few_queries(client_of, member, django_assert_max_num_queries):
    note = make.note(author=member, photos=2)
    client = client_of(member)
    with django_assert_max_num_queries(3):
        client.get(address(note), headers=HTMX)
