"""Import notes from JSON lines."""

import time
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core import jsonl
from notes.importing import Imported, import_rows
from tagging.actions import load_vocabulary

BATCH = 500


class Command(BaseCommand):
    help = """Import notes from a file with one JSON object a line (plain or .gz).

Example:
  python manage.py import_notes notes.jsonl.gz

Fields: id, title, text, tags, images, author {id, name}, location {name, lat, lng}, created_at, likes,
collects, comments, shares; only id, and title or text, are required. Unknown fields are ignored; a bad line
is named and skipped; running it again changes nothing."""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="notes.jsonl or notes.jsonl.gz")

    def handle(self, *, file: Path, **options):
        load_vocabulary()
        report, started = Imported(), time.monotonic()
        rows = jsonl.read(file, on_bad=lambda number, reason: report.bad.append((number, reason)))
        try:
            for done, batch in enumerate(jsonl.batches(rows, BATCH), start=1):
                import_rows(batch, file.parent, report)
                if done % 10 == 0:
                    self.stdout.write(f"{report.new + report.known} notes read")
        except jsonl.UnreadableFile as error:
            raise CommandError(str(error)) from error
        for number, reason in report.bad[:50]:
            self.stderr.write(f"line {number}: {reason}")
        if len(report.bad) > 50:
            self.stderr.write(f"… and {len(report.bad) - 50} more bad lines")
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{report.new} new, {report.known} known before, {len(report.bad)} bad lines, {seconds:.1f} s. "
            "The worker tags, scores and publishes them."
        )
