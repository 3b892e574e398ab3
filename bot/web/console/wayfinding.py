"""The pages that stand in every page's head, in the order in which a day uses them."""

from dataclasses import dataclass

from bot.acts.reading.viewer import Viewer


@dataclass(frozen=True)
class Way:
    name: str  #: what a page passes as `here`
    path: str
    label: str
    office: bool = False  #: for the office only


WAYS = (
    Way("today", "/", "Today"),
    Way("threads", "/threads", "Threads"),
    Way("ask", "/ask", "Ask"),
    Way("status", "/status", "How it goes"),
    Way("letters", "/letters", "Letters"),
    Way("people", "/people", "People", office=True),
    Way("school", "/school", "School", office=True),
)


def ways(who: Viewer) -> list[Way]:
    return [way for way in WAYS if who.office or not way.office]
