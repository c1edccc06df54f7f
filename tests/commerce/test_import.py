"""`import_products`: real files are messy, long, and imported more than once."""

import gzip
import io
import json

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from commerce.models import Brand, Category, Merchant, Product, ProductPhoto, Sku
from tests import make

pytestmark = pytest.mark.django_db


def write(path, *lines):
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def run(path):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_products", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def row(number, **fields):
    return {"id": f"p{number}", "name": f"Thing {number}", "price_fen": 1_000 + number, **fields}


def everything():
    models = (Brand, Category, Merchant, Product, ProductPhoto, Sku)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_products_brands_and_categories_are_made(tmp_path):
    path = write(
        tmp_path / "products.jsonl",
        row(1, brand="晨雾", category="茶", stock=7, description="清香", colour="unknown key"),
        row(2, brand="晨雾", category="茶"),
        row(3),
    )
    run(path)
    first = Product.objects.get(import_id="p1")
    assert (first.name, first.price_fen, first.currency) == ("Thing 1", 1_001, "CNY")
    assert (first.brand.name, first.category.name, first.description) == ("晨雾", "茶", "清香")
    assert first.merchant.is_self_operated
    assert [(sku.price_fen, sku.stock) for sku in first.skus.all()] == [(1_001, 7)]
    assert first.brand.product_count == 2
    assert (Brand.objects.count(), Category.objects.count(), Merchant.objects.count()) == (1, 1, 1)


def test_a_second_run_changes_nothing(tmp_path):
    path = write(tmp_path / "products.jsonl", *(row(n, brand="B", stock=3) for n in range(20)))
    run(path)
    Sku.objects.filter(product__import_id="p1").update(stock=1)
    before = everything()
    out, _err = run(path)
    assert everything() == before
    assert "0 new, 20 known before" in out


def test_bad_lines_are_named_and_the_others_come_in(tmp_path):
    path = write(
        tmp_path / "products.jsonl",
        row(1),
        "not json",
        "",
        "[1, 2]",
        row(5, price_fen=0),
        row(6, price_fen="9.90"),
        row(7, name="  "),
        row(8, stock=-1),
        row(9, name="x" * 201),
        row(10, name="zero\x00byte"),
        row(11, name="half a \ud83d pair"),
        row(12, price_fen=True),
        row(13, images="front.jpg"),
        {"name": "no id", "price_fen": 1},
        row(1, name="the same id again"),
        row(16),
    )
    out, err = run(path)
    assert set(Product.objects.values_list("import_id", flat=True)) == {"p1", "p16"}
    named = [int(line.split()[1].rstrip(":")) for line in err.splitlines()]
    assert sorted(named) == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert "2 new, 1 known before" in out


def test_gzip_is_read_directly_and_a_cut_one_named(tmp_path):
    packed = gzip.compress(("\n".join(json.dumps(row(n)) for n in range(900)) + "\n").encode())
    whole, cut = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz"
    whole.write_bytes(packed)
    cut.write_bytes(packed[:-200])
    run(whole)
    assert Product.objects.count() == 900
    with pytest.raises(CommandError, match="cannot be read"):
        run(cut)
    with pytest.raises(CommandError, match="no file"):
        run(tmp_path / "absent.jsonl")


def test_pictures_beside_the_file_become_renditions(tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/front.jpg").write_bytes(make.jpeg(900, 600))
    (tmp_path / "pictures/broken.jpg").write_bytes(make.jpeg()[:200])
    outside = tmp_path.parent / "outside.jpg"
    outside.write_bytes(make.jpeg())
    names = ["pictures/front.jpg", "pictures/broken.jpg", "absent.jpg", "../outside.jpg"]
    path = write(tmp_path / "products.jsonl", row(1, images=names))
    out, err = run(path)

    product = Product.objects.get()
    photo = product.photos.get()
    assert product.cover == photo
    assert (photo.width, photo.height, photo.widths) == (900, 600, [360, 720, 900])
    for width in photo.widths:
        with default_storage.open(f"{photo.folder}/{width}.webp") as file:
            assert file.read(12)[8:] == b"WEBP"
    assert len(err.splitlines()) == 3
    run(path)
    assert ProductPhoto.objects.count() == 1


def test_the_number_of_queries_follows_batches_not_lines(tmp_path, django_assert_max_num_queries):
    path = write(tmp_path / "products.jsonl", *(row(n, brand=f"B{n % 9}") for n in range(1_500)))
    with django_assert_max_num_queries(100):
        run(path)
    assert Product.objects.count() == 1_500


def test_help_shows_an_example(capsys):
    with pytest.raises(SystemExit):
        call_command("import_products", "--help")
    assert "manage.py import_products products.jsonl" in capsys.readouterr().out
