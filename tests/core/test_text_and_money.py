import pytest

from core.money import format_fen
from core.text import counted_length


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("你好", 2), ("ab", 1), ("abc", 2), ("你好ab", 3), ("ＡＢ", 2), ("🍜", 1)]
)
def test_two_latin_letters_count_as_one(text, length):
    assert counted_length(text) == length


@pytest.mark.parametrize(("fen", "shown"), [(0, "¥0"), (9900, "¥99"), (123450, "¥1,234.50"), (1, "¥0.01")])
def test_money_reads_as_people_write_it(fen, shown):
    assert format_fen(fen) == shown
