import json
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from core import jsonl
from recommend.search import evaluation


class Command(BaseCommand):
    help = (
        "Measure search with queries, one JSON object a line: {'q': words, 'expect': [note ids, optional]}. "
        "Prints recall against a scan of titles, texts and tags, precision of the first ten by word "
        "boundaries, MRR of the expected, and times in ms. Example: python manage.py evaluate_search q.jsonl"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="queries, one JSON object a line (plain or .gz)")

    def handle(self, *, file: Path, **options):
        bad: list[str] = []
        try:
            rows = [row for _number, row in jsonl.read(file, lambda at, why: bad.append(f"line {at}: {why}"))]
        except jsonl.UnreadableFile as error:
            raise CommandError(str(error)) from error
        queries = [row for row in rows if isinstance(row.get("q"), str) and row["q"].strip()]
        if not queries:
            raise CommandError(f'{file} holds no query: each line is like {{"q": "早茶"}}.')
        for line in bad:
            self.stderr.write(line)
        self.stdout.write(json.dumps(evaluation.evaluate(queries), ensure_ascii=False))
