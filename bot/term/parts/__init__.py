"""What happens in the play: the whole school's weeks, and the parts of those who have one of their own."""

from bot.term.parts import (
    at_the_desk,
    first_day,
    hands,
    nana,
    odd_ones,
    own_ways,
    relief,
    siblings,
    stops,
    two_homes,
    weeks,
)

PARTS = (first_day, weeks, nana, two_homes, siblings, stops, own_ways, hands, relief, odd_ones, at_the_desk)
