"""Who is screened: everybody with something published."""

from collections.abc import Iterator

from notes.models import Note

BATCH = 200


def batches(size: int = BATCH) -> Iterator[list[int]]:
    """Ids of all creators, in batches."""
    authors = Note.objects.public().filter(author__is_active=True)
    ids = list(authors.order_by("author_id").values_list("author_id", flat=True).distinct())
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
