"""Builders: `make.note(title="…")` says what the test is about and fills in the rest.

`make.note(author__name="Lin")` reaches through a relation. Every builder writes rows (and, for pictures, files)
and enqueues nothing.
"""

import io
import uuid

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from accounts.models import Address, User
from commerce.models import Brand, Category, Merchant, Order, OrderLine, Payment, Product, Sku
from core import images
from notes.models import Comment, Note, Photo, ProductTag, TaggedNote
from tagging.models import Tag

PASSWORD = "correct horse battery"


def jpeg(width: int = 90, height: int = 120, colour: str = "teal", **save) -> bytes:
    """A real JPEG file; `save` goes to Pillow (`exif=…`)."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **save)
    return out.getvalue()


class _User(DjangoModelFactory):
    """A member whose password is `make.PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    handle = factory.Sequence(lambda n: f"member{n}")
    name = factory.LazyAttribute(lambda user: user.handle.title())
    email = factory.LazyAttribute(lambda user: f"{user.handle}@example.org")
    password = factory.django.Password(PASSWORD)


class _Address(DjangoModelFactory):
    class Meta:
        model = Address

    user = factory.SubFactory(_User)
    recipient = "林小满"
    phone = "13800138000"
    region = "上海市 徐汇区"
    street = "天平路 1 号"


class _Tag(DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"topic{n}")
    kind = Tag.Kind.TOPIC


class _Brand(DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")
    slug = factory.Sequence(lambda n: f"brand-{n}")


class _Category(DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Category {n}")
    slug = factory.Sequence(lambda n: f"category-{n}")


class _Merchant(DjangoModelFactory):
    class Meta:
        model = Merchant

    name = factory.Sequence(lambda n: f"Shop {n}")


class _Product(DjangoModelFactory):
    """A listed product with one variant of `stock` (10) pieces; `stock=False` leaves it without a variant."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Product {n}")
    slug = factory.Sequence(lambda n: f"product-{n}")
    brand = factory.SubFactory(_Brand)
    merchant = factory.SubFactory(_Merchant)
    category = factory.SubFactory(_Category)
    price_fen = 9_900

    @factory.post_generation
    def stock(self, create, extracted, **kwargs):
        if extracted is not False:
            _Sku(product=self, price_fen=self.price_fen, stock=10 if extracted is None else extracted)


class _Sku(DjangoModelFactory):
    class Meta:
        model = Sku

    product = factory.SubFactory(_Product, stock=False, price_fen=factory.SelfAttribute("..price_fen"))
    code = factory.Sequence(lambda n: f"SKU{n:06}")
    price_fen = 9_900
    stock = 10


class _Note(DjangoModelFactory):
    """A published note that is up to date. `tags=["早茶"]`, `photos=2` and `products=[product]` add to it."""

    class Meta:
        model = Note
        skip_postgeneration_save = True

    author = factory.SubFactory(_User)
    title = factory.Sequence(lambda n: f"Note {n}")
    text = "A quiet morning with tea."
    status = Note.Status.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda note: timezone.now() if note.status == Note.Status.PUBLISHED else None
    )
    processed_revision = 1
    indexed_revision = 1
    request_key = factory.LazyFunction(uuid.uuid4)

    @factory.post_generation
    def tags(self, create, extracted, **kwargs):
        for name in extracted or ():
            tag = name if isinstance(name, Tag) else _Tag(name=name)
            TaggedNote.objects.create(content_object=self, tag=tag)

    @factory.post_generation
    def photos(self, create, extracted, **kwargs):
        for position in range(extracted or 0):
            _Photo(note=self, owner=self.author, position=position)

    @factory.post_generation
    def products(self, create, extracted, **kwargs):
        for product in extracted or ():
            ProductTag.objects.create(note=self, product=product)


class _Photo(DjangoModelFactory):
    """A picture from a small real JPEG: an unused upload, or with `note=…` a rendered picture of that note.

    `state=Photo.State.PENDING` leaves the rendering to do.
    """

    class Meta:
        model = Photo
        skip_postgeneration_save = True

    note = None
    owner = factory.LazyAttribute(lambda photo: photo.note.author if photo.note else _User())
    filename = "photo.jpg"
    original = factory.LazyFunction(lambda: ContentFile(jpeg(), "photo.jpg"))
    state = factory.LazyAttribute(lambda photo: Photo.State.READY if photo.note else Photo.State.PENDING)

    @factory.post_generation
    def renditions(self, create, extracted, **kwargs):
        if self.state == Photo.State.READY:
            with self.original.open("rb") as file:
                made = images.render(file)
            for width, data in made.files.items():
                default_storage.save(f"{self.folder}/{width}.webp", ContentFile(data))
            self.width, self.height, self.colour = (
                made.picture.width,
                made.picture.height,
                made.picture.colour,
            )
            self.widths = list(made.files)
            self.save(update_fields=["width", "height", "colour", "widths"])
        if self.note:
            count = Photo.objects.filter(note=self.note).count()
            cover = self if self.note.cover_id is None else self.note.cover
            self.note.photo_count, self.note.cover = count, cover
            self.note.save(update_fields=["photo_count", "cover"])


class _Comment(DjangoModelFactory):
    class Meta:
        model = Comment

    note = factory.SubFactory(_Note)
    author = factory.SubFactory(_User)
    text = "Lovely!"
    request_key = factory.LazyFunction(uuid.uuid4)


class _ProductTag(DjangoModelFactory):
    class Meta:
        model = ProductTag

    note = factory.SubFactory(_Note)
    product = factory.SubFactory(_Product)


def delivered_line(buyer: User, product: Product | None = None) -> OrderLine:
    """A line of an order that was paid, sent and delivered."""
    sku = (product or _Product()).skus.get()
    now = timezone.now()
    payment = Payment.objects.create(
        buyer=buyer,
        request_key=uuid.uuid4(),
        provider="sandbox",
        state=Payment.State.PAID,
        paid_at=now,
        expires_at=now,
    )
    order = Order.objects.create(
        number=uuid.uuid4().hex[:20],
        buyer=buyer,
        merchant=sku.product.merchant,
        payment=payment,
        state=Order.State.DELIVERED,
        goods_fen=sku.price_fen,
        shipping_fen=0,
        total_fen=sku.price_fen,
        ship_recipient="林小满",
        ship_phone="13800138000",
        ship_region="上海市 徐汇区",
        ship_street="天平路 1 号",
    )
    return OrderLine.objects.create(
        order=order, sku=sku, title=sku.product.name, unit_price_fen=sku.price_fen, quantity=1
    )


product_tag = _ProductTag
user = _User
address = _Address
tag = _Tag
brand = _Brand
category = _Category
merchant = _Merchant
product = _Product
sku = _Sku
note = _Note
photo = _Photo
comment = _Comment
