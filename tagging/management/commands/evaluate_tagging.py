"""Measure how well tags are found in text."""

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core import jsonl
from tagging.actions import load_vocabulary
from tagging.evaluation import Example, evaluate


class Command(BaseCommand):
    help = """Hide the hashtags of each note, find tags in the rest of its text, compare; prints JSON.

Example:
  python manage.py evaluate_tagging notes.jsonl.gz

The file is in the format of import_notes. What is known of words comes from the other notes of the file, and
from the words, kinds and aliases of this site. Nothing is written."""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="notes.jsonl or notes.jsonl.gz")

    def handle(self, *, file: Path, **options):
        bad: list[tuple[int, str]] = []
        try:
            rows = list(jsonl.read(file, on_bad=lambda number, reason: bad.append((number, reason))))
        except jsonl.UnreadableFile as error:
            raise CommandError(str(error)) from error
        examples = [_example(row) for _number, row in rows]
        with transaction.atomic():
            load_vocabulary()
            result = evaluate(examples)
            transaction.set_rollback(True)
        for number, reason in bad[:50]:
            self.stderr.write(f"line {number}: {reason}")
        self.stdout.write(json.dumps({**result, "bad_lines": len(bad)}, ensure_ascii=False))


def _example(row: dict) -> Example:
    title, text = (row.get(name) if isinstance(row.get(name), str) else "" for name in ("title", "text"))
    tags = row.get("tags") if isinstance(row.get("tags"), list) else []
    return Example.of(title, text, [tag for tag in tags if isinstance(tag, str)])
