"""How a tag is spelled: one normal form for comparing, one slug for the address."""

import re
import unicodedata

import opencc

MAX_LENGTH = 64
_NOT_SLUG = re.compile(r"[^\w]+", re.UNICODE)
_to_simplified = opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional Chinese characters as simplified ones, so that both spellings meet.

    What is simplified stays as it is. The one exception of the tables, 薴 to 苧 to 苎, goes all the way.
    """
    return _to_simplified.convert(text).replace("苧", "苎")


def clean_name(raw: str) -> str:
    """The name as shown: full-width letters folded to half width, outer marks and inner runs of space
    removed."""
    text = unicodedata.normalize("NFKC", raw.replace("\x00", ""))
    return re.sub(r"\s+", " ", text).strip(" #")


def normalise(raw: str) -> str:
    """The form under which two spellings count as the same.

    Width, case, script (traditional or simplified), spaces, hyphens and underscores make no difference.
    """
    bare = re.sub(r"[\s\-_·・]+", "", simplify(clean_name(raw).casefold()))
    # Without the spaces, marks may stand beside letters they belong to, and hash signs at the ends.
    return unicodedata.normalize("NFKC", bare).strip("#")


def is_usable(raw: str) -> bool:
    """Can this be a tag? It has a letter, digit or emoji and is at most 64 characters long in every form."""
    name = clean_name(raw)
    return len(name) <= MAX_LENGTH and 0 < len(normalise(name)) <= MAX_LENGTH and any(map(_says, name))


def _says(char: str) -> bool:
    """Is this a letter, a digit, or a symbol that is no mark of punctuation or arithmetic?"""
    return char.isalnum() or unicodedata.category(char) in ("So", "Nl", "No")


def slug_of(raw: str) -> str:
    """Unicode slug of a name, at most 64 characters; never empty for a name that has a letter, digit or
    symbol."""
    name = clean_name(raw).casefold()
    slug = _NOT_SLUG.sub("-", name).strip("-_")[:MAX_LENGTH].strip("-_")
    return slug or "u" + "-".join(f"{ord(char):x}" for char in name[:8])
