import pytest

from notes.models import Note
from recommend import actions
from tagging import matching


@pytest.fixture(autouse=True)
def _fresh_vocabulary():
    matching.forget()
    yield
    matching.forget()


@pytest.fixture
def index(db):
    """`index()` brings search entries and similar notes of all notes up to date; `index(note)` those of one."""

    def run(*notes):
        actions.index_notes([note.pk for note in notes] or list(Note.objects.values_list("pk", flat=True)))

    return run
