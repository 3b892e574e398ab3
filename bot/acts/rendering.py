"""The words of a delivery as one phone will read them: worded at the call, in the reader's language."""

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.languages import directions, segments
from bot.languages.catalogue import Catalogues
from bot.languages.words import _
from bot.model.chat import CHOICE_BUTTON, Option, Poll, Question, Say, Wording
from bot.model.delivery import Choice
from bot.store.contents import best
from bot.translate import MACHINE
from bot.translate.register import PROVIDERS

ORIGINAL = "ORIG"
# Translators: at the end of a text message. {word} is ORIG, which people text to us; it is not translated.
AUTO = _("Auto-translated. Reply {word} for the original.")
# Translators: under a translation and its original on Telegram. {engine} is a company's product.
BY_MACHINE = _("Translated by a machine ({engine}). It may be wrong.")
NOT_TRANSLATED = _("We could not translate this.")
# Translators: after a photo, a voice note or the beginning of long words, by text message. {link} opens them.
SEE = _("See it here for a week: {link}")
LOOK = {"photo": SEE, "document": SEE, "voice": _("Hear it here for a week: {link}")}
REST = _("The rest is here for a week: {link}")
ASK = _("This is only the beginning. Ask the school for the rest.")
MOST_SEGMENTS = 6  #: longer words arrive as their beginning, where there is a link to the whole
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
           children: Sequence[str] = (), question: Question | None = None, poll: Poll | None = None, link: str = "",
           in_vain: bool = False, doubled: Collection[str] = (), room: int | None = None, whole: str = "",
           kinds: Sequence[str] = (), staff: bool = False) -> Rendered:  # fmt: skip
    """Words one delivery. KeyError where a sentence lacks a value: that row fails alone.

    What a machine made is called so, with the original: under it on Telegram, for the asking by SMS. `in_vain`: a
    translation was asked for; where there is none, that is said too.

    `link` is where families read about their privacy today: a roll is often brought in before there is an address.
    `doubled`: the languages that the school writes with double vowels; by SMS, where a macron costs, our own words
    go out so. `room`: in UTF-16 units, where it is not the channel's. `whole`: a link to all of it, and to the pictures
    and voice notes that came with it (their `kinds`), for a text: it cannot carry them. `staff`: its reader works at
    the school, and is not told to ask there for the rest.
    """
    chosen = best(wordings, language)
    double = channel == "sms" and language in doubled
    options = [label(speech, language, it) for it in question.options] if question else []
    mark = f"q{question.id}" if question else ""
    if poll and not options:
        options, mark = poll.labels(language), f"{CHOICE_BUTTON}{poll.prompt_id}"
    # A chat shows lines; on an old phone's small screen one paragraph reads better.
    between = " " if channel == "sms" else "\n"
    embed = directions.by_sms if channel == "sms" else directions.isolated

    def linked(msgid: str) -> list[str]:
        return [speech.say(language, msgid, {"link": whole}, embed, doubled=double)]

    def framed(inner: str, linking: Sequence[str]) -> str:
        filled = {"words": inner, "children": {"names": list(children)}, "link": link}
        said = [
            speech.say(language, part.msgid, filled | dict(part.filling), embed, doubled=double).strip()
            for part in parts
        ]
        lines = [between.join(said) if parts else inner]
        lines += label_of(speech, channel, language, chosen, wordings, in_vain)
        lines += linking
        if channel == "sms":
            lines += [f"{number} {label}" for number, label in enumerate(options, 1)]
        return unicodedata.normalize("NFC", "\n".join(lines)).strip()

    inner, by_text = chosen.words if chosen else "", channel == "sms"
    beside = linked(LOOK[kinds[0]]) if by_text and whole and kinds else []
    words, room = framed(inner, beside), room or ROOM.get(channel, 4000)
    counted = segments.count(words).segments if by_text else None
    if counted and counted > MOST_SEGMENTS and whole and inner:
        rest = linked(REST)
        words = _longest(lambda kept: framed(f"{_cut(inner, kept)} ...", rest), _units(inner))
        counted = segments.count(words).segments
    if (over := _units(words) - room) > 0:
        # What people wrote is cut, never our own sentence after it: it says who else will hear the answer.
        ending = linked(REST)[0] if staff and whole else "" if staff else speech.say(language, ASK)
        words = framed(_fitting(_units(inner) - over, inner, ending), beside)
        words = _fitting(room, words, ending)
        counted = segments.count(words).segments if by_text else None
    buttons = (
        tuple(Choice(label, f"{mark}.{number}") for number, label in enumerate(options, 1))
        if channel != "sms"
        else ()
    )
    return Rendered(words, language, buttons, counted)


def label_of(speech: Catalogues, channel: str, language: str, chosen: Wording | None, wordings: Sequence[Wording],
             in_vain: bool) -> list[str]:  # fmt: skip
    """What stands under people's words about their translation; nothing under what people worded."""
    if chosen is None:
        return []
    if chosen.made_by != MACHINE:
        return [speech.say(language, NOT_TRANSLATED)] if in_vain and chosen.language != language else []
    if channel == "sms":
        return [speech.say(language, AUTO, {"word": ORIGINAL})]
    engine = PROVIDERS[chosen.engine].name if chosen.engine in PROVIDERS else chosen.engine
    return ["", wordings[0].words, "", speech.say(language, BY_MACHINE, {"engine": engine})]


def says(kept: Sequence[Sequence[Any]]) -> list[Say]:
    """Sentences as the delivery's row holds them."""
    return [Say(msgid, filling) for msgid, filling in kept]


def spoken(wanted: str | None, switched_on: Sequence[str]) -> str:
    """A draft language reaches no phone until the school switches it on: English until then."""
    return wanted if wanted is not None and wanted in switched_on else "en"


def label(speech: Catalogues, language: str, option: Option) -> str:
    """An answer as its reader sees it, on a button or after its number."""
    if isinstance(option.label, str):
        return option.label
    filling: Mapping[str, Any] = option.label.filling
    return speech.say(language, option.label.msgid, filling)


def _fitting(room: int, words: str, ending: str) -> str:
    """Words too long for the carrier arrive as their beginning, and say so."""
    if _units(words) <= room:
        return words
    return f"{_cut(words, max(0, room - _units(ending) - 5))} ... {ending}".rstrip()


def _longest(opening: Callable[[int], str], most: int) -> str:
    """The longest opening, of at most so many units, that goes in the segments that a text may have."""
    fits, over = 0, most
    while over - fits > 1:
        half = (fits + over) // 2
        if segments.count(opening(half)).segments > MOST_SEGMENTS:
            over = half
        else:
            fits = half
    return opening(fits)


def _cut(words: str, kept: int) -> str:
    """So many units of it; not in the middle of a word; but Chinese, say, has no spaces between its words."""
    opening = words.encode("utf-16-le")[: 2 * kept].decode("utf-16-le", "ignore")
    whole = opening.rsplit(maxsplit=1)[0] if opening.strip() else ""
    return whole if len(opening) - len(whole) < LONG_WORD else opening


def _units(words: str) -> int:
    """In UTF-16 units, as both carriers count."""
    return len(words.encode("utf-16-le")) // 2
