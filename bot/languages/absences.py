"""“Sick today”: does somebody say that a child is not at school, on which days, and is it sure?

A net, drawn wide: who is not sure is asked, and whatever they wrote has reached the teacher all the same.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from bot.languages import days_said
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, language
from bot.languages.wishes import Fragments, fragments

#: So many words say little else, where we cannot read of whom they speak.
FEW = 6
#: Who in English is surely the child: "she is sick today". Of "Nana" and "I" it has to be asked.
_CHILD = set("""he she they hes shes theyre both child daughter son girl boy kid kids tamariki tamaiti moko mokopuna
    baby twins children too and""".split())  # fmt: skip
#: What may stand between them and "sick".
_BETWEEN = set("""is s are has been be will going to gonna still feeling feels very really quite so pretty bit little
    unfortunately again also all woke up got gets getting off at home with not my our""".split())  # fmt: skip
#: What people begin with.
_HELLO = set("""hi hello hey kia ora morena morning good mornin sorry please pls note just letting you know that
    miss mr mrs ms teacher whaea matua""".split())  # fmt: skip
_SUCH = "(?:sick|ill|unwell|away|absent|staying|off|not)"
#: "If Ruby is sick, I ring you": that may never be.
_SUPPOSES = re.compile(rf"(?<!\S)(?:if|when|unless) (?:\S+ ){{0,2}}{_SUCH}(?!\S)")
#: "She was sick in the night" is no absence; what is said beside it may be one.
_DENIES = re.compile(
    r"(?<!\S)(?:not|isnt|arent|no longer|never) (?:absent|off school|sick|ill|unwell|away|home sick|staying home)(?!\S)"
    rf"|(?<!\S)(?:was|were|wasnt|werent) (?:\S+ ){{0,2}}?{_SUCH}(?!\S)(?: (?:at|from) (?:home|school))?"
)
_DENIED = " | "  #: stands for what is denied, so that nothing is heard across it
#: "Ruby is sick today but Jack is coming", "he is sick of it", "better tomorrow": an absence is not all that they say.
_MORE = re.compile(r"(?<!\S)(?:but|better|coming|sick of|at school|be there)(?!\S)")
_NOT_SO = re.compile(
    r"(?<!\S)(?:not|wont|isnt|arent|cant|cannot) (?:be |feeling |any )?(?:better|coming|at school|there)(?!\S)"
)
_OF_SCHOOL = re.compile(r"(?<!\S)(?:school|class|kura)(?!\S)")


@dataclass(frozen=True)
class Away:
    """`days`: those that they named, weekends too; none: they named none. Not `sure`: ask before it is noted."""

    days: tuple[dt.date, ...]
    sure: bool


def away(text: str, tag: str, today: dt.date, names: Collection[str] = ()) -> Away | None:
    """What `text` says of an absence, in the writer's language or in English; None: nothing.

    `names`: the children's.
    """
    whole = fold(text)
    if not _may_be_said(whole, tag) or _SUPPOSES.search(whole):
        return None
    said = _DENIES.sub(_DENIED, whole)
    keyword = _begins_with_keyword(said, tag)
    absent = keyword or any(_found(it, "absent", said) for it in (tag, ENGLISH))
    own = tag != ENGLISH and _found(tag, "unwell", said)
    unwell = _found(ENGLISH, "unwell", said)
    if not (absent or own or unwell):
        return None
    days = days_said.days(text, tag, today)
    asks = "?" in text or "？" in text or "؟" in text or _MORE.search(_NOT_SO.sub(" ", whole)) is not None
    asks = asks or days_said.in_doubt(text, tag)
    if absent:
        return Away(days, sure=bool(days or keyword) and not asks)
    if own:
        plain = len(said.split()) <= FEW or any(fold(it) in said for it in names)
        return Away(days, sure=bool(days) and plain and not asks)
    assert unwell is not None
    if _is_child(said[: unwell.start()], names):
        return Away(days, sure=bool(days) and not asks)
    return Away(days, sure=False) if days and _OF_SCHOOL.search(said) else None


def is_spoken_of(text: str, tag: str) -> bool:
    """Whether these words hold anything of illness or absence at all, whoever was ill, and when."""
    said = fold(text)
    return any(_found(tag, what, said) for what in ("absent", "unwell"))


def _is_child(before: str, names: Collection[str]) -> bool:
    """Whether what stands before "sick" speaks of a child, or of nobody in particular."""
    words = before.split()
    if words[-1:] in (["a"], ["the"], ["some"], ["about"], ["by"]):
        return False
    ours = _CHILD | {
        word for it in names for word in (*fold(it).split(), fold(it) + "s", fold(it).split()[0] + "s")
    }
    while words and words[-1] in _BETWEEN:
        words.pop()
    return not words or words[-1] in ours or set(words) <= _HELLO


def _may_be_said(whole: str, tag: str) -> bool:
    """By its words: hardly one message speaks of it, and what is denied in it takes words away only."""
    about = (_fragments(it, what) for it in (tag, ENGLISH) for what in ("absent", "unwell"))
    return any(it.may_be_in(whole) for it in about) or _begins_with_keyword(whole, tag)


def _begins_with_keyword(said: str, tag: str) -> bool:
    return f"{said} ".startswith(_keywords(tag))


@cache
def _keywords(tag: str) -> tuple[str, ...]:
    return tuple(
        f"{fold(it)} " for known in (tag, ENGLISH) for it in language(known).keywords.get("ABSENT", ())
    )


def _found(tag: str, what: str, said: str) -> re.Match[str] | None:
    return _fragments(tag, what).found(said)


@cache
def _fragments(tag: str, what: str) -> Fragments:
    known = language(tag)
    return fragments(known, known.absent if what == "absent" else known.unwell)
