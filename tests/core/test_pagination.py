import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.pagination import decode_cursor, encode_cursor, keyset_page
from tests import make

ORDER = ["-follower_count", "-id"]


def walk(rows, order=ORDER, size=3):
    seen, after = [], ""
    while True:
        page = keyset_page(rows, order, after, size)
        seen += [row.pk for row in page]
        if not page.after:
            return seen
        after = page.after


@pytest.mark.django_db
def test_pages_hold_every_row_once_in_order():
    for count in (5, 1, 5, 5, 2, 9, 5, 0, 0, 0):
        make.user(follower_count=count)
    expected = list(User.objects.order_by(*ORDER).values_list("pk", flat=True))
    assert walk(User.objects.all()) == expected


@pytest.mark.django_db
def test_a_new_row_on_top_does_not_shift_the_next_page():
    for _ in range(6):
        make.user()
    first = keyset_page(User.objects.all(), ["-id"], "", 3)
    make.user()
    second = keyset_page(User.objects.all(), ["-id"], first.after, 3)
    assert not {row.pk for row in first} & {row.pk for row in second}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "%%%",
        "e30",
        encode_cursor(["x", "y"]),
        encode_cursor([None, 1]),
        encode_cursor([1]),
        "A" * 500,
    ],
)
def test_a_foreign_cursor_starts_over(cursor):
    make.user()
    assert len(keyset_page(User.objects.all(), ORDER, cursor)) == 1


@given(st.lists(st.one_of(st.integers(), st.text(), st.floats(allow_nan=False)), min_size=1, max_size=3))
def test_cursors_come_back_as_they_were(values):
    cursor = encode_cursor(values)
    if len(cursor) <= 300:
        assert decode_cursor(cursor, len(values)) == values


@given(st.text(max_size=400))
def test_no_text_breaks_the_cursor(text):
    decode_cursor(text, 2)
