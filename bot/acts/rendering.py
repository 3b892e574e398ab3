"""The words of a delivery as one phone will read them: worded at the call, in the reader's language."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.languages import segments
from bot.languages.catalogue import Catalogues
from bot.languages.words import _
from bot.model.chat import Option, Question, Say, Wording
from bot.model.delivery import Choice
from bot.store.contents import best

#: Room for words on one page of each channel, in UTF-16 units: Twilio takes 1,600, Telegram 4,096.
ROOM = {"sms": 1500, "telegram": 4000}
LONG_WORD = 40


@dataclass(frozen=True)
class Rendered:
    words: str
    language: str
    choices: tuple[Choice, ...]
    segments: int | None  #: None on channels that do not count them


def render(speech: Catalogues, *, channel: str, language: str, parts: Sequence[Say], wordings: Sequence[Wording] = (),
           children: Sequence[str] = (), question: Question | None = None, link: str = "") -> Rendered:  # fmt: skip
    """Words one delivery. KeyError where a sentence lacks a value: that row fails alone.

    `link` is where families read about their privacy today: a roll is often brought in before there is an address.
    """
    chosen = best(wordings, language)
    filled = {"words": chosen.words if chosen else "", "children": {"names": list(children)}, "link": link}
    said = [speech.say(language, part.msgid, filled | dict(part.filling)) for part in parts]
    # A chat shows lines; on an old phone's small screen one paragraph reads better.
    between = " " if channel == "sms" else "\n"
    words = between.join(it.strip() for it in said) if parts else str(filled["words"])
    options = [_label(speech, language, it) for it in question.options] if question else []
    if channel == "sms" and options:
        words = "\n".join([words, *(f"{number} {label}" for number, label in enumerate(options, 1))])
    room = ROOM.get(channel, 4000)
    words = _fitting(speech, room, language, unicodedata.normalize("NFC", words).strip())
    buttons = (
        tuple(Choice(label, f"q{question.id}.{number}") for number, label in enumerate(options, 1))
        if question and channel != "sms"
        else ()
    )
    return Rendered(words, language, buttons, segments.count(words).segments if channel == "sms" else None)


def says(kept: Sequence[Sequence[Any]]) -> list[Say]:
    """Sentences as the delivery's row holds them."""
    return [Say(msgid, filling) for msgid, filling in kept]


def spoken(wanted: str | None, switched_on: Sequence[str]) -> str:
    """A draft language reaches no phone until the school switches it on: English until then."""
    return wanted if wanted is not None and wanted in switched_on else "en"


def _label(speech: Catalogues, language: str, option: Option) -> str:
    if isinstance(option.label, str):
        return option.label
    filling: Mapping[str, Any] = option.label.filling
    return speech.say(language, option.label.msgid, filling)


def _fitting(speech: Catalogues, room: int, language: str, words: str) -> str:
    """Words too long for the carrier arrive as their beginning, and say so."""
    units = words.encode("utf-16-le")
    if len(units) <= 2 * room:
        return words
    rest = speech.say(language, _("This is only the beginning. Ask the school for the rest."))
    opening = units[: 2 * (room - len(rest) - 5)].decode("utf-16-le", "ignore")
    whole = opening.rsplit(maxsplit=1)[0]
    # Not in the middle of a word; but Chinese, say, has no spaces between its words.
    return f"{whole if len(opening) - len(whole) < LONG_WORD else opening} ... {rest}"
