import os
import time

from django.core.management import BaseCommand

from recommend.search import building, feed


class Command(BaseCommand):
    help = (
        "Make the search index of this machine anew from the database. Searches are answered meanwhile. "
        "Example: python manage.py rebuild_search --everywhere"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--everywhere", action="store_true", help="have every machine make its index anew, this one now"
        )
        parser.add_argument(
            "--background", action="store_true", help="let everything else on the machine go first"
        )

    def handle(self, *args, **options):
        if options["background"]:
            os.nice(5)
        if options["everywhere"]:
            feed.renew()
        started = time.monotonic()
        number = building.rebuild()
        if number is None:
            self.stdout.write("Another process of this machine is making the index.")
        else:
            self.stdout.write(f"{number} notes in {time.monotonic() - started:.1f} s")
