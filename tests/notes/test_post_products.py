"""Products on a note: where they are, whether they were bought, and what the author got for showing them."""

import json
import uuid

import pytest
from django.urls import reverse

from commerce.models import Order
from notes import actions
from notes.errors import NoteRefused
from notes.models import Note, ProductTag
from tests import make

pytestmark = pytest.mark.django_db
GIFT, PAID = ProductTag.Tie.GIFT, ProductTag.Tie.PAID


def post(author, **content):
    return actions.create_note(author=author, request_key=uuid.uuid4(), title="好物", **content)


def point(product, tie="", **where):
    return actions.Point(product, tie=tie, **where)


def send(client, points, **changes):
    data = {"title": "好物", "request_key": uuid.uuid4(), "points": json.dumps(points), **changes}
    return client.post(reverse("notes:new"), data)


def test_points_stand_on_pictures_of_the_note(client_of, member):
    photos, product = [make.photo(owner=member) for _ in range(2)], make.product()
    given = {"product": product.pk, "photo": photos[1].pk, "x": 0.123456, "y": 1, "tie": ""}
    send(client_of(member), [given], photo_ids=",".join(str(photo.pk) for photo in photos))
    row = ProductTag.objects.get()
    assert (row.product, row.photo, row.x, row.y) == (product, photos[1], 0.1235, 1)


@pytest.mark.parametrize(
    "broken",
    [
        "not json",
        "[[",
        '[{"product": "x"}]',
        '[{"photo": 1}]',
        '[{"product": 1, "photo": 1, "x": 2, "y": 0}]',
        '[{"product": 1, "photo": 1, "x": -0.1, "y": 0}]',
        '[{"product": 1, "photo": 1, "x": NaN, "y": 0}]',
        '[{"product": 1, "tie": "bribe"}]',
        '[{"product": 99999999999999999999}]',
        "3",
        "[" * 5000,
    ],
)
def test_broken_points_are_refused(client_of, member, broken):
    data = {"title": "好物", "request_key": uuid.uuid4(), "points": broken}
    assert client_of(member).post(reverse("notes:new"), data).status_code == 422
    assert not Note.objects.exists()


def test_a_point_on_a_picture_of_another_note_is_refused(client_of, member):
    mine, foreign = make.photo(owner=member), make.note(photos=1).photos.get()
    given = {"product": make.product().pk, "photo": foreign.pk, "x": 0.5, "y": 0.5}
    assert send(client_of(member), [given], photo_ids=mine.pk).status_code == 422
    assert not ProductTag.objects.exists()


def test_a_note_shows_at_most_eighteen_products(member):
    products = [make.product() for _ in range(19)]
    assert post(member, points=[point(one) for one in products[:18]]).product_tags.count() == 18
    with pytest.raises(NoteRefused, match="18"):
        post(member, points=[point(one) for one in products])


def test_products_not_for_sale_are_left_out(client_of, member):
    hidden = make.product(is_listed=False)
    send(client_of(member), [{"product": hidden.pk}])
    assert not ProductTag.objects.exists()


def test_bought_is_proven_by_a_delivered_order_line_only(client_of, member):
    got, given_back = make.delivered_line(buyer=member), make.delivered_line(buyer=member)
    theirs = make.delivered_line(buyer=make.user())
    Order.objects.filter(pk=given_back.order_id).update(state=Order.State.REFUNDED)
    lines = [got, given_back, theirs]
    send(client_of(member), [{"product": line.sku.product_id, "purchase": line.pk} for line in lines])
    shown = {row.product_id: row.is_bought for row in Note.objects.get().product_tags.for_page()}
    assert [shown[line.sku.product_id] for line in lines] == [True, False, False]


def test_a_picture_taken_out_takes_the_places_of_its_points_along(member):
    photos, product = [make.photo(owner=member) for _ in range(2)], make.product()
    note = post(member, photos=photos, points=[point(product, photo_id=photos[0].pk, x=0.1, y=0.1)])
    with pytest.raises(NoteRefused) as refused:
        actions.edit_note(note=note, photos=photos[1:])
    assert refused.value.code == "point_elsewhere"
    actions.edit_note(note=note, photos=photos[1:], points=[point(product)])
    assert ProductTag.objects.get().photo is None


def test_products_counted_follow_an_edit_that_needs_no_check(member, run_tasks):
    one, other = make.product(), make.product()
    with run_tasks():
        note = post(member, products=[one])
    with run_tasks():
        note = actions.edit_note(note=note, points=[point(other)])
        assert note.status == Note.Status.PUBLISHED
    counts = [type(product).objects.get(pk=product.pk).note_count for product in (one, other)]
    assert counts == [0, 1]


# --- Declarations ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tie", "is_gift"), [(GIFT, True), (PAID, False)])
def test_what_one_got_for_a_product_declares_the_note(member, tie, is_gift):
    product = make.product()
    note = post(member, points=[point(product, tie=tie), point(make.product())])
    note.refresh_from_db()
    assert (note.paid_brand, note.is_gift) == (product.brand, is_gift)


def test_paid_outweighs_a_gift(member):
    gift, paid = make.product(), make.product()
    note = post(member, points=[point(gift, GIFT), point(paid, PAID)])
    note.refresh_from_db()
    assert (note.paid_brand, note.is_gift) == (paid.brand, False)
    declared = post(member, points=[point(paid, PAID)], paid_brand=gift.brand, is_gift=True)
    declared.refresh_from_db()
    assert (declared.paid_brand, declared.is_gift) == (gift.brand, False)


def test_without_a_brand_one_has_to_be_chosen(client_of, member):
    product, brand = make.product(brand=None), make.brand()
    refused = send(client_of(member), [{"product": product.pk, "tie": "gift"}])
    assert refused.status_code == 422
    assert "has no brand" in refused.content.decode()
    assert product.name in refused.content.decode()
    assert not Note.objects.exists()
    sent = send(
        client_of(member), [{"product": product.pk, "tie": "gift"}], paid_brand=brand.pk, is_gift="on"
    )
    assert sent.status_code == 302
    assert (Note.objects.get().paid_brand, Note.objects.get().is_gift) == (brand, True)


def test_a_gift_names_who_gave_it(client_of, member):
    assert send(client_of(member), [], is_gift="on").status_code == 422


def test_once_declared_in_public_it_stays_while_the_product_is_shown(member, run_tasks):
    product = make.product()
    with run_tasks():
        note = post(member, points=[point(product, PAID)])
    for tie in ("", GIFT):
        with pytest.raises(NoteRefused) as refused:
            actions.edit_note(note=note, points=[point(product, tie)], paid_brand=None)
        assert refused.value.code == "declared"
    note = actions.edit_note(note=note, text="新的字", paid_brand=None, products=[product])
    assert (note.paid_brand, note.product_tags.get().tie) == (product.brand, PAID)
    note = actions.edit_note(note=note, points=[], paid_brand=None)
    assert note.paid_brand is None
    assert note.versions.first().paid_brand == product.brand


def test_what_was_not_public_yet_may_be_declared_anew(member):
    product = make.product()
    note = post(member, points=[point(product, PAID)])
    note = actions.edit_note(note=note, points=[point(product)], paid_brand=None)
    assert note.paid_brand is None


def test_ai_is_declared(client_of, member):
    send(client_of(member), [], is_ai_made="on")
    assert Note.objects.get().is_ai_made
