"""All that Twilio has sent for us since a moment: asked after an older copy of our rows was put back."""

from datetime import datetime, timedelta

from bot.channels.sms import outcomes
from bot.channels.sms.finding import said
from bot.channels.sms.hearing import MOST_PAGES, ours, trouble_of
from bot.channels.sms.listing import Endless, back_to
from bot.channels.sms.messages import Messages
from bot.config import Config
from bot.model.delivery import Carried, Halted, Later

CLOCKS_APART = timedelta(minutes=5)  # what our rows know of these minutes is told by its id, not by its time


async def sent_since(
    messages: Messages, config: Config, since: datetime
) -> tuple[Carried, ...] | Later | Halted:
    """Every one of them or none: what is not in the answer counts as not sent."""
    found: list[Carried] = []
    try:
        # No day: Twilio's filter would hide what still waits in its queue.
        async for message in back_to(
            messages, since - CLOCKS_APART, sender=config.twilio_from, pages=MOST_PAGES
        ):
            if message.direction == "outbound-api" and ours(message, config):
                error = "" if message.error_code is None else str(message.error_code)
                state = outcomes.state(message.status) or "accepted"
                found.append(Carried(
                    message.sid, message.to or "", said(message.body), message.date_created or since, state, error,
                    outcomes.counted(message.num_segments),
                ))  # fmt: skip
    except (*outcomes.EXPECTED, Endless) as trouble:
        return trouble_of(trouble)
    return tuple(found)
