"""The floor: the least a Django page of 30 cards can cost. One file, default middleware, one query, Jinja2.

`/hello` answers a word; `/cards` reads 30 rows of a table of its own and renders 30 cards. The same
server with its workers serves it, on the same PostgreSQL, as the pages it is compared with.
"""

import os
import sys

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpResponse
from django.urls import path
from jinja2 import Environment

settings.configure(
    SECRET_KEY="floor",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
    USE_TZ=True,
)
django.setup()

CARDS = 30
TABLE = "bench_floor_card"
PAGE = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="en"><head><title>Cards</title></head><body><main>
{% for card in cards %}<article class="card"><a href="/cards/{{ card.pk }}/">
<img src="{{ card.cover }}" width="360" height="480" alt="{{ card.title }}" loading="lazy">
<h2>{{ card.title }}</h2></a><footer><a href="/u/{{ card.author }}/">{{ card.author }}</a>
<span>{{ card.likes }}</span><time>{{ card.made_at.isoformat() }}</time></footer></article>
{% endfor %}</main></body></html>"""
)


class Card(models.Model):
    title = models.CharField(max_length=100)
    author = models.CharField(max_length=40)
    cover = models.CharField(max_length=100)
    likes = models.IntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"
        db_table = TABLE

    def __str__(self):
        return self.title


def hello(request):
    return HttpResponse("hello")


def cards(request):
    return HttpResponse(PAGE.render(cards=Card.objects.order_by("-pk")[:CARDS]))


urlpatterns = [path("hello", hello), path("cards", cards)]
application = get_wsgi_application()


def prepare() -> None:
    """Make the table with its rows, anew."""
    forget()
    with connection.schema_editor() as editor:
        editor.create_model(Card)
    Card.objects.bulk_create(
        Card(
            title=f"Card number {n} of the floor",
            author=f"author{n % 7}",
            cover=f"/media/{n}.webp",
            likes=n * 13,
        )
        for n in range(1000)
    )


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


if __name__ == "__main__":
    {"prepare": prepare, "forget": forget}[sys.argv[1]]()
