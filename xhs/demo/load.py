"""Fill an empty site with the demo data, through the same verbs that members use."""

import io
import os
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from commerce import actions as commerce
from commerce.models import Brand, Category, Merchant, Order, Payment, Product, Sku
from commerce.payments.base import Event, Kind
from core import images
from inbox.actions import mark_all_read
from kol import actions as creators
from kol.models import Profile
from notes import actions as notes
from notes.models import Note
from recommend import actions as recommend
from tagging.actions import load_vocabulary

from . import covers, notes_en, notes_more, notes_zh_life, notes_zh_taste, people, products, products_more
from .curation import curate
from .gathering import gather
from .painting import Picture, paint
from .shapes import Goods, Post

WIDTH = 1080
AVATAR = 240
OPERATOR, DOMAIN = "operator", "example.org"
POSTS: tuple[Post, ...] = (
    *notes_zh_life.NOTES,
    *notes_zh_taste.NOTES,
    *notes_en.NOTES,
    *notes_more.NOTES,
)
GOODS: tuple[Goods, ...] = (*products.GOODS, *products_more.MORE_GOODS)
CREATORS = {"achuan_eats": "kol", "qingshan_walks": "rising", "june_reads": "kol"}


@transaction.atomic
def load_demo(operator_password: str, demo_password: str, stdout) -> None:
    """Members, mall, notes and what they did with each other. Does nothing when there are notes already."""
    if Note.objects.exists():
        return
    chance = random.Random(2026)
    wanted = [_pictures(post, index) for index, post in enumerate(POSTS)]
    shots = [Picture(item.scene, 500 + index, (WIDTH, WIDTH)) for index, item in enumerate(GOODS)]
    with ProcessPoolExecutor(min(os.cpu_count() or 2, 8), mp_context=get_context("spawn")) as pool:
        painted_shots = pool.map(paint, shots, chunksize=4)
        painted = pool.map(paint, [picture for row in wanted for picture in row], chunksize=4)
        load_vocabulary()  # while the first pictures are painted
        members = _members(operator_password, demo_password)
        stdout.write(f"  {len(GOODS)} products")
        shelf = _mall(members, painted_shots)
        _orders(members, shelf, chance)
        stdout.write(f"  {len(POSTS)} notes")
        made = [
            _post(post, members, shelf, [next(painted) for _ in row])
            for post, row in zip(POSTS, wanted, strict=True)
        ]
    _publish(made, chance)
    people_only = {handle: user for handle, user in members.items() if handle != OPERATOR}
    gather(made, people_only, chance)
    _creators(members)
    curate(people_only, members[OPERATOR])
    for member in members.values():
        mark_all_read(user=member)


def _members(operator_password: str, demo_password: str) -> dict[str, User]:
    """The first persona is the demo member; the others cannot sign in."""
    found = {}
    for index, person in enumerate(people.PEOPLE):
        password = demo_password if index == 0 else None
        email = f"{'demo' if index == 0 else person.handle}@{DOMAIN}"
        user = accounts.create_member(handle=person.handle, email=email, password=password, name=person.name)
        accounts.update_profile(
            user=user, name=person.name, bio=person.bio, city=person.city, avatar=_avatar(person, index)
        )
        found[person.handle] = user
    found[OPERATOR] = accounts.create_member(
        handle=OPERATOR,
        email=f"{OPERATOR}@{DOMAIN}",
        password=operator_password,
        name="红笺小编",
        is_operator=True,
    )
    return found


def _avatar(person: people.Person, index: int) -> ContentFile:
    out = io.BytesIO()
    covers.paint(person.scene, index, size=(AVATAR, AVATAR)).save(out, "PNG")
    return ContentFile(images.square(out, AVATAR))


# --- Pictures ---------------------------------------------------------------------------------------------------


def _pictures(post: Post, index: int) -> list[Picture]:
    size = (WIDTH, round(WIDTH * post.shape[1] / post.shape[0]))
    titles = [post.title if post.titled and position == 0 else "" for position in range(len(post.scenes))]
    return [
        Picture(kind, index * 7 + position, size, title)
        for position, (kind, title) in enumerate(zip(post.scenes, titles, strict=True))
    ]


# --- Mall -------------------------------------------------------------------------------------------------------


def _mall(members: dict[str, User], painted) -> dict[str, Product]:
    shops = {"": Merchant.objects.get_or_create(is_self_operated=True, defaults={"name": "红笺自营"})[0]}
    for shop in products.SHOPS:
        shops[shop.name] = Merchant.objects.create(
            name=shop.name,
            owner=members.get(shop.owner),
            shipping_fee_fen=shop.shipping_fee_fen,
            free_shipping_from_fen=shop.free_shipping_from_fen,
        )
    brands = {
        name: Brand.objects.create(name=name, slug=slug, description=description, is_verified=is_verified)
        for name, slug, description, is_verified in products.BRANDS
    }
    categories = {
        slug: Category.objects.create(name=name, slug=slug, position=position)
        for position, (name, slug) in enumerate(products.CATEGORIES)
    }
    return {
        item.slug: _stock(item, shops[item.shop], brands.get(item.brand), categories[item.category], shot)
        for item, shot in zip(GOODS, painted, strict=True)
    }


