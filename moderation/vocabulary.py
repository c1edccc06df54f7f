"""The banned words of the table, compiled once per process and again after every change."""

from functools import lru_cache

from .models import BannedWord
from .scoring import WordList


def word_list() -> WordList:
    """The list in force now; one small query asks whether it changed, whichever process changed it."""
    return _compiled(BannedWord.objects.version())


@lru_cache(maxsize=1)
def _compiled(version: tuple) -> WordList:
    return WordList(BannedWord.objects.values_list("word", "weight"))
