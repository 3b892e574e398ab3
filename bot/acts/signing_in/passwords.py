"""A password, for whoever wants one. Looking at one takes the same time whether or not it is anybody's."""

import unicodedata
from functools import lru_cache
from typing import Any

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.model.people import Person
from bot.store import records, sessions, ways_in

SHORTEST, LONGEST = 12, 200  # characters
FEWEST = 5  #: different ones


def amiss(desk: Desk, person: Person, password: str) -> str:
    """Why it is no good password; empty when it is one."""
    plain = fold(password).replace(" ", "")
    if not SHORTEST <= len(_normal(password)) <= LONGEST:
        return f"Please use at least {SHORTEST} characters: four words in a row are easy to keep in mind."
    if plain in {fold(person.name).replace(" ", ""), fold(desk.school.name).replace(" ", "")}:
        return "Please do not use a name: it is the first thing that anybody tries."
    if len(set(_normal(password))) < FEWEST:
        return "Please use more different letters."
    return ""


def choose(desk: Desk, person: Person, kept: str, here: int) -> None:
    """`kept`: as `hashed` made it. Whoever is signed in as this person elsewhere is out."""
    ways_in.change(desk.db, desk.school.id, person.id, password=kept, password_at=desk.now)
    records.note(desk.db, desk.school.id, "chose a password", desk.now, person_id=person.id)
    sessions.close_others(desk.db, person.id, here, desk.now)


def remove(desk: Desk, person: Person) -> None:
    ways_in.change(desk.db, desk.school.id, person.id, password=None, password_at=None)
    records.note(desk.db, desk.school.id, "gave up the password", desk.now, person_id=person.id)


def hashed(password: str) -> str:
    """Slow and hungry on purpose: call it off the event loop, and few at a time."""
    return str(_argon()[0].hash(_normal(password)))


def is_right(password: str, kept: str | None) -> bool:
    """As slow where there is none to compare with."""
    hasher, nobodys = _argon()
    try:
        hasher.verify(kept or nobodys, _normal(password))
    except _wrong():
        return False
    return kept is not None


@lru_cache(maxsize=1)
def _argon() -> tuple[Any, str]:
    from argon2 import PasswordHasher  # whoever never types a password does without its megabytes

    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    return hasher, hasher.hash("nobody's own")


def _wrong() -> tuple[type[Exception], ...]:
    from argon2.exceptions import InvalidHashError, VerificationError

    return VerificationError, InvalidHashError


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
