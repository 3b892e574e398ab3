"""A child's name in what a family writes: found where it surely is one, and nowhere else."""

import pytest

from bot.languages.naming import Named, named

CHILDREN = {1: "Rūpene", 2: "Jack", 3: "Manu", 4: "Fa'asisina Leota", 5: "Hope"}


@pytest.mark.parametrize(("words", "ids", "addressed"), [
    ("Rūpene has a sore foot", {1}, False),
    ("rupene has a sore foot", {1}, False),
    ("JACK IS LATE", {2}, False),
    ("Where are Jack's shoes?", {2}, False),
    ("we lost jack’s hat.", {2}, False),
    ("Manu: kua mate ia", {3}, True),
    ("hope - she is home today", {5}, True),
    ("Faasisina is tired", {4}, False),
    ("Faʻasisina Leota: she is tired", {4}, True),
    ("I think Hope is tired", {5}, False),
    ("Jack and Rupene are both tired", {1, 2}, False),
    ("Jack: Rūpene says hello", {2}, True),
])  # fmt: skip
def test_a_name_is_found_however_it_is_typed(words: str, ids: set[int], addressed: bool) -> None:
    assert named(words, CHILDREN) == Named(frozenset(ids), addressed)


@pytest.mark.parametrize("words", [
    "Hope all is well", "i hope she sleeps", "I HOPE SHE SLEEPS", "I Hope She Sleeps",
    "Kua kite ia i te manu", "We bought a jacket", "", "::", "🙂",
])  # fmt: skip
def test_an_everyday_word_is_no_name(words: str) -> None:
    """Holds EVERYDAY, and whole words: "I hope she sleeps" is about nobody in particular."""
    assert named(words, CHILDREN) is None


def test_two_children_of_one_name_are_both_named() -> None:
    assert named("Jack: he is late", {1: "Jack Tane", 2: "Jack Leota"}) == Named(frozenset({1, 2}), True)
