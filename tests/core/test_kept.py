import pytest
from django.urls import reverse

from accounts.actions import set_block
from core.kept import forget_all, forget_now, kept
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
