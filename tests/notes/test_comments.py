"""What is said under a note: two levels, likes, pin, who may, and counters that stay exact."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts import actions as accounts
from commerce.models import Order
from inbox.models import Notification
from moderation import actions as moderation
from moderation.models import Case, Report, Verdict
from notes import actions, threads
from notes.errors import NoteRefused
from notes.models import Comment, CommentLike, Note, Photo
from tests import make

HTMX = {"HX-Request": "true"}


def say(note, author, text="好看", **given) -> Comment:
    return actions.add_comment(note=note, author=author, text=text, request_key=uuid4(), **given)


def said(talk) -> list[str]:
    return [row.text for row in talk]


def check_counts(note):
    """The counters say what the rows say."""
    note.refresh_from_db()
    standing = Comment.objects.filter(note=note, is_removed=False, is_hidden=False)
    assert note.comment_count == standing.count()
    for root in Comment.objects.filter(note=note, parent=None):
        assert root.answer_count == standing.filter(parent=root).count()
        assert root.like_count == CommentLike.objects.filter(comment=root).count()


@pytest.mark.django_db
def test_an_answer_to_an_answer_joins_the_thread_and_names_whom_it_answers(client, member):
    note = make.note()
    first = say(note, member)
    answer = say(note, note.author, "谢谢", parent=first)
    below = say(note, member, "不客气", parent=answer)
    assert (below.parent, below.reply_to) == (first, answer)
    assert (answer.parent, answer.reply_to) == (first, None)
    check_counts(note)
    text = client.get(note.get_absolute_url()).text
    assert text.index("好看") < text.index("谢谢") < text.index("不客气")


@pytest.mark.django_db
def test_a_removed_comment_keeps_its_place_while_answers_stand(client, member):
    note = make.note()
    first = say(note, member, "first words")
    say(note, note.author, "an answer", parent=first)
    alone = say(note, member, "lonely words")
    for comment in (first, alone):
        assert actions.remove_comment(comment=comment, by=member)
        assert not actions.remove_comment(comment=comment, by=member)
    check_counts(note)
    text = client.get(note.get_absolute_url()).text
    assert "an answer" in text
    assert "This comment was deleted." in text
    assert "first words" not in text
    assert "lonely words" not in text
    body = client.get(reverse("api:note-comments", args=[note.pk])).json()["results"]
    assert (body[0]["is_gone"], body[0]["text"], body[0]["author"]) == (True, "", None)


@pytest.mark.django_db
def test_hot_is_the_most_liked_and_new_the_newest_and_the_pinned_one_leads(member):
    note = make.note()
    old, liked, new = (say(note, member, text) for text in ("old", "liked", "new"))
    actions.set_comment_like(comment=liked, user=note.author, on=True)
    note.refresh_from_db()
    assert said(threads.page_of(note, member)) == ["liked", "new", "old"]
    assert said(threads.page_of(note, member, order="new")) == ["new", "liked", "old"]
    actions.set_pinned(comment=old, by=note.author, on=True)
    note.refresh_from_db()
    assert said(threads.page_of(note, member)) == ["old", "liked", "new"]
    actions.set_pinned(comment=new, by=note.author, on=True)
    assert list(Comment.objects.filter(is_pinned=True)) == [new]


@pytest.mark.django_db
def test_what_is_talked_about_is_hot_too(member):
    note = make.note()
    liked, talked = (say(note, member, text) for text in ("liked", "talked"))
    actions.set_comment_like(comment=liked, user=note.author, on=True)
    for number in range(2):
        say(note, note.author, f"answer {number}", parent=talked)
    note.refresh_from_db()
    assert said(threads.page_of(note, member)) == ["talked", "liked"]


@pytest.mark.django_db
def test_what_one_reader_sees_of_kept_comments_is_not_shown_to_another(client, member, operator, settings):
    settings.KEEP_SHARED = True
    note, reader = make.note(), make.user()
    mine = say(note, member, "mine")
    page = note.get_absolute_url()
    delete = reverse("notes:delete_comment", args=[mine.pk])
    actions.set_comment_like(comment=mine, user=reader, on=True)
    seen = {}
    for person in (operator, reader, member, note.author, make.user(), None):
        client.logout()
        if person:
            client.force_login(person)
        whole = client.get(page).text
        comment = whole[whole.index(f'id="comment-{mine.pk}"') :]
        seen[person] = (delete in comment, 'aria-pressed="true"' in comment.split("comment__menu")[0])
    assert seen[operator] == seen[member] == seen[note.author] == (True, False)
    assert seen[reader] == (False, True)
    assert list(seen.values())[-2:] == [(False, False), (False, False)]


@pytest.mark.django_db
def test_a_comment_is_seen_at_once_on_a_page_that_is_kept(client, member, settings):
    settings.KEEP_SHARED = True
    note = make.note()
    client.force_login(member)
    for text in ("first words", "second words"):
        client.get(note.get_absolute_url())
        say(note, member, text)
        assert text in client.get(note.get_absolute_url()).text
    accounts.set_block(blocker=note.author, blocked=member, on=True)
    assert client.get(note.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_pages_show_each_comment_once(member):
    note = make.note()
    rows = make.comment.create_batch(threads.COMMENTS + 5, note=note)
    Note.objects.filter(pk=note.pk).update(talk_revision=1, comment_count=len(rows))
    note.refresh_from_db()
    for order in threads.ORDERS:
        first = threads.page_of(note, member, order=order)
        second = threads.page_of(note, member, first.after, order)
        assert sorted(row.pk for row in (*first, *second)) == [row.pk for row in rows]


@pytest.mark.django_db
def test_a_long_thread_is_read_on(client, member):
    note = make.note()
    first = say(note, member)
    for number in range(threads.ANSWERS + 4):
        say(note, note.author, f"answer {number}.", parent=first)
    text = client.get(note.get_absolute_url()).text
    assert "4 more answers" in text
    whole = client.get(reverse("notes:answers", args=[first.pk])).text
    assert all(f"answer {number}." in whole for number in range(threads.ANSWERS + 4))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("allowed", "stranger", "follower", "followed"),
    [("everyone", 1, 1, 1), ("followers", 0, 1, 0), ("followed", 0, 0, 1), ("nobody", 0, 0, 0)],
)
def test_the_author_limits_who_may_comment(client, allowed, stranger, follower, followed):
    note = make.note()
    people = {"stranger": make.user(), "follower": make.user(), "followed": make.user()}
    accounts.set_follow(follower=people["follower"], followed=note.author, on=True)
    accounts.set_follow(follower=note.author, followed=people["followed"], on=True)
    client.force_login(note.author)
    client.post(reverse("notes:comments_from", args=[note.pk]), {"allowed": allowed})
    note.refresh_from_db()
    may = {"stranger": stranger, "follower": follower, "followed": followed}
    for name, person in people.items():
        client.force_login(person)
        form = reverse("notes:comment", args=[note.pk])
        assert (f'action="{form}"' in client.get(note.get_absolute_url()).text) == bool(may[name])
        client.post(form, {"text": "hi", "request_key": uuid4()}, headers=HTMX)
        assert Comment.objects.filter(author=person).exists() == bool(may[name])
    say(note, note.author)


@pytest.mark.django_db
def test_only_the_author_of_a_note_says_who_may_comment(client, member):
    note = make.note()
    client.force_login(member)
    answer = client.post(reverse("notes:comments_from", args=[note.pk]), {"allowed": "nobody"})
    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "commenter"])
def test_only_the_author_of_the_note_pins(client, member, who):
    comment = make.comment()
    client.force_login(member if who == "stranger" else comment.author)
    client.post(reverse("notes:pin_comment", args=[comment.pk]), {"on": "1"})
    comment.refresh_from_db()
    assert not comment.is_pinned


@pytest.mark.django_db
def test_buyers_of_the_products_are_marked_until_they_give_them_back(member):
    product = make.product()
    note = make.note(products=[product])
    say(note, member)
    note.refresh_from_db()
    assert not threads.page_of(note, member).rows[0].is_buyer
    line = make.delivered_line(member, product)
    assert threads.page_of(note, member).rows[0].is_buyer
    Order.objects.filter(pk=line.order_id).update(state=Order.State.REFUNDED)
    assert not threads.page_of(note, member).rows[0].is_buyer


@pytest.mark.django_db
def test_people_behind_a_block_and_muted_people_are_not_read(client, member):
    note = make.note()
    blocked, muted = make.user(), make.user()
    say(note, blocked, "from the blocked")
    say(note, muted, "from the muted")
    accounts.set_block(blocker=blocked, blocked=member, on=True)
    accounts.set_mute(muter=member, muted=muted, on=True)
    client.force_login(member)
    page, api = (
        client.get(path).text
        for path in (note.get_absolute_url(), reverse("api:note-comments", args=[note.pk]))
    )
    for text in (page, api):
        assert "from the blocked" not in text
        assert "from the muted" not in text


@pytest.mark.django_db
def test_new_comments_of_others_come_without_reload(client, member):
    note = make.note()
    mine = say(note, member, "mine")
    client.force_login(member)
    address = reverse("notes:new_comments", args=[note.pk])
    note.refresh_from_db()
    seen = {"seen": note.talk_revision, "last": mine.pk}
    assert client.get(address, seen).status_code == 204
    say(note, note.author, "fresh words")
    say(note, note.author, "fresh answer", parent=mine)
    say(note, member, "my own again")
    answer = client.get(address, seen)
    assert "fresh words" in answer.text
    assert "my own again" not in answer.text
    assert f'data-into="answers-{mine.pk}"' in answer.text
    actions.remove_comment(comment=mine, by=member)
    assert f'data-gone="{mine.pk}"' in client.get(address, seen).text
    Note.objects.filter(pk=note.pk).update(status=Note.Status.IN_REVIEW)
    assert client.get(address, seen).status_code == 404


@pytest.mark.django_db
def test_more_new_comments_than_come_at_once_are_asked_for_again(client, member):
    note = make.note()
    client.force_login(member)
    for number in range(threads.NEW_AT_ONCE + 2):
        say(note, note.author, f"words {number}.")
    address = reverse("notes:new_comments", args=[note.pk])
    first = client.get(address, {"seen": 0, "last": 0}).text
    assert 'data-seen=""' in first
    last = re.search(r'data-last="(\d+)"', first)[1]
    rest = client.get(address, {"seen": "", "last": last}).text
    assert f"words {threads.NEW_AT_ONCE + 1}." in rest
    assert 'data-seen=""' not in rest


@pytest.mark.django_db
def test_asking_for_new_comments_costs_next_to_nothing(
    client, member, settings, django_assert_max_num_queries
):
    settings.KEEP_SHARED = True
    note = make.note()
    client.force_login(member)
    address = reverse("notes:new_comments", args=[note.pk])
    client.get(address, {"seen": 0, "last": 0})
    with django_assert_max_num_queries(3):  # session, member, facts
        assert client.get(address, {"seen": 0, "last": 0}).status_code == 204


@pytest.mark.django_db
def test_mentioned_people_are_told_once_and_only_if_they_may_read_it(member):
    note = make.note(visibility=Note.Visibility.FOLLOWERS)
    reader, stranger = make.user(handle="reader_1"), make.user(handle="stranger_1")
    accounts.set_follow(follower=reader, followed=note.author, on=True)
    say(note, note.author, "@reader_1 @reader_1 @stranger_1 look")
    told = Notification.objects.filter(kind="comment_mention").values_list("recipient", flat=True)
    assert list(told) == [reader.pk]
    assert not Notification.objects.filter(recipient=stranger).exists()


@pytest.mark.django_db
def test_a_picture_comes_with_a_comment_and_is_kept(client, member, run_tasks):
    note = make.note()
    client.force_login(member)
    file = SimpleUploadedFile("cat.jpg", make.jpeg(800, 600, "teal"), "image/jpeg")
    form = {"text": "", "picture": file, "request_key": uuid4()}
    with run_tasks():
        client.post(reverse("notes:comment", args=[note.pk]), form, headers=HTMX)
        comment = Comment.objects.get()
        picture = reverse("notes:comment_picture", args=[comment.pk])
        assert client.get(picture).status_code == 204
    comment = Comment.objects.get()
    assert comment.photo.state == Photo.State.READY
    assert comment.photo.folder in client.get(picture).text
    assert comment.photo.folder in client.get(note.get_absolute_url()).text
    Photo.objects.update(made_at="2020-01-01T00:00Z")
    assert actions.drop_unused_uploads() == 0


@pytest.mark.django_db
def test_a_file_that_is_no_picture_is_refused_by_name_and_the_text_stays(client, member):
    note = make.note()
    client.force_login(member)
    file = SimpleUploadedFile("virus.exe", b"MZ" * 100, "image/jpeg")
    form = {"text": "my words", "picture": file, "request_key": uuid4()}
    answer = client.post(reverse("notes:comment", args=[note.pk]), form, headers=HTMX)
    assert answer.status_code == 422
    assert "virus.exe" in answer.text
    assert "my words" in answer.text
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_reported_comment_is_hidden_by_a_moderator_and_can_come_back(client, member, operator):
    note = make.note()
    comment = say(note, note.author, "rude words")
    client.force_login(member)
    address = reverse("notes:report_comment", args=[comment.pk])
    assert "rude words" in client.get(address).text
    client.post(address, {"reason": Report.Reason.values[0], "text": ""})
    case = Case.objects.get(target_id=comment.pk)
    moderation.decide(case=case, verdict=Verdict.REMOVED, by=operator, message="Be kind.")
    assert "rude words" not in client.get(note.get_absolute_url()).text
    check_counts(note)
    for verdict in (Verdict.APPROVED, Verdict.APPROVED):
        actions.hide_comment(comment_id=comment.pk, on=verdict != Verdict.APPROVED)
    assert "rude words" in client.get(note.get_absolute_url()).text
    check_counts(note)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [{"status": Note.Status.IN_REVIEW}, {"visibility": Note.Visibility.ONLY_ME}]
)
def test_comments_of_a_hidden_note_are_out_of_reach(client, member, state):
    comment = make.comment()
    Note.objects.filter(pk=comment.note_id).update(**state)
    client.force_login(member)
    for name in ("like_comment", "pin_comment", "delete_comment", "report_comment"):
        assert client.post(reverse(f"notes:{name}", args=[comment.pk]), {"on": "1"}).status_code == 404
    for name in ("answers",):
        assert client.get(reverse(f"notes:{name}", args=[comment.pk])).status_code == 404
    assert client.put(reverse("api:comment-like", args=[comment.pk])).status_code == 404
    assert client.get(reverse("api:comment-answers", args=[comment.pk])).status_code == 404


@pytest.mark.django_db
def test_the_api_likes_pins_and_deletes(client, member):
    note = make.note()
    comment = say(note, member)
    client.force_login(note.author)
    for _ in range(2):
        body = client.put(reverse("api:comment-like", args=[comment.pk])).json()
        assert (body["like_count"], body["liked"]) == (1, True)
    assert client.put(reverse("api:comment-pin", args=[comment.pk])).json()["is_pinned"] is True
    assert client.delete(reverse("api:comment-like", args=[comment.pk])).json()["like_count"] == 0
    assert client.delete(reverse("api:comment", args=[comment.pk])).status_code == 204
    check_counts(note)


@pytest.mark.django_db(transaction=True)
def test_counters_stay_exact_when_many_talk_at_once():
    note = make.note()
    people = make.user.create_batch(8)
    roots = [say(note, note.author, f"root {number}") for number in range(2)]

    def act(person):
        try:
            for turn in range(3):
                root = roots[turn % 2]
                mine = say(note, person, f"{turn}", parent=root)
                actions.set_comment_like(comment=root, user=person, on=True)
                actions.set_comment_like(comment=root, user=person, on=turn != 1)
                if turn == 2:
                    actions.remove_comment(comment=mine, by=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, people))
    check_counts(note)
    note.refresh_from_db()
    assert note.comment_count == 2 + 8 * 2


@pytest.mark.django_db
def test_a_closed_note_says_why_over_the_verb(member):
    note = make.note(comments_from=Note.CommentsFrom.NOBODY)
    with pytest.raises(NoteRefused) as refused:
        say(note, member)
    assert refused.value.code == "comments_closed"
