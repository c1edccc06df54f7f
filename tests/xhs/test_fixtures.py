"""The fixtures hold what they promise."""

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection

from core import images
from notes.models import Photo
from tests import make


@pytest.mark.django_db
def test_builders_make_rows_that_fit_together():
    note = make.note(tags=["早茶", "广州"], photos=2, products=[make.product(stock=3)])
    assert note.cover.position == 0
    assert note.photo_count == 2
    assert default_storage.exists(f"{note.cover.folder}/{note.cover.widths[0]}.webp")
    assert {tag.name for tag in note.tags.all()} == {"早茶", "广州"}
    assert make.sku(price_fen=5).product.price_fen == 5
    assert make.comment().note.author_id
    assert make.address().phone == "13800138000"


@pytest.mark.django_db
def test_an_upload_is_a_real_picture_that_waits():
    photo = make.photo()
    assert photo.state == Photo.State.PENDING
    with photo.original.open("rb") as file:
        assert images.inspect(file).height == 120


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db
def test_each_test_starts_with_an_empty_cache(turn):
    assert cache.get("left") is None
    cache.set("left", turn)


@pytest.mark.django_db
def test_the_database_is_postgresql():
    assert connection.vendor == "postgresql"
    assert connection.settings_dict["NAME"].startswith("test_")
