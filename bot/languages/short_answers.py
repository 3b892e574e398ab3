"""Short answers: the number of a choice, and thanks, which are kept but need not buzz in every pocket."""

from functools import cache

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, language

_SMILES = frozenset("👍👌🙏👏💪🎉✅✔❤♥💕💖💗💛💚💙💜🧡🤍🤎🖤🥰😍😊🙂😀😃😄😁🤗☺🌺🌸🌻🌈⭐")
_APART = dict.fromkeys(map(ord, _SMILES), " ")


def choice(text: str, choices: int, language_tag: str = ENGLISH) -> int | None:
    """The number from 1 to `choices` that all of `text` is ("2", "2.", "(2)", "two", "rua"), or None."""
    word = fold(text)
    if word.isdecimal() and len(word) <= 3:
        number = int(word)
    else:
        number = _numbers(language_tag).get(word) or _numbers(ENGLISH).get(word, 0)
    return number if 1 <= number <= choices else None


def looks_like_thanks(text: str, language_tag: str) -> bool:
    """Is `text` nothing but thanks ("ok", "ka pai", "thanks 👍", "fa'afetai tele lava")?"""
    words = fold(text.translate(_APART)).split()
    if not words:
        return any(mark in _SMILES for mark in text)
    thanks = _thanks(language_tag) | _thanks(ENGLISH)
    return len(words) <= 6 and _all_of(words, thanks)


def is_short_reply(text: str, language_tag: str) -> bool:
    """Is `text` too little for a translator to go by ("ok", "ae", "io", "2", a thumb)? It is shown as it is."""
    words = fold(text.translate(_APART)).split()
    letters = "".join(words)
    return (len(words) <= 1 and len(letters) <= (3 if letters.isascii() else 1)) or looks_like_thanks(
        text, language_tag
    )


def _all_of(words: list[str], phrases: frozenset[str]) -> bool:
    """Can `words` be laid out as nothing but `phrases`, one after the other?"""
    if not words:
        return True
    ends = range(1, len(words) + 1)
    return any(" ".join(words[:end]) in phrases and _all_of(words[end:], phrases) for end in ends)


@cache
def _numbers(tag: str) -> dict[str, int]:
    return {fold(word): number for number, word in enumerate(language(tag).numbers, start=1)}


@cache
def _thanks(tag: str) -> frozenset[str]:
    return frozenset(map(fold, language(tag).thanks))
