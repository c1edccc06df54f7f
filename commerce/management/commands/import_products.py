"""Import products from JSON lines."""

import sys
import time
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commerce.importing import Imported, import_rows
from core import jsonl

BATCH = 500
BAD_SHOWN = 50


class Command(BaseCommand):
    help = """Import products from a file with one JSON object a line (plain or .gz).

Example:
  python manage.py import_products products.jsonl

  {"id": "tea-17", "name": "Jasmine tea, 100 g", "brand": "Morning Mist", "category": "Tea",
   "price_fen": 5800, "stock": 120, "description": "…", "images": ["tea-17/front.jpg"]}

Required: id, name, price_fen. Paths of images are relative to the file. Products are sold by the mall itself,
brands and categories are made where they are new, unknown fields are ignored. A bad line is named and
skipped; running it again changes nothing."""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="products.jsonl or products.jsonl.gz")

    def handle(self, *, file: Path, **options):
        report, started = Imported(), time.monotonic()
        rows = jsonl.read(file, on_bad=lambda number, reason: report.bad.append((number, reason)))
        try:
            for batch in jsonl.batches(rows, BATCH):
                import_rows(batch, file.parent, report)
                if not sys.stderr.isatty():
                    self.stdout.write(f"{report.new + report.known} products read")
        except jsonl.UnreadableFile as error:
            raise CommandError(str(error)) from error
        for number, reason in report.bad[:BAD_SHOWN]:
            self.stderr.write(f"line {number}: {reason}")
        if len(report.bad) > BAD_SHOWN:
            self.stderr.write(f"… and {len(report.bad) - BAD_SHOWN} more")
        self.stdout.write(
            f"{report.new} new, {report.known} known before, {report.pictures} pictures, "
            f"{len(report.bad)} problems, {time.monotonic() - started:.1f} s."
        )
