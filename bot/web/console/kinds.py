"""What kinds of messages the form offers, and what each of them is called."""

from dataclasses import dataclass

from bot.acts import safety
from bot.acts.reading.viewer import Viewer
from bot.model.chat import PromptKind


@dataclass(frozen=True)
class Offered:
    name: str  #: in the form
    kind: PromptKind
    label: str
    about: str  #: what families get, in a few words
    heading: str  #: before those whom it is for


OFFERED = (
    Offered(
        "question",
        PromptKind.PROMPT,
        "A question",
        "families answer in their own words",
        "A question for",
    ),
    Offered(
        "poll",
        PromptKind.PROMPT,
        "A question with choices",
        "a number, a button, or their own words",
        "A question for",
    ),
    Offered(
        "idea", PromptKind.ACTIVITY, "An idea for home", "counts towards the three a week", "An idea for"
    ),
    Offered("notice", PromptKind.NOTICE, "News", "something to know; no answer is asked for", "News for"),
    Offered(
        "celebration", PromptKind.CELEBRATION, "Good news", "something to be glad about", "Good news for"
    ),
    Offered(
        "safety",
        PromptKind.SAFETY,
        "Safety",
        "cannot wait: goes at any hour; you confirm it twice",
        "A safety message for",
    ),
)
BY_NAME = {it.name: it for it in OFFERED}


def offered(who: Viewer) -> tuple[Offered, ...]:
    """What this person may send."""
    return tuple(it for it in OFFERED if not it.kind.overrides or safety.may(who.roles))


def name_of(kind: str, choices: object) -> str:
    """As the form calls a prompt of this kind."""
    if choices:
        return "poll"
    return next(it.name for it in OFFERED if it.kind == kind)


def heading(kind: str) -> str:
    return next(it.heading for it in OFFERED if it.kind == kind)
