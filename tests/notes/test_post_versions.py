"""A posted note that is changed keeps what it said, is checked anew, and says that it was edited."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from moderation.models import BannedWord, Case, Verdict
from notes import actions, history
from notes.errors import NoteRefused
from notes.models import Note, Version
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(member, run_tasks):
    with run_tasks():
        note = actions.create_note(
            author=member,
            request_key=uuid.uuid4(),
            title="第一版",
            text="豆浆 #早餐",
            place="上海",
            photos=[make.photo(owner=member), make.photo(owner=member)],
        )
    note.refresh_from_db()
    assert note.status == Note.Status.PUBLISHED
    return note


def form(note, **changes):
    return {
        "title": note.title,
        "text": note.text,
        "place": note.place,
        "photo_ids": ",".join(str(pk) for pk in note.photos.values_list("pk", flat=True)),
        "request_key": uuid.uuid4(),
        **changes,
    }


def test_an_edit_keeps_the_old_words_and_has_the_note_checked_again(client_of, member, posted, run_tasks):
    client = client_of(member)
    tokens = [photo.token.hex for photo in posted.photos.all()]
    with run_tasks():
        answer = client.post(
            reverse("notes:edit", args=[posted.pk]), form(posted, title="第二版", text="油条 #点心", place="")
        )
        assert answer.url == reverse("notes:status", args=[posted.pk])
        assert Note.objects.get().status == Note.Status.PROCESSING
    note = Note.objects.get()
    assert note.status == Note.Status.PUBLISHED
    assert note.edited_at
    assert note.published_at == posted.published_at
    old = Version.objects.get()
    assert (old.title, old.text, old.place, old.photos) == ("第一版", "豆浆 #早餐", "上海", tokens)
    assert old.was_published
    assert {"点心"} <= set(note.tags.values_list("name", flat=True))
    assert "早餐" not in note.tags.values_list("name", flat=True)
    assert "edited" in client.get(note.get_absolute_url()).content.decode()


def test_sending_the_same_edit_twice_is_one_edit(client_of, member, posted, run_tasks):
    data = form(posted, text="油条")
    client = client_of(member)
    with run_tasks():
        first, second = (client.post(reverse("notes:edit", args=[posted.pk]), data) for _ in range(2))
    assert first.url == second.url
    assert Version.objects.count() == 1
    revision = Note.objects.get().revision
    with run_tasks():
        client.post(reverse("notes:edit", args=[posted.pk]), data)
    note = Note.objects.get()
    assert (note.revision, note.status, Version.objects.count()) == (revision, Note.Status.PUBLISHED, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_edit_at_once_is_one_edit(member):
    note = make.note(author=member, text="旧的")

    def edit(_number):
        try:
            return actions.edit_note(note=note, text="新的").text
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(edit, range(4))) == ["新的"] * 4
    assert Version.objects.count() == 1


def test_what_an_edit_leaves_out_stays(posted):
    note = actions.edit_note(note=posted, title="只改题目")
    assert (note.text, note.place, note.photo_count) == ("豆浆 #早餐", "上海", 2)


def test_an_edit_that_breaks_a_rule_is_held_back(posted, run_tasks):
    BannedWord.objects.create(word="假货一手货源", weight=1, kind="counterfeit goods")
    with run_tasks():
        actions.edit_note(note=posted, text="假货一手货源")
    note = Note.objects.get()
    assert note.status == Note.Status.REJECTED
    assert Case.objects.latest("pk").verdict == Verdict.REJECTED


def test_a_description_of_a_picture_is_judged_too(posted, run_tasks):
    BannedWord.objects.create(word="假货一手货源", weight=1, kind="counterfeit goods")
    with run_tasks():
        actions.change_photo(photo=posted.photos.first(), alt="假货一手货源")
    assert Note.objects.get().status == Note.Status.REJECTED


def test_a_note_sent_back_is_sent_again_even_unchanged(member, run_tasks):
    note = make.note(author=member, status=Note.Status.REJECTED, reject_message="x", published_at=None)
    with run_tasks():
        actions.edit_note(note=note)
    note.refresh_from_db()
    assert note.status == Note.Status.PUBLISHED
    assert note.edited_at is None
    assert note.versions.count() == 0


@pytest.mark.parametrize("status", [Note.Status.REMOVED, Note.Status.DRAFT])
def test_what_is_gone_or_not_posted_is_not_edited(member, status):
    with pytest.raises(NoteRefused):
        actions.edit_note(note=make.note(author=member, status=status), title="x")


def test_the_history_shows_what_changed_to_author_and_moderators(client_of, member, operator, posted):
    actions.edit_note(note=posted, text="豆浆和 <b>油条</b> #早餐", place="杭州")
    actions.edit_note(note=posted, text="粥", photos=list(posted.photos.all())[:1])
    address = reverse("notes:history", args=[posted.pk])
    for who in (member, operator):
        body = client_of(who).get(address).content.decode()
        assert "和 &lt;b&gt;油条&lt;/b&gt;" in body
        assert "1 picture taken out" in body
        assert body.index("粥") < body.index("杭州")
    assert client_of(make.user()).get(address).status_code == 404


def test_visitors_are_asked_to_sign_in_for_the_history(client, posted):
    assert reverse("account_login") in client.get(reverse("notes:history", args=[posted.pk])).url


def test_the_history_costs_the_same_however_long(client_of, member, posted, django_assert_max_num_queries):
    for number in range(12):
        actions.edit_note(note=posted, text=f"第 {number} 次")
    client = client_of(member)
    with django_assert_max_num_queries(8):
        client.get(reverse("notes:history", args=[posted.pk]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("", "新"),
        ("旧", ""),
        ("喝豆浆吃油条", "喝粥吃油条"),
        ("good morning", "good evening"),
        ("a\nb", "b\n👩‍👩‍👧"),
    ],
)
def test_marks_hold_all_of_both_texts(old, new):
    marks = history.marks(old, new)
    assert "".join(text for kind, text in marks if kind != "new") == old
    assert "".join(text for kind, text in marks if kind != "gone") == new


def test_marks_of_a_long_text_are_found_soon():
    old = "\n".join(f"第{n}行豆浆" for n in range(3000))
    assert history.marks(old, old.replace("第7行", "第七行"))[1] == ("gone", "第7行豆浆\n")
