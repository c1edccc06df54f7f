import csv
import gzip
import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from core import jsonl
from recommend.similar import evaluation


class Command(BaseCommand):
    help = (
        "Measure the similar-items engine on foreign data: items, one JSON object a line "
        "({'id', 'tags': [...], 'text'}), and interactions, a CSV of user,item,timestamp; plain or .gz. "
        "Prints recall, NDCG and coverage of the first twenty as JSON. "
        "Example: python manage.py evaluate_similar items.jsonl.gz interactions.csv.gz"
    )

    def add_arguments(self, parser):
        parser.add_argument("items", type=Path, help="items, one JSON object a line (plain or .gz)")
        parser.add_argument("interactions", type=Path, help="CSV with user,item,timestamp (plain or .gz)")

    def handle(self, *, items: Path, interactions: Path, **options):
        bad: list[str] = []
        try:
            rows = [
                row for _number, row in jsonl.read(items, lambda at, why: bad.append(f"line {at}: {why}"))
            ]
            acts = list(_acts(interactions))
        except (jsonl.UnreadableFile, OSError, UnicodeDecodeError, EOFError) as error:
            raise CommandError(str(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(f"{interactions} needs the columns user,item,timestamp: {error}") from error
        known = [row for row in rows if "id" in row]
        if not known or not acts:
            raise CommandError("There are no items or no interactions.")
        for line in bad:
            self.stderr.write(line)
        self.stdout.write(json.dumps(evaluation.evaluate(known, acts)))


def _acts(path: Path):
    opened = gzip.open(path, "rt", newline="") if path.suffix == ".gz" else open(path, newline="")  # noqa: SIM115
    with opened as file:
        for row in csv.DictReader(file):
            yield row["user"], row["item"], float(row["timestamp"])
