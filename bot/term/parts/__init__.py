"""What happens in the play: the whole school's weeks, and the parts of those who have one of their own."""

from bot.term.parts import (
    at_the_desk,
    away,
    first_day,
    hands,
    nana,
    new_phone,
    odd_ones,
    one_a_day,
    own_turn,
    own_ways,
    relief,
    seen_and_heard,
    siblings,
    stops,
    two_homes,
    urgent,
    weeks,
)

PARTS = (
    first_day, weeks, nana, two_homes, siblings, stops, own_ways, one_a_day, urgent, away, own_turn, seen_and_heard,
    new_phone, hands, relief, odd_ones, at_the_desk,
)  # fmt: skip
