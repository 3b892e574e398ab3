"""A question with choices: a number, a button or a label is a vote, and words under it are words like any others."""

from tests.lanes.classroom import asks
from tests.lanes.meanings import says
from tests.lanes.town import Deed, Dice, Town

CHOICES = ({"en": "The eel"}, {"en": "The river"})


def asks_a_poll(town: Town, dice: Dice) -> None:
    town.choices = CHOICES
    asks(town, dice)
    town.choices = ()


def votes(town: Town, dice: Dice) -> None:
    """By a label: a number says by what stands above it what it is (see answers_by_number)."""
    says(town, dice.one(town.family_phones()), dice.one(CHOICES)["en"])


POLLS: tuple[Deed, ...] = (asks_a_poll, votes)
