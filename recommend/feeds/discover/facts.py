"""What ranking and spacing know of a note."""

from typing import NamedTuple

# The columns of `Facts`; `note` is notes_note.
FACTS = """note.id, note.author_id, note.paid_brand_id, note.hot,
    ARRAY(SELECT tag_id FROM notes_taggednote WHERE content_object_id = note.id)"""
PUBLIC = "note.status = 'published' AND note.visibility = 'everyone'"


class Facts(NamedTuple):
    pk: int
    author_id: int
    paid_brand_id: int | None
    hot: float
    tag_ids: tuple[int, ...]

    @classmethod
    def of(cls, row) -> "Facts":
        pk, author, paid, hot, tags = row
        return cls(pk, author, paid, hot, tuple(tags))
