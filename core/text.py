"""Measuring text the way people count it."""

import unicodedata


def counted_length(text: str) -> int:
    """Length with two half-width letters counted as one, rounded up: `你好ab` is 3."""
    halves = sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
    return (halves + 1) // 2


def fold(text: str) -> str:
    """The text as words are looked for in it: full width as half width, capitals as small letters."""
    return unicodedata.normalize("NFKC", text).casefold()
