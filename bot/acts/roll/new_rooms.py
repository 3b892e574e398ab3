"""Rooms that a roll would make. A mistyped name makes one too: so each is said, with the room that may be meant."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.acts.roll.children import Learner
from bot.languages.folding import fold

SHORTEST = 4  #: letters; of shorter names one letter more or less is another name: Kea, Tea


@dataclass(frozen=True)
class NewRoom:
    name: str
    children: int
    like: str  #: a room that has nearly this name; empty: none has


def new_rooms(
    made: Mapping[str, str], learners: Collection[Learner], there: Mapping[str, str]
) -> tuple[NewRoom, ...]:
    """`made`, `there`: rooms by their folded names. Of two new ones, the one with more children is taken for meant."""
    count = Counter(fold(it.room) for it in learners)
    fuller = {
        folded: {other: name for other, name in made.items() if count[other] > count[folded]}
        for folded in made
    }
    return tuple(
        NewRoom(name, count[folded], _like(folded, {**fuller[folded], **there}))
        for folded, name in made.items()
    )


def _like(folded: str, others: Mapping[str, str]) -> str:
    return next((name for other, name in others.items() if _mistyped(folded, other)), "")


def _mistyped(one: str, other: str) -> bool:
    """Whether only a space, or one letter of the words, is another. Room 5 and Room 6, 5A and 5B are two rooms."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    (words, marks), (its_words, its_marks) = _parts(one), _parts(other)
    return marks == its_marks and max(len(words), len(its_words)) >= SHORTEST and _one_off(words, its_words)


def _parts(folded: str) -> tuple[str, list[str]]:
    """The letters of its words, and what numbers it: 5, 5a, b."""
    every = folded.split()
    marks = [it for it in every if len(it) == 1 or any(map(str.isdigit, it))]
    return "".join(it for it in every if it not in marks), marks


def _one_off(one: str, other: str) -> bool:
    """One letter more, less or another, or two in each other's place."""
    short, long = sorted((one, other), key=len)
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    short, long = short[same:], long[same:]
    if not short:
        return len(long) <= 1
    swapped = short[:2] == long[1::-1] and short[2:] == long[2:]
    return short == long[1:] or short[1:] == long[1:] or swapped
