"""`import_notes` on files that are not as they should be."""

import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

from notes.models import Note

pytestmark = pytest.mark.django_db


def run(path):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_notes", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def packed(number: int) -> bytes:
    rows = [
        json.dumps({"id": f"n{n}", "title": f"Note {n}", "noise": f"{n * 7919:x}" * 20})
        for n in range(number)
    ]
    return gzip.compress("\n".join(rows).encode(), mtime=0)  # the same for every worker


def damaged(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(64) + data[middle + 64 :]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.jsonl.gz", packed(900)[:-200]),
        ("damaged.jsonl.gz", damaged(packed(900))),
        ("plain.jsonl.gz", b'{"id": "a", "title": "not packed"}'),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_said_in_one_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        run(path)
    assert str(caught.value).startswith(f"{path} cannot be read to its end: ")
    assert "\n" not in str(caught.value)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*absent\.jsonl\."):
        run(tmp_path / "absent.jsonl")


def test_a_cut_file_is_taken_up_again_when_it_is_whole(tmp_path):
    path, data = tmp_path / "notes.jsonl.gz", packed(700)
    path.write_bytes(data[:-100])
    with pytest.raises(CommandError):
        run(path)
    path.write_bytes(data)
    run(path)
    assert Note.objects.count() == 700


@pytest.mark.parametrize(
    "bad",
    [
        {"images": {"a": 1}},
        {"images": 5},
        {"id": {"a": 1}},
        {"id": ""},
        {"likes": float("inf")},
        {"created_at": "yesterday"},
    ],
)
def test_a_bad_line_is_named_and_the_others_stay(tmp_path, bad):
    path = tmp_path / "notes.jsonl"
    rows = [{"id": "a", "title": "One"}, {"id": "b", "title": "Two", **bad}, {"id": "c", "title": "Three"}]
    path.write_text("\n".join(map(json.dumps, rows)))
    _out, err = run(path)
    assert sorted(Note.objects.values_list("title", flat=True)) == ["One", "Three"]
    assert "line 2" in err


def test_characters_that_cannot_be_stored_are_left_out(tmp_path):
    path = tmp_path / "notes.jsonl"
    row = {
        "id": "a\x00b",
        "title": "One\ud800",
        "text": "wo\x00rds",
        "images": ["a\x00.jpg"],
        "author": {"id": "u\x00", "name": "Li\x00n"},
        "location": {"name": "Can\x00ton"},
    }
    path.write_text(json.dumps(row))
    run(path)
    note = Note.objects.get()
    assert (note.import_id, note.title, note.text, note.place) == ("ab", "One", "words", "Canton")
    assert note.author.name == "Lin"
