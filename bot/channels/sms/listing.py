"""Reading Twilio's list of messages, page by page, newest first."""

from collections.abc import AsyncIterator
from datetime import datetime

from bot.channels.sms.messages import Message, Messages

MOST_PAGES = 50


class Endless(Exception):
    """More pages than we are willing to read: what is further down stays unknown."""


async def back_to(
    messages: Messages,
    since: datetime | None,
    *,
    to: str = "",
    sender: str = "",
    day: str = "",
    pages: int | None = None,
) -> AsyncIterator[Message]:
    """What was created at or after `since` (None: ever). Raises Endless or outcomes.EXPECTED.

    `day` (YYYY-MM-DD in GMT, that day included) is Twilio's own filter. It knows the day of sending only: it
    would hide a message that is still waiting in Twilio's queue.
    """
    page = await messages.page(to=to, sender=sender, day=day)
    for _ in range(pages or MOST_PAGES):
        found = list(page)
        for message in found:
            if since is None or message.date_created is None or message.date_created >= since:
                yield message
        # The order is that of sending: a whole page of older ones is the sign, one older message is not.
        if since and found and all(one.date_created and one.date_created < since for one in found):
            return
        page = await page.next_page_async()
        if page is None:
            return
    raise Endless
