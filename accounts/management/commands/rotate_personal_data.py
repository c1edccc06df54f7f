from argparse import RawDescriptionHelpFormatter
from collections import Counter

from django.core.management.base import BaseCommand
from tqdm import tqdm

from accounts.rotation import rotate


class Command(BaseCommand):
    help = """Encrypt all personal data with the first of PERSONAL_DATA_KEYS.

Put a new key in front of the old one, restart, run this, then take the old key away.

Example:
  PERSONAL_DATA_KEYS=new,old python manage.py rotate_personal_data"""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def handle(self, *args, **options):
        done: Counter[str] = Counter()
        with tqdm(unit=" rows", disable=None) as bar:
            for table, rows in rotate():
                done[table] += rows
                bar.update(rows)
        for table, rows in done.items():
            self.stdout.write(f"{table}: {rows}")
