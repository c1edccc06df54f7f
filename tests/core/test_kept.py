from dataclasses import dataclass

import pytest
from django.urls import reverse

from accounts.actions import set_block
from core.kept import BETWEEN, forget_all, forget_now, kept, kept_each, row_pieces
from moderation.models import Verdict
from notes import actions
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.KEEP_SHARED = True
    settings.ANONYMOUS_PAGE_SECONDS = 60
    forget_now()


def test_a_value_is_made_once_and_anew_after_forgetting(django_capture_on_commit_callbacks):
    made = []
    for _ in range(2):
        kept("one", lambda: made.append(1))
    assert len(made) == 1
    with django_capture_on_commit_callbacks(execute=True):
        forget_all()
    kept("one", lambda: made.append(1))
    assert len(made) == 2


def test_what_is_too_old_is_made_anew():
    assert [kept("two", lambda n=n: n, seconds=0) for n in (1, 2)] == [1, 2]


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_removed_note_leaves_kept_pages_at_once(
    client, member, signed_in, django_capture_on_commit_callbacks
):
    note = make.note(tags=["早茶"])
    if signed_in:
        client.force_login(member)
    addresses = ["/", "/tags/早茶/", reverse("notes:profile", args=[note.author.handle])]
    assert all(note.get_absolute_url() in client.get(address).content.decode() for address in addresses)
    with django_capture_on_commit_callbacks(execute=True):
        actions.apply_verdict([note.pk], Verdict.REMOVED, "x")
    assert not any(note.get_absolute_url() in client.get(address).content.decode() for address in addresses)
    assert client.get(note.get_absolute_url()).status_code == 410


def test_kept_rows_are_seen_with_each_viewers_eyes(client_of, member):
    note, other = make.note(), make.user()
    pages = {user: client_of(user) for user in (member, other)}
    assert all(
        f'formaction="/notes/{note.pk}/like/"' in page.get("/").content.decode() for page in pages.values()
    )
    actions.set_like(note=note, user=member, on=True)
    assert 'aria-pressed="true"' in pages[member].get("/").content.decode()
    assert 'aria-pressed="true"' not in pages[other].get("/").content.decode()
    set_block(blocker=note.author, blocked=other, on=True)
    assert note.get_absolute_url() in pages[member].get("/").content.decode()
    assert note.get_absolute_url() not in pages[other].get("/").content.decode()


def test_only_the_missing_ones_are_made_together():
    asked = []

    def make_them(keys):
        asked.append(keys)
        return {key: key * 10 for key in keys if key != 3}

    assert kept_each("each", [1, 2, 3], make_them) == {1: 10, 2: 20, 3: None}
    assert kept_each("each", [2, 3, 4], make_them) == {2: 20, 3: None, 4: 40}
    forget_now()
    assert kept_each("each", [2], make_them) == {2: 20}
    assert asked == [[1, 2, 3], [4], [2]]


@dataclass
class Row:
    on_card: str


def test_a_piece_of_a_row_is_rendered_once_for_what_it_shows():
    asked = []

    def render(rows):
        asked.append([row.on_card for row in rows])
        return BETWEEN.join(f"<{row.on_card}>" for row in rows)

    assert row_pieces([Row("a"), Row("b")], "k", render) == "<a><b>"
    assert row_pieces([Row("c"), Row("a")], "k", render) == "<c><a>"
    assert row_pieces([Row("a")], "other", render) == "<a>"
    assert row_pieces([], "k", render) == ""
    assert asked == [["a", "b"], ["c"], ["a"]]
