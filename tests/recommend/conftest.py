from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from notes.models import Note, TaggedNote
from recommend import actions
from recommend.feeds.discover import shelves
from tagging import matching
from tests import make


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


@pytest.fixture
def many(db):
    """`many(40)`: as many notes, each by somebody else, with a tag of its own; the earlier the hotter."""

    def run(number):
        people = User.objects.bulk_create(make.user.build_batch(number))
        before = timezone.now() - timedelta(days=30)
        notes = Note.objects.bulk_create(
            make.note.build(author=author, published_at=before, hot=100 - place / 10)
            for place, author in enumerate(people)
        )
        TaggedNote.objects.bulk_create(
            TaggedNote(content_object=note, tag=make.tag(name=f"t{place}"))
            for place, note in enumerate(notes)
        )
        return notes

    return run


@pytest.fixture
def empty_shelves(db):
    """What this process keeps of Discover is forgotten before and after."""
    shelves.forget()
    yield
    shelves.forget()