def _stock(item: Goods, shop: Merchant, brand: Model | None, category: Category, shot) -> Product:
    product = Product.objects.create(
        slug=item.slug,
        name=item.name,
        brand=brand,
        merchant=shop,
        category=category,
        description=item.description,
        origin=item.origin,
    )
    Sku.objects.bulk_create(
        Sku(product=product, name=name, code=f"{item.slug}-{number}", price_fen=price_fen, stock=stock)
        for number, (name, price_fen, stock) in enumerate(item.variants, start=1)
    )
    jpeg, made = shot
    commerce.add_picture(product=product, file=io.BytesIO(jpeg), alt=item.name, made=made)
    commerce.summarise([product.pk])
    return product


def _orders(members: dict[str, User], shelf: dict[str, Product], chance: random.Random) -> None:
    """Authors bought what they show (the paid ones were lent), and a few others shopped too."""
    baskets = {post.author: set() for post in POSTS}
    for post in POSTS:
        if not post.paid_by:
            baskets[post.author] |= set(post.products)
    for handle in members:
        if handle != OPERATOR:
            baskets.setdefault(handle, set()).update(chance.sample(sorted(shelf), 2))
    for number, handle in enumerate(sorted(baskets)):
        wanted = [shelf[slug].skus.order_by("-stock").first() for slug in sorted(baskets[handle])]
        basket = {sku.pk: 1 for sku in wanted if sku.stock}
        if basket:
            _buy(members[handle], basket, members[OPERATOR], deliver=number % 5 != 0)


def _buy(buyer: User, basket: dict[int, int], operator: User, deliver: bool) -> None:
    address = commerce.ShipTo(
        recipient=buyer.name, phone="13800000000", region="上海市 徐汇区", street="示例路 1 号"
    )
    payment = commerce.place_order(buyer=buyer, basket=basket, ship_to=address, request_key=uuid4())
    _pay(payment)
    for order in Order.objects.filter(payment=payment):
        commerce.send_order(
            order=order, by=operator, carrier="顺丰速运", tracking_number=f"DEMO{order.pk:08}"
        )
        if deliver:
            commerce.deliver_order(order=order, by=operator)


def _pay(payment: Payment) -> None:
    event = Event(
        event_id=uuid4().hex,
        kind=Kind.PAID,
        payment=payment.token,
        amount_fen=payment.amount_fen,
        currency=payment.currency,
        reference=f"demo-{payment.pk}",
    )
    commerce.settle_payment(provider=settings.PAYMENT_PROVIDER, event=event)


# --- Notes ------------------------------------------------------------------------------------------------------


def _post(
    post: Post, members: dict[str, User], shelf: dict[str, Product], painted: Sequence
) -> tuple[Note, Post]:
    author = members[post.author]
    photos = []
    for number, (jpeg, made) in enumerate(painted, start=1):
        photo = notes.add_upload(owner=author, file=io.BytesIO(jpeg), filename=f"{number}.jpg")
        notes.store_renditions(photo, made)
        photo.refresh_from_db()
        photos.append(photo)
    note = notes.create_note(
        author=author,
        request_key=uuid4(),
        title=post.title,
        text=post.text,
        place=post.place,
        photos=photos,
        products=[shelf[slug] for slug in post.products],
        paid_brand=Brand.objects.get(name=post.paid_by) if post.paid_by else None,
    )
    return note, post


def _publish(made: list[tuple[Note, Post]], chance: random.Random) -> None:
    """Tag, score and index at once, so that the first visitor sees a full page; spread over the last weeks."""
    ids = [note.pk for note, _post in made]
    notes.process(ids)
    now = timezone.now()
    for pk in ids:
        moment = now - timedelta(minutes=chance.randint(20, 60 * 24 * 12))
        Note.objects.filter(pk=pk).update(made_at=moment, published_at=moment)
    recommend.index_notes(ids)


def _creators(members: dict[str, User]) -> None:
    """Creators whom the operator has accepted."""
    creators.screen([user.pk for user in members.values()])
    for handle, tier in CREATORS.items():
        profile = Profile.objects.filter(user=members[handle]).first()
        if profile is None:
            continue
        Profile.objects.filter(pk=profile.pk).update(
            state=Profile.State.APPLIED, applied_at=timezone.now(), pitch=members[handle].bio
        )
        profile.refresh_from_db()
        creators.decide(profile=profile, by=members[OPERATOR], tier=tier)
