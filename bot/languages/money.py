"""Amounts of money as a teacher reads them. Decimal alone: a binary fraction would lose cents."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision, list_currencies

from bot.languages.segments import plain

#: The school's own staff read it, in English.
WRITTEN_AS = "en_NZ"
TINY = Decimal("0.0001")


def money(amount: Decimal, currency: str) -> str:
    """ "$3.30", or "US$3.30" for a foreign one; an amount that would round to nothing shows its small change."""
    cent = Decimal(1).scaleb(-get_currency_precision(currency))
    rounded = amount.quantize(cent, ROUND_HALF_UP)
    if rounded or not amount:
        return plain(format_currency(rounded, currency, locale=WRITTEN_AS))
    small = max(amount.quantize(TINY, ROUND_HALF_UP), TINY).normalize()
    return plain(
        format_currency(small, currency, locale=WRITTEN_AS, decimal_quantization=False, currency_digits=False)
    )


def is_currency(code: str) -> bool:
    """Whether these three letters name one."""
    return code in list_currencies()
