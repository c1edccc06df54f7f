"""Money is integer minor units (fen) with a currency; this module only writes it out."""

from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language


def format_fen(amount_fen: int, currency: str = "CNY") -> str:
    """`123450` fen as `¥1,234.50`, in the active language; a whole sum has no decimals."""
    locale = "zh_Hans_CN" if (get_language() or "").startswith("zh") else "en"
    amount = Decimal(amount_fen) / 100
    pattern = "¤#,##0" if amount_fen % 100 == 0 else "¤#,##0.00"
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)
