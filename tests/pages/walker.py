"""Walks from page to page by what can be clicked, one of each kind of address, as somebody new would."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Page
from starlette.routing import BaseRoute, Route

#: What can be reached with the Tab key, in a browser's own eyes.
REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex="0"]')]
    .filter((it) => !it.disabled && it.checkVisibility({visibilityProperty: true}) && !it.closest("[inert]"))
    .filter((it) => it.type !== "radio" || it.checked
        || !document.querySelector(`input[type=radio][name="${it.name}"]:checked`))
    .map((it, place) => { it.dataset.place = place; return it.outerHTML.slice(0, 120); })"""

#: Where the focus is, and whether an eye can see that it is there.
FOCUS = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const own = getComputedStyle(it);
    const seen = (own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0) || own.boxShadow !== "none";
    return {place: it.dataset.place ?? "", seen, what: it.outerHTML.slice(0, 120)};
}"""

LINKS = """() => [...document.querySelectorAll("a[href]")].map((it) => it.href)"""


@dataclass
class Walk:
    """Every kind of page that can be reached from the first by links."""

    page: Page
    front: str
    routes: list[BaseRoute]
    seen: dict[str, str] = field(default_factory=dict)  #: a kind of address, and the one that was looked at
    again: set[str] = field(default_factory=set)

    async def pages(self, first: str = "/console/"):  # type: ignore[no-untyped-def]
        """Opens one page after another, and gives the path of each while it is open."""
        waiting = [first]
        while waiting:
            path = waiting.pop(0)
            kind = self.kind(path)
            if kind is None or kind in self.seen:
                continue
            self.seen[kind] = path
            answer = await self.page.goto(f"{self.front}{path}")
            assert answer is not None
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            assert answer.status == 200, (path, answer.status)
            waiting += [it for it in await self.links() if self.kind(it) not in self.seen]
            yield path

    async def links(self) -> list[str]:
        found = [urlsplit(it) for it in await self.page.evaluate(LINKS)]
        here = urlsplit(self.front).netloc
        return [f"{it.path}?{it.query}" if it.query else it.path for it in found if it.netloc == here]

    def kind(self, path: str) -> str | None:
        """The route that answers it, with the names of what is asked of it."""
        bare, _mark, query = path.partition("?")
        if not bare.startswith("/console"):
            return None
        inside = bare.removeprefix("/console") or "/"
        for route in self.routes:
            if isinstance(route, Route) and route.path_regex.match(inside):
                asked = sorted(re.findall(r"(?:^|&)([^=&]+)=", query))
                return " ".join([route.path, *asked])
        return None


async def out_of_reach(page: Page) -> list[str]:
    """What the Tab key alone does not reach, or reaches without anybody seeing it."""
    wanted = await page.evaluate(REACHABLE)
    reached: dict[int, bool] = {}
    await page.evaluate("document.activeElement?.blur()")
    for _press in range(2 * len(wanted) + 20):
        await page.keyboard.press("Tab")
        focus = await page.evaluate(FOCUS)
        if focus is None:
            break
        if focus["place"]:
            place = int(focus["place"])
            if place in reached and place == min(reached) and len(reached) > 1:
                break
            # A date has several places to type in, and draws its ring around the first of them.
            reached[place] = reached.get(place, False) or focus["seen"]
    return [
        what if place not in reached else f"unseen: {what}"
        for place, what in enumerate(wanted)
        if not reached.get(place, False)
    ]
