"""Names and links inside a sentence that reads the other way. Unicode's isolates keep them whole and in their place.

They go on Telegram and on web pages only: in an SMS they would cost, and many phones show them as boxes.
"""

import re
import unicodedata
from collections.abc import Callable

from bot.languages.registry import language

FSI, PDI = "\u2068", "\u2069"  # first strong isolate, and its end

#: How a value stands in a sentence of the language `tag`.
Embed = Callable[[str, str], str]

_RIGHT_TO_LEFT = {"R", "AL"}
#: Before it Unicode has no letter that does: one look spares most texts a look at each of their letters.
_FROM_HEBREW_ON = re.compile("[\u0590-\U0010ffff]")
_NUMBER = re.compile(r"\+?[\d ()-]*\d")


def as_typed(text: str, tag: str) -> str:
    return text


def isolated(text: str, tag: str) -> str:
    """`text` set apart, line by line, where it or the sentence around it reads from right to left."""
    if language(tag).direction != "rtl" and not reads_right_to_left(text):
        return text
    return "\n".join(f"{FSI}{line}{PDI}" if line.strip() else line for line in text.split("\n"))


def by_sms(text: str, tag: str) -> str:
    """As typed. But among words from right to left the groups of a phone number change places: so it has none."""
    if language(tag).direction == "rtl" and _NUMBER.fullmatch(text):
        return re.sub(r"[ ()-]", "", text)
    return text


def reads_right_to_left(text: str) -> bool:
    if _FROM_HEBREW_ON.search(text) is None:
        return False
    return any(unicodedata.bidirectional(mark) in _RIGHT_TO_LEFT for mark in text)
