"""Deeds that the homes' own stories do not have: they are played beside them, and the others' seeds stay as they are."""

from tests.lanes.behind_links import LINKED
from tests.lanes.handed_over import HANDED
from tests.lanes.in_a_childs_hands import PASSED
from tests.lanes.in_need import IN_NEED
from tests.lanes.in_one import IN_ONE
from tests.lanes.letters import LETTERS
from tests.lanes.moved import moves_words
from tests.lanes.numbers import NUMBERS
from tests.lanes.polls import POLLS
from tests.lanes.taken_away import TAKEN_AWAY
from tests.lanes.town import Deed

OTHER: tuple[Deed, ...] = (
    moves_words, moves_words, *LINKED, *IN_ONE, *NUMBERS, *TAKEN_AWAY, *HANDED, *PASSED, *IN_NEED, *LETTERS, *POLLS,
)  # fmt: skip
