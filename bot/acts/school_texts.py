"""What texts cost, and how much of that a month may use: the part [sms] of the school's file."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from bot.acts.school_keys import Table, amount, bad, clock, day_of_week, listed, only, table, words
from bot.languages.cheaper import DOUBLE_VOWELS
from bot.languages.money import is_currency
from bot.languages.registry import LANGUAGES, find
from bot.model.school import Texts


def texts_in(top: Table) -> Texts:
    sms = table(top, "sms", "tariff currency monthly_segments double_vowels digest rooms")
    if "cost" in top:
        return _as_it_was_called(top)
    plain = Texts()
    digest = _within(sms, "digest")
    only(digest, "sms.digest.", "day at")
    currency = words(sms, "sms.currency", plain.currency).upper()
    if not is_currency(currency):
        bad("sms.currency", f'"{currency}" is no currency', 'write its three letters, e.g. "NZD"')
    return Texts(
        tariff=_tariff(sms["tariff"]) if "tariff" in sms else None,
        currency=currency,
        monthly_segments=int(amount(sms, "sms.monthly_segments", plain.monthly_segments)),
        rooms=tuple((name, _of_room(name, most)) for name, most in _within(sms, "rooms").items()),
        digest_day=day_of_week(digest["day"], "sms.digest.day") if "day" in digest else plain.digest_day,
        digest_at=clock(digest["at"], "sms.digest.at") if "at" in digest else plain.digest_at,
        double_vowels=_double_vowels(sms),
    )  # fmt: skip


def _tariff(written: object) -> Decimal:
    """Of one segment. Never through a binary fraction: 0.1 would not be ten cents."""
    try:
        tariff = Decimal(written) if isinstance(written, str | int | Decimal) else None
    except InvalidOperation:
        tariff = None
    if tariff is None or isinstance(written, bool) or not tariff.is_finite() or not 0 <= tariff < 1000:
        bad("sms.tariff", f'"{written}" is no price', 'write what one segment costs, e.g. "0.11"')
    return tariff


def _of_room(name: str, most: object) -> int:
    return int(amount({name.rpartition(".")[2]: most}, f"sms.rooms.{name}", 400))


def _double_vowels(sms: Table) -> tuple[str, ...]:
    able = [it.own_name for it in LANGUAGES.values() if DOUBLE_VOWELS in it.cheaper]
    tags = []
    for name in listed(sms, "sms.double_vowels"):
        known = find(name)
        if known is None or DOUBLE_VOWELS not in known.cheaper:
            bad(
                "sms.double_vowels",
                f'"{name}" is not written with double vowels',
                f"use one of: {', '.join(able)}",
            )
        tags.append(known.tag)
    return tuple(dict.fromkeys(tags))


def _within(sms: Table, key: str) -> Table:
    inner = sms.get(key, {})
    if not isinstance(inner, Mapping):
        bad(f"sms.{key}", "is not a part of its own", f"begin it with a line [sms.{key}]")
    return inner


def _as_it_was_called(top: Table) -> Texts:
    """The first release said [cost]: a school's own file goes on meaning what it meant."""
    if "sms" in top:
        bad("cost", "says what [sms] says", "leave [cost] out: the part is called [sms] now")
    cost = table(top, "cost", "segment_price_cents monthly_segment_ceiling")
    cents = Decimal(amount(cost, "cost.segment_price_cents", 0, (int, Decimal)))
    most = int(amount(cost, "cost.monthly_segment_ceiling", Texts().monthly_segments))
    return Texts(tariff=cents / 100 if cents else None, monthly_segments=most)
