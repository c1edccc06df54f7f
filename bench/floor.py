"""The floor: the least a Django page of 30 cards can cost. One file, default middleware, one query, Jinja2.

`/hello` answers a word; `/cards` reads 30 cards with authors in one query and renders them through Django's
Jinja2 backend; `/kept` is the same page out of Django's `cache_page` in Redis. A card has the parts of ours
(a picture in three sizes, title, author with avatar, likes) and nothing around it. The same server with its
workers serves it, on the same PostgreSQL, as the pages compared.
"""

import os
import sys

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_page
from jinja2 import DictLoader, Environment

PAGE = """<!doctype html><html lang="en"><head><title>Cards</title></head><body><main>
{% for card in cards %}
<article class="card" style="--tall:{{ (card.height / card.width)|round(4) }}">
<a class="card__cover" href="/cards/{{ card.pk }}/" aria-label="{{ card.title }}">
<span class="picture" style="--colour:{{ card.colour }}"><img src="/media/{{ card.folder }}/360.webp"
 srcset="/media/{{ card.folder }}/360.webp 360w, /media/{{ card.folder }}/720.webp 720w,
 /media/{{ card.folder }}/1440.webp 1440w" sizes="240px" width="{{ card.width }}" height="{{ card.height }}"
 alt="" loading="lazy" decoding="async"></span></a>
<a class="card__title" href="/cards/{{ card.pk }}/">{{ card.title }}</a>
<div class="card__foot"><a class="card__author" href="/u/{{ card.author.handle }}/"><img class="avatar"
 src="/media/{{ card.author.avatar }}" alt="" width="22" height="22"><span>{{ card.author.name }}</span></a>
<a class="like" href="/login/?next=/cards/{{ card.pk }}/" aria-label="Like, {{ card.likes }}">
<span>{{ card.likes }}</span></a><time>{{ card.made_at.isoformat() }}</time></div></article>
{% endfor %}</main></body></html>"""

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
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "OPTIONS": {"environment": f"{__name__}.environment"},
        }
    ],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379"),
            "KEY_PREFIX": "floor",
        }
    },
    USE_TZ=True,
)
django.setup()

CARDS = 30


def environment(**options):
    return Environment(**{**options, "loader": DictLoader({"cards.html": PAGE}), "auto_reload": False})


class Author(models.Model):
    handle = models.CharField(max_length=30)
    name = models.CharField(max_length=40)
    avatar = models.CharField(max_length=100)

    class Meta:
        app_label = "floor"
        db_table = "bench_floor_author"

    def __str__(self):
        return self.name


class Card(models.Model):
    title = models.CharField(max_length=100)
    author = models.ForeignKey(Author, models.CASCADE)
    folder = models.CharField(max_length=100)
    width = models.IntegerField(default=1440)
    height = models.IntegerField(default=1920)
    colour = models.CharField(max_length=7, default="#c0a080")
    likes = models.IntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"
        db_table = "bench_floor_card"

    def __str__(self):
        return self.title


def hello(request):
    return HttpResponse("hello")


def cards(request):
    return render(
        request, "cards.html", {"cards": Card.objects.select_related("author").order_by("-pk")[:CARDS]}
    )


urlpatterns = [path("hello", hello), path("cards", cards), path("kept", cache_page(600)(cards))]
application = get_wsgi_application()


def prepare() -> None:
    """Make the tables with their rows, anew."""
    forget()
    with connection.schema_editor() as editor:
        editor.create_model(Author)
        editor.create_model(Card)
    authors = Author.objects.bulk_create(
        Author(handle=f"author{n}", name=f"Author {n}", avatar=f"avatars/{n}.webp") for n in range(40)
    )
    Card.objects.bulk_create(
        Card(
            title=f"Card number {n} of the floor",
            author=authors[n * 7 % 40],
            folder=f"photos/{n:032x}",
            likes=n * 13,
        )
        for n in range(1000)
    )


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor_card, bench_floor_author")


if __name__ == "__main__":
    {"prepare": prepare, "forget": forget}[sys.argv[1]]()
