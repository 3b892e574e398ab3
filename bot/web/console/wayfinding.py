"""The pages that stand in every page's head, in the order in which a day uses them."""

from dataclasses import dataclass

from bot.acts.reading.viewer import Viewer


@dataclass(frozen=True)
class Way:
    name: str  #: what a page passes as `here`
    path: str
    label: str
    office: bool = False  #: for the office only
    staff: bool = False  #: for whoever gives and ends roles
    whole: bool = False  #: for whoever sees the whole school

    def behind(self, who: Viewer) -> bool:
        """Behind one word: the office has many, and a phone's head would be all ways."""
        return who.office and (self.office or self.staff or self.whole)


WAYS = (
    Way("today", "/", "Today"),
    Way("threads", "/threads", "Threads"),
    Way("ask", "/ask", "Ask"),
    Way("delivery", "/delivery", "Delivery"),
    Way("series", "/series", "Series"),
    Way("status", "/status", "How it goes"),
    Way("letters", "/letters", "Letters"),
    Way("people", "/people", "People", office=True),
    Way("saw", "/saw", "Who saw what", whole=True),
    Way("staff", "/staff", "Staff", staff=True),
    Way("roll", "/roll", "Roll", office=True),
    Way("school", "/school", "School", office=True),
)


def ways(who: Viewer) -> list[Way]:
    return [way for way in WAYS if _theirs(way, who)]


def _theirs(way: Way, who: Viewer) -> bool:
    fits = (
        who.office or not way.office,
        who.gives_roles or not way.staff,
        who.sight.everywhere or not way.whole,
    )
    return all(fits)
