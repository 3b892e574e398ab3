"""Stand-ins for Twilio and the Telegram Bot API, at HTTP level, with no account and no network.

They keep the carriers' documented contracts, so that real clients, real signatures and real handlers run
against them. They import nothing of Aho's, as a real carrier would not.
"""

from bot.simulated.carriers import Carriers, app, mount
from bot.simulated.faults import Fault, Faults
from bot.simulated.ledger import Bubble, Button, Ledger, Media
from bot.simulated.phones import Phone, SmsPhone, TelegramPhone
from bot.simulated.post import Post, http_post
from bot.simulated.telegram.refused import Refused

__all__ = [
    "Bubble",
    "Button",
    "Carriers",
    "Fault",
    "Faults",
    "Ledger",
    "Media",
    "Phone",
    "Post",
    "Refused",
    "SmsPhone",
    "TelegramPhone",
    "app",
    "http_post",
    "mount",
]
