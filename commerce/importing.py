"""Products from elsewhere: rows of the import format become products of the mall, with one variant each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from core.images import UnreadableImage

from .actions import add_picture, summarise
from .models import Brand, Category, Merchant, Product, Sku

MAX_PICTURES = 12
MAX_STOCK = 1_000_000_000
MAX_PRICE_FEN = 10**12
COVER_STYLES = 8
SELF_OPERATED_NAME = "红笺自营 Hongjian Select"


@dataclass
class Imported:
    """How an import went; `bad` holds (line number, reason)."""

    new: int = 0
    known: int = 0
    pictures: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One line that can be imported."""

    number: int
    key: str
    name: str
    brand: str
    category: str
    price_fen: int
    stock: int
    description: str
    images: list[str]


def import_rows(rows: Iterable[tuple[int, dict[str, Any]]], base: Path, report: Imported) -> None:
    """Import one batch of (line number, object). What was imported before stays as it is; only pictures that
    an earlier, interrupted run did not get to are added."""
    wanted: dict[str, Row] = {}
    for number, fields in rows:
        try:
            row = read_row(number, fields)
        except ValueError as error:
            report.bad.append((number, str(error)))
            continue
        if row.key in wanted:
            report.known += 1
        else:
            wanted[row.key] = row
    known = set(Product.objects.filter(import_id__in=wanted).values_list("import_id", flat=True))
    report.known += len(known)
    report.new += len(wanted) - len(known)
    _create([row for row in wanted.values() if row.key not in known])
    _add_pictures([row for row in wanted.values() if row.images], base, report)


def read_row(number: int, fields: dict[str, Any]) -> Row:
    """Check one object of the import format. ValueError says what is wrong with it."""
    images = fields.get("images") or []
    if not isinstance(images, list) or not all(isinstance(name, str) for name in images):
        raise ValueError("images must be a list of paths")
    return Row(
        number=number,
        key=_text(fields, "id", 58),
        name=_text(fields, "name", 200),
        brand=_text(fields, "brand", 80, required=False),
        category=_text(fields, "category", 60, required=False),
        price_fen=_whole(fields, "price_fen", 1, MAX_PRICE_FEN),
        stock=_whole(fields, "stock", 0, MAX_STOCK, default=0),
        description=_text(fields, "description", 20_000, required=False),
        images=images[:MAX_PICTURES],
    )


def _text(fields: dict[str, Any], name: str, longest: int, *, required: bool = True) -> str:
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        value = ""
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(f"{name} is not text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name} is not text") from error
    value = value.strip()
    if required and not value:
        raise ValueError(f"{name} is missing")
    if len(value) > longest:
        raise ValueError(f"{name} is longer than {longest} characters")
    return value


def _whole(fields: dict[str, Any], name: str, least: int, most: int, default: int | None = None) -> int:
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} is not a whole number")
    if not least <= value <= most:
        raise ValueError(f"{name} must be from {least} to {most}")
    return value


@transaction.atomic
def _create(rows: Sequence[Row]) -> None:
    if not rows:
        return
    brands = _named(Brand, {row.brand for row in rows})
    categories = _named(Category, {row.category for row in rows})
    merchant = self_operated_merchant()
    products = Product.objects.bulk_create(
        Product(
            import_id=row.key,
            name=row.name,
            slug=_slug(row.name, row.key, 110),
            brand=brands.get(row.brand),
            category=categories.get(row.category),
            merchant=merchant,
            description=row.description,
            cover_style=sha256(row.key.encode()).digest()[0] % COVER_STYLES,
        )
        for row in rows
    )
    Sku.objects.bulk_create(
        Sku(product=product, code=f"import-{row.key}"[:64], price_fen=row.price_fen, stock=row.stock)
        for product, row in zip(products, rows, strict=True)
    )
    summarise(product.pk for product in products)


def self_operated_merchant() -> Merchant:
    """The mall itself as a seller, made on first use."""
    merchant, _is_new = Merchant.objects.get_or_create(
        is_self_operated=True, defaults={"name": SELF_OPERATED_NAME}
    )
    return merchant


def _named(model, names: set[str]) -> dict[str, Any]:
    """Brands or categories by exact name, those that are new made in one statement."""
    names = names - {""}
    found = model.objects.filter(name__in=names).in_bulk(field_name="name")
    longest = model._meta.get_field("slug").max_length
    model.objects.bulk_create(
        [model(name=name, slug=_slug(name, name, longest)) for name in sorted(names - set(found))],
        ignore_conflicts=True,
    )
    return model.objects.filter(name__in=names).in_bulk(field_name="name")


def _slug(name: str, key: str, longest: int) -> str:
    """A readable address that no other name shares: the name, then eight characters of its key's digest."""
    readable = slugify(name, allow_unicode=True)[: longest - 9].strip("-")
    return f"{readable}-{sha256(key.encode()).hexdigest()[:8]}".strip("-")


def _add_pictures(rows: Sequence[Row], base: Path, report: Imported) -> None:
    waiting = Product.objects.filter(import_id__in=[row.key for row in rows], photos=None)
    products = waiting.in_bulk(field_name="import_id")
    for row in rows:
        if product := products.get(row.key):
            for name in row.images:
                _add_picture(
                    product, base, name, lambda reason, row=row: report.bad.append((row.number, reason))
                )
                report.pictures += 1


def _add_picture(product: Product, base: Path, name: str, refuse: Callable[[str], None]) -> None:
    path = (base / name).resolve()
    if not path.is_relative_to(base.resolve()):
        return refuse(f"picture {name} lies outside the folder of the file")
    try:
        with path.open("rb") as file:
            add_picture(product=product, file=file)
    except OSError as error:
        refuse(f"picture {name}: {error.strerror or error}")
    except UnreadableImage as error:
        refuse(f"picture {name}: {error}")
    return None
