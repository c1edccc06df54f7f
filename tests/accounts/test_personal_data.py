"""Addresses: encrypted at rest, one default, revealed with a reason that stays on record."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts import actions, masking
from accounts.adapter import MFAAdapter
from accounts.models import Address, PersonalDataAccess
from core.errors import DomainError

PLAIN = {"recipient": "王小明", "phone": "13800138000", "street": "文三路 478 号 5 幢 201 室"}


@pytest.fixture
def owner(db):
    return actions.create_member(handle="owner", email="owner@example.com", password=None)


@pytest.fixture
def operator(db):
    return actions.create_member(handle="op", email="op@example.com", password=None, is_operator=True)


def add(owner, **fields):
    return actions.save_address(user=owner, region="浙江 杭州", **(PLAIN | fields))


def stored(address) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_address t WHERE id = %s", [address.pk])
        return cursor.fetchone()[0]


def test_the_table_holds_no_plain_text(owner):
    address = add(owner)
    row = stored(address)
    assert "浙江" in row
    for value in PLAIN.values():
        assert value not in row
    fresh = Address.objects.get(pk=address.pk)
    assert {name: getattr(fresh, name) for name in PLAIN} == PLAIN


def test_encrypted_columns_cannot_be_searched(owner):
    with pytest.raises(TypeError):
        Address.objects.filter(phone=PLAIN["phone"])


def test_a_new_key_reads_old_rows_and_writes_its_own(owner, settings):
    old, new = settings.PERSONAL_DATA_KEYS[0], Fernet.generate_key().decode()
    address = add(owner)

    settings.PERSONAL_DATA_KEYS = [new, old]
    address = Address.objects.get(pk=address.pk)
    assert address.phone == PLAIN["phone"]
    before = stored(address)
    actions.save_address(user=owner, address_id=address.pk, region=address.region, **PLAIN)
    assert stored(address) != before

    settings.PERSONAL_DATA_KEYS = [new]
    assert Address.objects.get(pk=address.pk).phone == PLAIN["phone"]


def test_rotation_lets_the_old_key_go(owner, settings):
    old, new = settings.PERSONAL_DATA_KEYS[0], Fernet.generate_key().decode()
    address = add(owner)
    secret = generate_totp_secret()
    TOTP.activate(owner, secret)

    settings.PERSONAL_DATA_KEYS = [new, old]
    call_command("rotate_personal_data")
    settings.PERSONAL_DATA_KEYS = [new]

    fresh = Address.objects.get(pk=address.pk)
    assert {name: getattr(fresh, name) for name in PLAIN} == PLAIN
    authenticator = Authenticator.objects.get()
    assert MFAAdapter().decrypt(authenticator.data["secret"]) == secret


def test_one_address_is_the_default_whatever_happens(owner):
    first, second = add(owner), add(owner, is_default=True)

    def default():
        return list(Address.objects.filter(user=owner, is_default=True))

    assert default() == [second]
    actions.set_default_address(user=owner, address_id=first.pk)
    assert default() == [first]
    actions.save_address(user=owner, address_id=first.pk, region="x", is_default=False, **PLAIN)
    assert default() == [first]
    assert actions.delete_address(user=owner, address_id=first.pk) is True
    assert default() == [second]
    assert actions.delete_address(user=owner, address_id=second.pk) is True
    assert default() == []


def test_addresses_are_bounded(owner):
    for _n in range(actions.MAX_ADDRESSES):
        add(owner)
    with pytest.raises(DomainError):
        add(owner)
    assert Address.objects.count() == actions.MAX_ADDRESSES


def test_a_foreign_address_is_out_of_reach(owner, operator, client):
    address = add(owner)
    client.force_login(operator)
    assert client.get(reverse("accounts:address", args=[address.pk])).status_code == 404
    assert client.post(reverse("accounts:address_delete", args=[address.pk])).status_code == 404
    assert client.post(reverse("accounts:address_default", args=[address.pk])).status_code == 404
    with pytest.raises(Address.DoesNotExist):
        actions.save_address(user=operator, address_id=address.pk, region="x", **PLAIN)
    assert actions.delete_address(user=operator, address_id=address.pk) is False
    assert Address.objects.get().recipient == PLAIN["recipient"]


def test_addresses_are_kept_through_the_pages(owner, client):
    client.force_login(owner)
    page = reverse("accounts:address_new")
    wrong = client.post(page, {**PLAIN, "region": "浙江 杭州", "phone": "call me"})
    assert wrong.status_code == 422
    assert PLAIN["street"] in wrong.content.decode()
    assert not Address.objects.exists()

    right = client.post(page, {**PLAIN, "region": "浙江 杭州", "phone": "138-0013-8000"})
    assert right.url == reverse("accounts:addresses")
    assert Address.objects.get().phone == PLAIN["phone"]
    listed = client.get(right.url).content.decode()
    assert PLAIN["recipient"] in listed


def test_an_address_page_returns_to_our_own_pages_only(owner, client):
    client.force_login(owner)
    fields = {**PLAIN, "region": "浙江 杭州"}
    page = reverse("accounts:address_new")
    assert client.post(page, {**fields, "next": "/checkout/"}).url == "/checkout/"
    assert client.post(page, {**fields, "next": "https://evil.example/"}).url == reverse("accounts:addresses")


def test_a_look_is_written_down_before_it_is_granted(owner, operator):
    address = add(owner)
    seen = actions.reveal(
        actor=operator, subject=owner, row=address, fields=["phone"], reason="Parcel 42 came back"
    )
    assert seen == {"phone": PLAIN["phone"]}
    look = PersonalDataAccess.objects.get()
    assert (look.actor, look.subject, look.reason) == (operator, owner, "Parcel 42 came back")
    assert look.what == f"accounts.Address {address.pk}: phone"


@pytest.mark.parametrize("reason", ["", "    ", "x"])
def test_no_look_without_a_reason(owner, operator, reason):
    address = add(owner)
    with pytest.raises(DomainError):
        actions.reveal(actor=operator, subject=owner, row=address, fields=["phone"], reason=reason)
    assert not PersonalDataAccess.objects.exists()


def test_no_look_without_the_right(owner):
    address = add(owner)
    owner.is_staff = True
    with pytest.raises(PermissionDenied):
        actions.reveal(actor=owner, subject=owner, row=address, fields=["phone"], reason="I am curious")
    assert not PersonalDataAccess.objects.exists()


def test_a_look_can_neither_be_changed_nor_deleted(owner, operator):
    address = add(owner)
    actions.reveal(actor=operator, subject=owner, row=address, fields=["phone"], reason="Parcel came back")
    for write in (
        lambda: PersonalDataAccess.objects.update(reason="nothing"),
        lambda: PersonalDataAccess.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert PersonalDataAccess.objects.get().reason == "Parcel came back"


def test_masks_show_enough_to_recognise():
    assert masking.mask_name("王小明") == "王**"
    assert masking.mask_phone("13800138000") == "138****8000"
    assert masking.mask_phone("12345") == "****45"
    assert masking.mask_email("somebody@example.com") == "s***@example.com"
    assert masking.mask_text(PLAIN["street"]) == "文三****"
    assert masking.mask_name("") == masking.mask_phone("") == masking.mask_text("") == ""
