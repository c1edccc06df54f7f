import os
import resource
import time

from django.core.management.base import BaseCommand
from tqdm import tqdm

from notes.models import Note
from recommend import actions, tasks


class Command(BaseCommand):
    help = (
        "Compute every list of similar notes from scratch, together with the workers that run."
        " Example: python manage.py rebuild_similar"
    )

    def add_arguments(self, parser):
        parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)

    def handle(self, *args, **options):
        began = time.perf_counter()
        done = 0
        total = Note.objects.public().count()
        with tqdm(total=total, unit="note", disable=None) as bar:
            rebuild = actions.begin_rebuild()
            tasks.ask_for_blocks(rebuild.pk)
            for step in actions.work_at_rebuild(rebuild, options["threads"]):
                done += step
                bar.update(step)
        seconds = time.perf_counter() - began
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = done / seconds if seconds else 0
        self.stdout.write(
            f"{done} notes in {seconds:.1f} s, {rate:.0f} notes/s, peak memory {peak_mb:.0f} MB"
        )
