"""Bring all personal data under the newest key, so that older keys can be taken away."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from .encryption import EncryptedTextField, box

BATCH = 500
SECRETS = ("secret", "seed")  # of second factors, encrypted by `accounts.adapter.MFAAdapter`


def rotate() -> Iterator[tuple[str, int]]:
    """Write every encrypted value again with the newest key; yields (table, rows) per batch."""
    for model in apps.get_models():
        fields = [
            field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)
        ]
        if fields:
            yield from _in_batches(model, fields, _as_it_is)
    yield from _in_batches(Authenticator, ["data"], _rotate_secrets)


def _in_batches(model: type[models.Model], fields: list[str], prepare) -> Iterator[tuple[str, int]]:
    last = 0
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update().filter(pk__gt=last).order_by("pk")[:BATCH]
            rows = [prepare(row) for row in rows]
            if not rows:
                return
            model._default_manager.bulk_update(rows, fields)
        last = rows[-1].pk
        yield model._meta.label, len(rows)


def _as_it_is(row: models.Model) -> models.Model:
    return row  # decrypted on reading, encrypted with the newest key on writing


def _rotate_secrets(row: Authenticator) -> Authenticator:
    for name in SECRETS:
        if value := row.data.get(name):
            row.data[name] = box().rotate(value.encode()).decode("ascii")
    return row
