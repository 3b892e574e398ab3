"""Codes to pass on: ten Crockford characters, single use, and answered alike when wrong, used or expired."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.acts.desk import Desk
from bot.model.people import Contact
from bot.store import codes
from bot.store.rows import Row

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U to misread
PLAIN_DIGITS = frozenset("23456789")
LENGTH = 10
LIFE = timedelta(days=14)
TRIES, WITHIN = 5, timedelta(hours=1)
#: What people type for what they read.
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0"})


def make(desk: Desk, kind: str, *, person_id: int | None, about: Mapping[str, Any] | None = None,
         life: timedelta = LIFE) -> str:  # fmt: skip
    """A new code of this kind. It holds digits and letters, so that no word or phone number is taken for one."""
    while True:
        plain = letters(desk)
        if codes.keep(
                desk.db, desk.school.id, kind, plain, person_id=person_id, about=about or {}, now=desk.now,
                      expires_at=desk.now + life):  # fmt: skip
            return plain


def letters(desk: Desk) -> str:
    """Ten characters that look made."""
    while True:
        plain = "".join(ALPHABET[byte % 32] for byte in desk.chance(LENGTH))
        if _looks_made(plain):
            return plain


def read(text: str) -> str | None:
    """The code that a whole message looks like, or None: dashes and case forgiven.

    One word only, with digits in it: "We made roti" has ten letters too, and is somebody's answer.
    """
    letters = text.strip().replace("-", "").upper()
    if len(letters) != LENGTH or sum(letter in PLAIN_DIGITS for letter in letters) < 2:
        return None
    plain = letters.translate(_MEANT)
    return plain if set(plain) <= set(ALPHABET) and _looks_made(plain) else None


def is_a(desk: Desk, plain: str, kind: str) -> bool:
    """Whether a code was made as this kind: used and expired ones too."""
    return codes.kind_of(desk.db, plain) == kind


def bring(desk: Desk, contact: Contact, plain: str, kinds: tuple[str, ...]) -> Row | None:
    """Uses a code up for this phone; None for any reason at all, too many tries included."""
    if codes.tries(desk.db, contact.id, desk.now - WITHIN) >= TRIES:
        return None
    found = codes.use(desk.db, desk.school.id, plain, kinds, desk.now, contact.id)
    if found is None:
        codes.note_try(desk.db, desk.school.id, contact.id, desk.now)
    return found


def _looks_made(plain: str) -> bool:
    """Digits that nobody misreads, and letters: no word and no phone number looks like it."""
    letters = sum(letter.isalpha() for letter in plain)
    return sum(letter in PLAIN_DIGITS for letter in plain) >= 2 and letters >= 2
