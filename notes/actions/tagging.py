"""Which tags a note carries: what the author wrote as hashtags, what the text names, what a curator says."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from tagging.actions import count_notes, resolve
from tagging.extraction import Found, extract
from tagging.models import Tag

from .. import events
from ..models import Note, TaggedNote


def write_text_tags(notes: Sequence[Note]) -> None:
    """Replace the tags found in each note's title, text and place; a curator's tags stay as they are.

    The caller holds the locks of the rows.
    """
    found = {note.pk: extract(note.title, note.text, note.place) for note in notes}
    tags = _resolve_all([hit for hits in found.values() for hit in hits])
    wanted: dict[tuple[int, int], TaggedNote] = {}
    for note in notes:
        for hit in found[note.pk]:
            if tag := tags.get((hit.kind, hit.name)):
                source = TaggedNote.Source.AUTHOR if hit.how == "hashtag" else TaggedNote.Source.TEXT
                wanted.setdefault((note.pk, tag.pk), TaggedNote(content_object=note, tag=tag, source=source))

    present = {
        (row.content_object_id, row.tag_id): row
        for row in TaggedNote.objects.filter(content_object__in=notes)
    }
    gone = [
        row for key, row in present.items() if key not in wanted and row.source != TaggedNote.Source.CURATOR
    ]
    new = [row for key, row in wanted.items() if key not in present]
    TaggedNote.objects.filter(pk__in=[row.pk for row in gone]).delete()
    TaggedNote.objects.bulk_create(new, batch_size=2000)

    visible = {note.pk for note in notes if note.is_public}
    changes: dict[int, int] = {}
    for rows, change in ((gone, -1), (new, 1)):
        for row in rows:
            if row.content_object_id in visible:
                changes[row.tag_id] = changes.get(row.tag_id, 0) + change
    count_notes(changes)


def _resolve_all(hits: list[Found]) -> dict[tuple[str, str], Tag]:
    """Tags by (kind, name): each name is looked up once per kind, for all notes together."""
    tags: dict[tuple[str, str], Tag] = {}
    for kind in sorted({hit.kind for hit in hits}):
        names = sorted({hit.name for hit in hits if hit.kind == kind})
        tags.update({(kind, name): tag for name, tag in resolve(names, kind=kind).items()})
    return tags


@transaction.atomic
def curate_tag(*, note: Note, tag: Tag, on: bool) -> bool:
    """A person puts a tag on a note or takes it off; False when that is how it was."""
    note = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if on:
        _row, changed = TaggedNote.objects.get_or_create(
            content_object=note, tag=tag, defaults={"source": TaggedNote.Source.CURATOR}
        )
    else:
        changed = bool(TaggedNote.objects.filter(content_object=note, tag=tag).delete()[0])
    if not changed:
        return False
    if note.is_public:
        count_notes({tag.pk: 1 if on else -1})
    up_to_date = note.processed_revision == note.revision
    Note.objects.filter(pk=note.pk).update(
        revision=F("revision") + 1, **({"processed_revision": F("revision") + 1} if up_to_date else {})
    )
    transaction.on_commit(lambda: events.note_changed.send(sender=Note, note_ids=[note.pk]))
    return True
