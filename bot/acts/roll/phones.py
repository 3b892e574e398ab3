"""A phone number as the office typed it, in the one form that carriers know (E.164)."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, timezone

#: Neighbours whose zone a number gives away; phonenumbers does not know Tokelau's.
PACIFIC = {
    685: ("Samoa", "Pacific/Apia"),
    676: ("Tonga", "Pacific/Tongatapu"),
    682: ("the Cook Islands", "Pacific/Rarotonga"),
    683: ("Niue", "Pacific/Niue"),
    690: ("Tokelau", "Pacific/Fakaofo"),
    679: ("Fiji", "Pacific/Fiji"),
}
TEXTABLE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


@dataclass(frozen=True)
class Number:
    address: str  #: E.164
    zone: str | None = None  #: a guess, for numbers of one zone elsewhere in the Pacific
    warning: str = ""


@dataclass(frozen=True)
class NoNumber:
    reason: str


@dataclass(frozen=True)
class Landline(NoNumber):
    """A number that exists, and that no text reaches: a roll comes in without it."""


def number(typed: str, country: str) -> Number | NoNumber:
    """The number that `typed` means in `country`. Letters are refused before anything is parsed: the parser
    reads '021l234567' as another, valid number, and a stranger would get the texts."""
    plain = unicodedata.normalize("NFKC", typed).removeprefix("'").strip()
    if re.search(r"[^\W\d_]", plain):
        return NoNumber(
            "has a letter in it; type the digits anew (a spreadsheet may have turned them into 6.4E+10)"
        )
    if not re.fullmatch(r"\+?[0-9 ().\-‐‑–]+", plain):
        return NoNumber("is not one phone number; write digits only, one number a row")
    if _lost_its_zero(plain, country):
        return NoNumber(
            "has lost its leading 0, as spreadsheets do to numbers: make the column Text, then type it anew from 0"
        )
    try:
        parsed = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return NoNumber("is not a phone number; is a digit missing?")
    if parsed.country_code in PACIFIC:
        return _pacific(parsed)
    if not phonenumbers.is_valid_number(parsed):
        return NoNumber("is not a number that exists; is a digit missing, or one too many?")
    if phonenumbers.number_type(parsed) not in TEXTABLE:
        return Landline(
            "is a landline or a service number and cannot get texts; write a mobile number, or none"
        )
    address = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    home = phonenumbers.country_code_for_region(country)
    abroad = (
        "is a number abroad: texts there cost more, and may not arrive" if parsed.country_code != home else ""
    )
    return Number(address, None, abroad)


def zone_of(address: str) -> str | None:
    """The zone that an E.164 number gives away; None where it could be any, as with most."""
    code = address[1:4]
    if not code.isdecimal() or int(code) not in PACIFIC:
        return None
    found = number(address, "NZ")
    return found.zone if isinstance(found, Number) else PACIFIC[int(code)][1]


def _lost_its_zero(plain: str, country: str) -> bool:
    """Whether the 0 that numbers begin with in this country is missing: 64215550101 is whole, 215550101 is not."""
    told = phonenumbers.PhoneMetadata.metadata_for_region(country)
    digits = re.sub(r"\D", "", plain)
    whole = plain.startswith("+") or digits.startswith(
        ("0", str(phonenumbers.country_code_for_region(country)))
    )
    return told is not None and told.national_prefix == "0" and not whole


def _pacific(parsed: PhoneNumber) -> Number | NoNumber:
    """Small countries change their numbers sooner than any list of them: doubted aloud, but let in."""
    if not phonenumbers.is_possible_number(parsed):
        return NoNumber("has too few or too many digits for its country")
    country, usual = PACIFIC[parsed.country_code or 0]
    zones = [zone for zone in timezone.time_zones_for_number(parsed) if zone != timezone.UNKNOWN_TIMEZONE]
    known = phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in TEXTABLE
    warning = f"is a number in {country}: texts there cost more, and may not arrive"
    return Number(
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        zones[0] if len(zones) == 1 else usual,
        warning if known else f"{warning}; it does not look like a mobile number, so please check it",
    )
