"""What recommendation hears from notes; it only asks for work."""

from core.tasks import enqueue

from . import tasks


def note_changed(note_ids: list[int], **kwargs) -> None:
    enqueue(tasks.index_notes, note_ids)
