"""Personal data at rest: a text column that holds ciphertext only.

Keys come from `PERSONAL_DATA_KEYS` (newest first), so a key is rotated by putting a new one in front and
saving the rows again; older keys keep reading what they wrote.
"""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.signals import setting_changed
from django.db import models
from django.dispatch import receiver


@lru_cache(maxsize=1)
def box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.PERSONAL_DATA_KEYS])


@receiver(setting_changed)
def _forget_keys(*, setting: str, **kwargs: Any) -> None:
    if setting == "PERSONAL_DATA_KEYS":
        box.cache_clear()


class EncryptedTextField(models.TextField):
    """Text that is plain in Python and Fernet ciphertext in PostgreSQL; it cannot be filtered on."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if not value else box().encrypt(value.encode()).decode("ascii")

    def from_db_value(self, value, expression, connection):
        return value if not value else box().decrypt(value.encode("ascii")).decode()

    def get_lookup(self, lookup_name):
        if lookup_name not in ("isnull",):
            raise TypeError(f"{self.name} is encrypted: it cannot be searched by {lookup_name}")
        return super().get_lookup(lookup_name)
