"""Money is integer minor units (fen) with a currency; this module only writes it out."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency

# Chinese and English group digits alike; this locale writes CNY as ¥ where `en` would write CN¥.
LOCALE = "zh_Hans_CN"


@lru_cache(maxsize=4096)
def format_fen(amount_fen: int, currency: str = "CNY") -> str:
    """`123450` fen as `¥1,234.50`; a whole sum has no decimals."""
    pattern = "¤#,##0" if amount_fen % 100 == 0 else "¤#,##0.00"
    return format_currency(Decimal(amount_fen) / 100, currency, pattern, locale=LOCALE, currency_digits=False)
