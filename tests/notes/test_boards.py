"""Boards: saving, moving, ordering, searching, who may see what, and exact counts."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions import set_block
from core.errors import DomainError
from notes import actions, limits, saved
from notes.models import Board, Bookmark, Note
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(member):
    return member


@pytest.fixture
def browser(client, reader):
    client.force_login(reader)
    return client


def board(owner, name="旅行", **more) -> Board:
    return actions.create_board(owner=owner, name=name, **more)


def keep(user, where=None, remark="", **note) -> Bookmark:
    return actions.save_to(note=make.note(**note), user=user, board=where, remark=remark)


def counts_are_true() -> bool:
    return actions.recount_boards() == 0 and actions.recount() == 0


def test_one_tap_saves_to_the_default_board_and_offers_another(browser, reader):
    note = make.note()
    answer = browser.post(
        reverse("notes:bookmark", args=[note.pk]), {"on": "1"}, headers={"HX-Request": "true"}
    )
    told = json.loads(answer["HX-Trigger-After-Settle"])["toast"]
    assert told["href"] == reverse("notes:choose_board", args=[note.pk])
    assert Bookmark.objects.get().board is None
    browser.post(reverse("notes:bookmark", args=[note.pk]), {"on": "0"})
    note.refresh_from_db()
    assert (note.bookmark_count, Bookmark.objects.count()) == (0, 0)


@pytest.mark.parametrize("htmx", [True, False])
def test_a_note_is_moved_and_remarked_from_the_sheet_or_the_page(browser, reader, htmx):
    item, place = keep(reader), board(reader)
    address = reverse("notes:choose_board", args=[item.note_id])
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"} if htmx else {}
    page = browser.get(address, headers=headers).content.decode()
    assert "旅行" in page
    assert ("<html" in page) is not htmx
    answer = browser.post(address, {"board": place.pk, "remark": "五月去"}, headers=headers)
    assert answer.status_code == (200 if htmx else 302)
    item.refresh_from_db()
    place.refresh_from_db()
    assert (item.board, item.remark, place.item_count) == (place, "五月去", 1)
    assert counts_are_true()


def test_a_new_board_is_made_in_place_and_saves_there(browser, reader):
    note = make.note()
    address = reverse("notes:choose_board", args=[note.pk])
    browser.post(address, {"name": " 周末  早茶 ", "is_public": "on"})
    made = Board.objects.get()
    assert (made.name, made.is_public, made.item_count) == ("周末 早茶", True, 1)
    note.refresh_from_db()
    assert note.bookmark_count == 1
    again = browser.post(address, {"name": "周末 早茶"}, headers={"HX-Request": "true"})
    assert again.status_code == 422
    assert "already" in again.content.decode()


def test_nobody_saves_to_the_board_of_another(browser, reader):
    theirs = board(make.user())
    note = make.note()
    answer = browser.post(reverse("notes:choose_board", args=[note.pk]), {"board": theirs.pk})
    assert answer.status_code == 404
    with pytest.raises(DomainError):
        actions.save_to(note=note, user=reader, board=theirs)
    item = keep(reader)
    with pytest.raises(DomainError):
        actions.move_items(user=reader, item_ids=[item.pk], board=theirs)
    assert actions.move_items(user=theirs.owner, item_ids=[item.pk], board=theirs) == 0
    assert counts_are_true()


def test_a_private_board_does_not_exist_for_others(client, reader):
    place = board(reader)
    keep(reader, place)
    for path in (place.get_absolute_url(), reverse("api:board", args=[place.pk])):
        assert client.get(path).status_code == 404
    stranger = make.user()
    client.force_login(stranger)
    for name in ("board", "edit_board"):
        assert client.get(reverse(f"notes:{name}", args=[place.pk])).status_code == 404
    assert client.post(reverse("notes:delete_board", args=[place.pk])).status_code == 404
    assert client.get(reverse("notes:export_board", args=[place.pk, "csv"])).status_code == 404
    assert client.get(reverse("api:board-items", args=[place.pk])).status_code == 404
    assert client.patch(reverse("api:board", args=[place.pk]), {}, "application/json").status_code == 404


def test_in_a_public_board_others_see_only_what_is_theirs_to_see_and_no_remark(client, reader):
    place = board(reader, is_public=True)
    keep(reader, place, title="众人可见", remark="悄悄话")
    own = make.note(author=reader, title="只有自己", visibility=Note.Visibility.ONLY_ME)
    actions.save_to(note=own, user=reader, board=place)
    hidden = keep(reader, place, title="已经撤下")
    Note.objects.filter(pk=hidden.note_id).update(status=Note.Status.REMOVED)
    page = client.get(place.get_absolute_url()).content.decode()
    assert "众人可见" in page
    assert "csrfmiddlewaretoken" not in page
    for secret in ("悄悄话", "只有自己", "已经撤下", "No longer available"):
        assert secret not in page
    answer = client.get(reverse("api:board-items", args=[place.pk])).json()
    assert [(row["note"]["title"], row["remark"]) for row in answer["results"]] == [("众人可见", "")]
    assert client.get(reverse("api:board", args=[place.pk])).json()["note_count"] == 1
    assert "Nothing found" in client.get(place.get_absolute_url(), {"q": "悄悄话"}).content.decode()


def test_a_block_and_a_closed_account_close_a_public_board(client, reader):
    place, other = board(reader, is_public=True), make.user()
    client.force_login(other)
    assert client.get(place.get_absolute_url()).status_code == 200
    set_block(blocker=reader, blocked=other, on=True)
    assert client.get(place.get_absolute_url()).status_code == 404
    client.logout()
    reader.is_active = False
    reader.save()
    assert client.get(place.get_absolute_url()).status_code == 404


def test_a_removed_note_leaves_a_blank_card_with_the_remark(browser, reader):
    place = board(reader)
    item = keep(reader, place, title="秘密标题", text="秘密正文", remark="给妈妈")
    Note.objects.filter(pk=item.note_id).update(status=Note.Status.REMOVED)
    page = browser.get(place.get_absolute_url()).content.decode()
    assert "No longer available" in page
    assert "给妈妈" in page
    assert "秘密" not in page
    sheet = browser.get(reverse("notes:choose_board", args=[item.note_id])).content.decode()
    assert "秘密" not in sheet
    assert not list(saved.matching(saved.items_of(reader, place, reader), "秘密", reader))
    api = browser.get(reverse("api:board-items", args=[place.pk])).json()["results"]
    assert (api[0]["note"], api[0]["remark"]) == (None, "给妈妈")


@pytest.mark.parametrize(
    "words", ["江南", "园林 拙政", "小桥流水", "suzhou", "SUZHOU", "给姐姐", "ｓｕｚｈｏｕ"]
)
def test_a_board_is_searched_by_title_text_tag_and_remark(browser, reader, words):
    place = board(reader)
    keep(
        reader,
        place,
        title="江南三日",
        text="小桥流水人家 拙政园",
        tags=["园林", "Suzhou"],
        remark="给姐姐看",
    )
    keep(reader, place, title="别的", text="100% 无关", tags=["火锅"])
    page = browser.get(place.get_absolute_url(), {"q": words}).content.decode()
    assert "江南三日" in page
    assert "别的" not in page
    assert "Nothing found" in browser.get(place.get_absolute_url(), {"q": "_"}).content.decode()


def test_a_board_is_ordered_by_hand(browser, reader):
    place = board(reader)
    first, second, third = (keep(reader, place) for _ in range(3))

    def order():
        rows = browser.get(reverse("api:board-items", args=[place.pk])).json()["results"]
        return [row["id"] for row in rows]

    assert order() == [third.pk, second.pk, first.pk]
    address = reverse("notes:place_item", args=[first.pk])
    browser.post(address, {"shift": "first"})
    assert order() == [first.pk, third.pk, second.pk]
    browser.post(address, {"shift": "on"})
    assert order() == [third.pk, first.pk, second.pk]
    assert browser.post(address, {"before": third.pk}, headers={"HX-Request": "true"}).status_code == 204
    assert order() == [first.pk, third.pk, second.pk]
    browser.post(reverse("notes:place_item", args=[third.pk]), {})
    assert order() == [first.pk, second.pk, third.pk]
    newest = keep(reader, place)
    assert order()[0] == newest.pk
    assert browser.get(f"{place.get_absolute_url()}?sort=oldest&manage=1").status_code == 200
    assert browser.post(reverse("notes:place_item", args=[keep(make.user()).pk]), {}).status_code == 404


def test_several_items_move_or_go_at_once(browser, reader):
    here, there = board(reader), board(reader, "家")
    items = [keep(reader, here) for _ in range(4)]
    address = reverse("notes:change_items")
    browser.post(address, {"item": [item.pk for item in items[:3]], "to": there.pk, "do": "move"})
    browser.post(address, {"item": [items[0].pk], "to": "", "do": "move"})
    browser.post(address, {"item": [items[1].pk, items[3].pk], "do": "remove"})
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.item_count, there.item_count, Bookmark.objects.count()) == (0, 1, 2)
    assert counts_are_true()
    assert browser.post(address, {"do": "nonsense"}).status_code == 404


def test_a_deleted_board_loses_nothing(browser, reader):
    place = board(reader)
    keep(reader, place, remark="留着")
    browser.post(reverse("notes:delete_board", args=[place.pk]))
    assert not Board.objects.exists()
    item = Bookmark.objects.get()
    assert (item.board, item.remark) == (None, "留着")
    assert "留着" in browser.get(reverse("notes:default_board")).content.decode()


def test_the_cover_is_chosen_and_leaves_with_its_note(browser, reader):
    place = board(reader)
    item = keep(reader, place)
    keep(reader, place)
    browser.post(reverse("notes:change_items"), {"do": f"cover:{item.pk}"})
    assert saved.with_covers(Board.objects.all(), reader)[0].covers[0].pk == item.note_id
    actions.move_items(user=reader, item_ids=[item.pk], board=None)
    place.refresh_from_db()
    assert place.cover is None
    with pytest.raises(DomainError):
        actions.change_board(board=place, cover=item.note)


def test_limits_of_boards(reader, monkeypatch):
    for bad in ("", "   ", "长" * 41, "加微信 abc123456 私聊，电话13800138000"):
        with pytest.raises(DomainError):
            board(reader, bad)
    place = board(reader)
    with pytest.raises(DomainError):
        keep(reader, place, remark="长" * 201)
    monkeypatch.setattr(limits, "BOARD_ITEMS", 1)
    keep(reader, place)
    with pytest.raises(DomainError):
        keep(reader, place)
    monkeypatch.setattr(limits, "BOARDS", 1)
    with pytest.raises(DomainError):
        board(reader, "第二个")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_board_is_exported(browser, reader, kind):
    place = board(reader)
    keep(reader, place, title="江南", remark="=SUM(A1)")
    gone = keep(reader, place, title="秘密", remark="没了")
    Note.objects.filter(pk=gone.note_id).update(status=Note.Status.REMOVED)
    answer = browser.get(reverse("notes:export_board", args=[place.pk, kind]))
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode()
    assert "秘密" not in text
    if kind == "json":
        rows = json.loads(text)["items"]
        assert [row["available"] for row in rows] == [False, True]
    else:
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows[1]["remark"] == "'=SUM(A1)"
    assert rows[1]["title"] == "江南"
    assert browser.get(reverse("notes:export_default", args=[kind])).status_code == 200


def test_boards_over_the_api(browser, reader):
    def send(verb, name, data=None, *args):
        return getattr(browser, verb)(reverse(f"api:{name}", args=args), data, "application/json")

    made = send("post", "boards", {"name": "书单", "is_public": True})
    assert made.status_code == 201
    assert send("post", "boards", {"name": "书单"}).status_code == 400
    assert send("post", "boards", {"name": "长" * 41}).status_code == 400
    pk, item = made.json()["id"], keep(reader)
    moved = send("patch", "board-item", {"board": pk, "remark": "冬天读"}, item.pk).json()
    assert (moved["remark"], moved["note"]["id"]) == ("冬天读", item.note_id)
    assert send("patch", "board", {"cover": item.note_id}, pk).json()["note_count"] == 1
    assert send("patch", "board-item", {"remark": "x"}, keep(make.user()).pk).status_code == 404
    assert send("post", "move-items", {"items": [item.pk], "board": None}).json() == {"moved": 1}
    assert browser.get(reverse("api:default-items")).json()["results"][0]["id"] == item.pk
    assert len(browser.get(reverse("api:person-boards", args=[reader.handle])).json()) == 1
    assert browser.delete(reverse("api:board-item", args=[item.pk])).status_code == 204
    assert browser.delete(reverse("api:board", args=[pk])).status_code == 204
    browser.logout()
    assert browser.get(reverse("api:boards")).status_code in (401, 403)
    assert counts_are_true()


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("manage", ["", "1"])
def test_a_board_costs_the_same_however_long(browser, reader, rows, manage, django_assert_max_num_queries):
    place = board(reader, is_public=True)
    for number in range(rows):
        keep(reader, place, tags=["园林"], remark="好", photos=1)
        keep(reader, board(reader, f"板{number}"))
    query = {"manage": "1"} if manage else {}
    with django_assert_max_num_queries(10):
        browser.get(place.get_absolute_url(), query)
    with django_assert_max_num_queries(10):
        browser.get(reverse("notes:profile", args=[reader.handle]), {"tab": "saved"})
    with django_assert_max_num_queries(10):
        browser.get(reverse("notes:choose_board", args=[Bookmark.objects.first().note_id]))
    browser.logout()
    with django_assert_max_num_queries(10):
        browser.get(place.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_counts_are_exact_after_many_moves_at_once():
    people = [make.user() for _ in range(3)]
    notes = [make.note() for _ in range(4)]
    places = {person: [None, board(person, "a"), board(person, "b")] for person in people}

    def churn(task):
        person, note, turn = task
        actions.save_to(note=note, user=person, board=places[person][turn % 3])
        ids = list(Bookmark.objects.filter(user=person).values_list("pk", flat=True))
        actions.move_items(user=person, item_ids=ids[: turn + 1], board=places[person][(turn + 1) % 3])
        if turn % 2:
            actions.set_bookmark(note=note, user=person, on=False)
        if turn == 3:
            actions.remove_items(user=person, item_ids=ids[:2])
        connection.close()

    tasks = [(person, note, turn) for turn in range(5) for person in people for note in notes]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(churn, tasks))
    assert counts_are_true()
    assert (
        sum(Board.objects.values_list("item_count", flat=True))
        == Bookmark.objects.exclude(board=None).count()
    )


@pytest.mark.django_db(transaction=True)
def test_a_board_deleted_while_notes_move_into_it_keeps_them(member):
    place = board(member)
    items = [keep(member) for _ in range(8)]

    def move(item):
        try:
            actions.move_items(user=member, item_ids=[item.pk], board=place)
        except DomainError:
            pass
        finally:
            connection.close()

    def delete(_item):
        actions.delete_board(board=Board.objects.get(pk=place.pk))
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(
            pool.map(
                lambda job: job[0](job[1]),
                [(move, item) for item in items[:4]]
                + [(delete, None)]
                + [(move, item) for item in items[4:]],
            )
        )
    assert Bookmark.objects.filter(board=None).count() == 8
