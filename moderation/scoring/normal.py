"""A text in the forms that rules compare: disguises by width, case, spaces and signs undone."""

import re
import unicodedata
from functools import cached_property

# Lookalikes that stand for a letter or a word when people hide how to reach them.
DISGUISES = {"➕": "加", "✚": "加", "❤": "心", "♥": "心", "\u200b": "", "\ufe0f": "", "\ufeff": ""}
NOT_WORD = re.compile(r"[\W_]+")
HASHTAG = re.compile(r"[#＃][^\s#＃]{1,60}")
BRACKET_EMOJI = re.compile(r"\[[^\[\]\s]{1,8}\]")


class Text:
    """One text in its comparable forms, each computed when first asked for."""

    def __init__(self, raw: str):
        self.raw = raw

    @cached_property
    def plain(self) -> str:
        """NFKC (full-width and circled characters become ordinary ones), small letters, disguises undone."""
        text = self.raw
        for sign, meaning in DISGUISES.items():
            text = text.replace(sign, meaning)
        return unicodedata.normalize("NFKC", text).lower()

    @cached_property
    def dense(self) -> str:
        """`plain` without spaces, punctuation and emoji: `微 . 信` is `微信`."""
        return NOT_WORD.sub("", self.plain)

    @cached_property
    def hashtags(self) -> list[str]:
        return HASHTAG.findall(self.raw)

    @cached_property
    def body(self) -> str:
        """`raw` without hashtags and bracketed emoji codes."""
        return BRACKET_EMOJI.sub("", HASHTAG.sub("", self.raw))


def dense(word: str) -> str:
    """A word in the form in which it is looked for."""
    return Text(word).dense
