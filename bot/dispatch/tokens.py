"""The names of calls: what a carrier's own word about one of them is known again by."""

from collections.abc import Callable

LENGTH = 12  #: bytes


def new(chance: Callable[[int], bytes], many: int) -> list[str]:
    """For a chunk's attempts, of one throw: each journey to the system costs as much as a row."""
    thrown = chance(LENGTH * many).hex()
    return [thrown[at : at + 2 * LENGTH] for at in range(0, len(thrown), 2 * LENGTH)]
