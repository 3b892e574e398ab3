"""The index of words follows what is said: nobody who writes waits for it."""

from bot.acts.desk import AtDesk
from bot.acts.reading import finding
from bot.store.finding import A_PAGE


async def take_in(act: AtDesk) -> None:
    """A page at a time, until it has come as far as the threads have."""
    while await act(finding.catch_up) == A_PAGE:
        pass
