"""Texts of series whose moment has come, a text a transaction: whoever else writes comes in between."""

from bot.acts.desk import AtDesk
from bot.acts.series.sending import send_due

__all__ = ["send_all", "send_due"]


async def send_all(act: AtDesk) -> None:
    while await act(send_due):
        pass
