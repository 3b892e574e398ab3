"""A link to what a text cannot carry: a picture, a voice note, the rest of long words. It works for a week.

The link is a delivery's number and our signature, and no row: the same text has the same link whenever it is worded,
and what it opens is decided when it is opened.
"""

import hashlib
import hmac
import re
from datetime import timedelta

from bot.acts.codes import ALPHABET
from bot.acts.desk import Links

LIFE = timedelta(days=7)
SIGNED = 12  #: characters of the signature: nobody guesses one in sixty bits
_LINK = re.compile(rf"/see/[0-9A-Z]+-[0-9A-Z]{{{SIGNED}}}")


def link(links: Links, delivery_id: int) -> str:
    """Nothing where we have no address, or no key to sign with."""
    if not links.public_url or not links.key:
        return ""
    number = _as_letters(delivery_id)
    return f"{links.public_url}/see/{number}-{_signature(links.key, number)}"


def read(links: Links, text: str) -> int | None:
    """The delivery that a link is about; None for what we have not signed."""
    number, _, signed = text.upper().partition("-")
    ours = links.key and 0 < len(number) <= 13 and set(number) <= set(ALPHABET)
    if not ours or not hmac.compare_digest(_signature(links.key, number).encode(), signed.encode()):
        return None
    found = 0
    for letter in number:
        found = found * 32 + ALPHABET.index(letter)
    return found


def without(words: str) -> str:
    """Words as they are whichever of our links is in them: to be compared with what a carrier has sent."""
    return _LINK.sub("/see/", words)


def _as_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, 32)
        letters = ALPHABET[rest] + letters
    return letters or ALPHABET[0]


def _signature(key: str, number: str) -> str:
    made = hmac.new(key.encode(), f"see {number}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % 32] for byte in made[:SIGNED])
