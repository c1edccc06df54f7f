import json
import time

from django.core.management.base import BaseCommand
from django.db.models import Avg
from tqdm import tqdm

from kol import actions, creators
from kol.models import Profile
from kol.screening import FORMULA


class Command(BaseCommand):
    help = """Recompute every creator's screening score and print a JSON summary.

Example: python manage.py screen_kols
"""

    def handle(self, **options):
        started = time.perf_counter()
        number = 0
        batches = list(creators.batches())
        for user_ids in tqdm(batches, desc="screening", unit="batch", disable=None):
            number += actions.screen(user_ids)
        mean = Profile.objects.filter(formula=FORMULA).aggregate(mean=Avg("score"))["mean"]
        summary = {
            "creators": number,
            "formula": FORMULA,
            "mean_score": round(mean or 0, 4),
            "waiting": Profile.objects.waiting().count(),
            "seconds": round(time.perf_counter() - started, 2),
        }
        self.stdout.write(json.dumps(summary))
