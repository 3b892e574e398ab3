"""Walks from page to page by what can be clicked, one of each kind of address, as somebody new would."""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Error, Page
from starlette.routing import BaseRoute, Route

#: What can be reached with the Tab key, in a browser's own eyes.
REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex="0"]')]
    .filter((it) => !it.disabled && it.checkVisibility({visibilityProperty: true}) && !it.closest("[inert]"))
    // Of a group of choices the Tab key reaches the chosen one, or the first; from there the arrows go on.
    .filter((it) => it.type !== "radio" || it === (
        it.closest("form").querySelector(`input[type=radio][name="${it.name}"]:checked`)
        ?? it.closest("form").querySelector(`input[type=radio][name="${it.name}"]`)))
    .map((it, place) => { it.dataset.place = place; return it.outerHTML.slice(0, 120); })"""

#: Writes down where the focus goes, and whether an eye can see that it is there.
#: A date has several places to type in, and draws its ring around the first of them.
FOCUS = """() => {
    document.activeElement?.blur();
    window.reached = {};
    addEventListener("focusin", ({target}) => {
        const own = getComputedStyle(target);
        const seen = (own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0) || own.boxShadow !== "none";
        const place = target.dataset?.place;
        if (place !== undefined) reached[place] = reached[place] || seen;
    });
}"""

#: Where links lead, and forms that only ask, as they stand.
LINKS = """() => [
    ...[...document.querySelectorAll("a[href]")].map((it) => it.href),
    ...[...document.querySelectorAll("form:not([method=post])")].map((it) =>
        new URL(it.getAttribute("action") || "", location.href.split("?")[0]).href
            + "?" + new URLSearchParams(new FormData(it)))]"""

#: How many more pages of a kind are read for their links: not every thread has an answer that waits.
MORE = 6


@dataclass
class Walk:
    """Every kind of page that can be reached from the first by links."""

    page: Page
    front: str
    routes: list[BaseRoute]
    seen: dict[str, str] = field(default_factory=dict)  #: a kind of address, and the one that was looked at

    async def pages(self, first: str = "/console/"):  # type: ignore[no-untyped-def]
        """Opens one page after another, and gives the path of each while it is open."""
        waiting, read, times = [first], {first}, Counter[str]()
        while waiting:
            path = waiting.pop(0)
            kind = self.kind(path)
            if kind is None or times[kind] > MORE:
                continue
            times[kind] += 1
            if not await self.opens(path):
                self.seen.setdefault(kind, path)
                continue
            fresh = [it for it in await self.links() if it not in read]
            waiting += fresh
            read.update(fresh)
            if kind not in self.seen:
                self.seen[kind] = path
                yield path

    async def opens(self, path: str) -> bool:
        """False for what is no page: a picture, a table to download."""
        try:
            answer = await self.page.goto(f"{self.front}{path}")
        except Error as why:
            if "Download is starting" not in str(why):
                raise
            return False
        assert answer is not None
        html = "text/html" in answer.headers.get("content-type", "")
        assert not html or answer.status == 200, (path, answer.status)
        return html

    def was_at(self, address: str) -> None:
        path = address.removeprefix(self.front)
        if kind := self.kind(path):
            self.seen.setdefault(kind, path)

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
    await page.evaluate(FOCUS)
    for _press in range(
        len(wanted) + 3 * await page.locator("input[type=date], input[type=time]").count() + 3
    ):
        await page.keyboard.press("Tab")
    reached = await page.evaluate("reached")
    return [
        what if str(place) not in reached else f"unseen: {what}"
        for place, what in enumerate(wanted)
        if not reached.get(str(place), False)
    ]
