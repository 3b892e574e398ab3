"""Keywords: whole messages that ask Aho for something, in the person's own language or in English.

STOP START HELP LANGUAGE PAUSE WHO FAMILY TELEGRAM WRONG ALL SHARE PHOTO ORIG MYWAY LESS MORE NEWPHONE ABSENT
DIGEST PASS URGENT; each language's words are in the registry.
A sentence is never a keyword: a family's words must not be swallowed, nor relayed because of how they begin.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType

from bot.languages import typed_dates, typed_times
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, LANGUAGES, find, language

# Twilio obeys these by itself, and blocks the number, whatever we think of them (its support page 223134027).
TWILIO_STOP = frozenset(
    {"stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out"}
)
TWILIO_START = frozenset({"start", "unstop"})
TWILIO_HELP = frozenset({"help", "info"})

_LONGEST = 60
_SHORT = 6  #: words of a message that PAUSE may begin
_SEVERAL = 4  #: Chinese signs that are more than one word
_TAKES_MORE = ("LANGUAGE", "SHARE", "PAUSE", "DIGEST", "PASS", "URGENT")
_COMMAND = re.compile(r"\s*/([A-Za-z_]+)(?:@\w+)?(?=\s|$)")
_PARTING = re.compile(r"[\s:：]|[-–—](?=\s)")
_SET_OFF = re.compile(r"[^\S\n]*(?:[:：\n]|[-–—]\s)")


def match(text: str, language_tag: str, switched_on: Collection[str] = ()) -> str | None:
    """The keyword that the whole of `text` is for a reader of `language_tag`, or None.

    The carrier's own words come first, then the person's language, then English; last the STOP words of the
    `switched_on` languages, since stopping somebody by mistake is better than not hearing a stop. A word that is an
    ordinary one in the person's own language is not taken for a STOP of another.
    """
    text = _without_slash(text)
    if len(text) > _LONGEST:
        return None
    word = fold(text)
    for keyword, words in (("STOP", TWILIO_STOP), ("START", TWILIO_START), ("HELP", TWILIO_HELP)):
        if word in words:
            return keyword
    known = _words(language_tag).get(word) or _words(ENGLISH).get(word)
    if known or word in _ordinary(language_tag):
        return known
    return "STOP" if word in stop_words(switched_on) else None


def match_with_rest(text: str, language_tag: str) -> tuple[str, str] | None:
    """The keyword that begins `text`, with what was written after it, as typed: LANGUAGE, SHARE, PAUSE, DIGEST, PASS
    and URGENT only.

    "Share this with nobody" is no SHARE. The keyword counts when it stands out: in capitals that the rest
    is not in, before a colon, a dash or a new line, or as a command with a slash. LANGUAGE counts before the
    name of a language we know, too; PAUSE before a time or a date ("pause 2 weeks"), DIGEST before an hour, and
    before nothing else. URGENT counts before anything: the office takes a sentence too many more easily than a
    family bears one too few.
    """
    commanded = _COMMAND.match(text) is not None
    text = _without_slash(text).strip()
    if not fold(text).startswith(_with_more(language_tag)):
        return None
    for parting in _PARTING.finditer(text, 0, _LONGEST):
        head, tail = text[: parting.start()], text[parting.start() :]
        word = fold(head)
        keyword = _words(language_tag).get(word) or _words(ENGLISH).get(word)
        rest = tail.lstrip(" \t\r\n:：-–—").rstrip()
        if keyword not in _TAKES_MORE or not rest:
            continue
        stands_out = commanded or _SET_OFF.match(tail) or (head.isupper() and not rest.isupper())
        if keyword == "LANGUAGE" and (find(rest) or (stands_out and len(rest.split()) <= 2)):
            return keyword, rest
        if keyword == "PAUSE" and typed_dates.is_span(rest, language_tag):
            return keyword, rest
        if keyword == "DIGEST" and (typed_times.time(rest) or fold(rest) in {"off", "no", "end", "none"}):
            return keyword, rest
        if keyword in ("SHARE", "PASS") and stands_out:
            return keyword, rest
        if keyword == "URGENT":
            return keyword, rest
    return None


def begins_with_pause(text: str, language_tag: str) -> str | None:
    """What a short message says after PAUSE, when that is how it begins and how long it is to be is no time we read.

    "PAUSE 2 vaiaso", "pause for the tangi". In another language than English the word is an everyday one ("malolo
    lelei" is good night): there it counts in capitals that the rest is not in, or before a number.
    """
    words = _without_slash(text).split()
    for size in range(1, len(words) if len(words) <= _SHORT else 1):
        head, rest = " ".join(words[:size]), " ".join(words[size:])
        word, after = fold(head), fold(rest).split()
        if not after or "PAUSE" not in (_words(language_tag).get(word), _words(ENGLISH).get(word)):
            continue
        stands_out = _words(ENGLISH).get(word) == "PAUSE" or (head.isupper() and not rest.isupper())
        if stands_out or after[0][0].isdigit() or after[0] in map(fold, language(language_tag).numbers):
            return rest
    return None


def is_only_a_length(rest: str) -> bool:
    """Whether what stands after PAUSE is no more than a number and its unit, in whatever language."""
    return len(rest.split()) <= 2 and any(sign.isdigit() for sign in rest)


def stop_words(tags: Collection[str]) -> frozenset[str]:
    """Every word, folded, that means STOP in one of the languages `tags`."""
    return frozenset(
        word for tag in tags if tag in LANGUAGES for word, name in _words(tag).items() if name == "STOP"
    )


def is_twilio_stop(text: str) -> bool:
    """Does Twilio surely stop the number on hearing this, and say goodbye by itself? One word, and nothing else."""
    word = text.strip().casefold()
    return word in TWILIO_STOP and " " not in word


def is_twilio_start(text: str) -> bool:
    """Does Twilio take a stopped number back on hearing this? Only here does YES count as a keyword."""
    return fold(text) in TWILIO_START | {"yes"}


def is_one_word(text: str) -> bool:
    """Whether it is a single everyday word: "wrong", "sese", 错误. Where no spaces part them, four signs are more."""
    said = fold(text)
    return " " not in said and (len(said) < _SEVERAL or not any("\u4e00" <= it <= "\u9fff" for it in said))


def _without_slash(text: str) -> str:
    """`text`, where it begins as a Telegram command does (`/stop`, `/stop@SomeBot`), without those signs."""
    command = _COMMAND.match(text)
    return command[1] + text[command.end() :] if command else text


@cache
def _words(tag: str) -> Mapping[str, str]:
    words = {fold(word): name for name, forms in language(tag).keywords.items() for word in forms}
    return MappingProxyType(words)


@cache
def _with_more(tag: str) -> tuple[str, ...]:
    """Every word after which something may follow."""
    known = (*_words(tag).items(), *_words(ENGLISH).items())
    return tuple(word for word, keyword in known if keyword in _TAKES_MORE)


@cache
def _ordinary(tag: str) -> frozenset[str]:
    """What a reader of `tag` says without meaning a keyword: thanks, numbers, and what the registry names."""
    return frozenset(
        fold(word) for known in (language(tag), language(ENGLISH))
        for word in (*known.thanks, *known.numbers, *known.ordinary)
    )  # fmt: skip
