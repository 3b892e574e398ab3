"""Every page of the console that can be reached by a link: axe finds nothing, by day and by lamplight; the Tab key
alone reaches all of it; and it fits a phone of 320 pixels."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from bot.web import console
from tests.console.browser import Browser, browser_of, doors_of
from tests.console.seed import Harakeke, harakeke
from tests.console.test_ways_in import sets_up
from tests.ground.wanted import in_ci
from tests.pages.by_link import links
from tests.pages.full import filled
from tests.pages.site import served
from tests.pages.steps import Step, steps
from tests.pages.walker import Walk, out_of_reach

pytestmark = pytest.mark.anyio
AXE = (Path(__file__).parents[1] / "browser" / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: By lamplight the page is the same, in other colours: of axe's rules these look at colours (its "cat.color").
BY_SCHEME = {"light": RULES, "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

#: Nobody tells these pages of news: one that is looked up anew while somebody presses Tab is another page.
STILL = "window.EventSource = class { close() {} }"

#: What has an address and is no page: nobody looks at it for itself.
NO_PAGES = {"/live", "/media/{id}"}


@pytest.fixture
def world(sqlite_databases: Any, tmp_path: Path) -> Iterator[Harakeke]:
    with sqlite_databases.copy() as url:
        made = harakeke(url)
        filled(made, tmp_path)
        yield made
        made.engine.dispose()


@pytest.mark.parametrize("who", ["Adi", *(["Ana"] if in_ci() else []), "Ngaire"])
async def test_every_page_can_be_read_by_everybody(
    who: str, world: Harakeke, tmp_path: Path, browser: dict[str, Any]
) -> None:
    """Adi of the administration, and a teacher: all that they can click. In CI also Ana of the office, for the sake of a
    line that is only there for her: every page that she opens Adi opens too."""
    doors = doors_of(world, tmp_path)
    amiss: list[str] = []
    with served(doors) as front:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(**browser)
            # axe is put into the page from outside: that is not the page's own doing. Colours are judged at rest.
            room = await chromium.new_context(bypass_csp=True, reduced_motion="reduce")
            await room.add_init_script(STILL)
            page = await room.new_page()
            await page.goto(f"{front}{world.sign_in_path(who)}")
            amiss += await faults(page, "enter")
            await page.get_by_role("button").click()
            walk = Walk(page, front, console.routes(doors))
            async for path in walk.pages():
                amiss += await faults(page, path)
            for step in theirs(world, who):
                await step.take(page, front)
                walk.was_at(page.url)
                amiss += await faults(page, step.name)
            await chromium.close()
    assert not amiss, "\n".join(amiss)
    if who == "Adi":
        assert unseen(walk) == set(), "to these pages no link leads the office"


async def test_what_families_open_by_a_link_can_be_read_by_everybody(
    world: Harakeke, tmp_path: Path, browser: dict[str, Any]
) -> None:
    """A letter's page, the rest of a text, and a place for a photo: links that work, not the ones that are over."""
    amiss: list[str] = []
    with served(doors_of(world, tmp_path)) as front:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(**browser)
            page = await (await chromium.new_context(bypass_csp=True, reduced_motion="reduce")).new_page()
            for path in links(world):
                answer = await page.goto(f"{front}{path}")
                assert answer is not None and answer.status == 200, path
                amiss += await faults(page, path)
                if path.startswith("/see/"):
                    assert await page.locator("img, audio").count() == 2
            await chromium.close()
    assert not amiss, "\n".join(amiss)


async def test_the_doors_can_be_opened_by_everybody(
    world: Harakeke, tmp_path: Path, browser: dict[str, Any]
) -> None:
    """What is read before somebody is signed in, and after; and what families open."""
    doors = doors_of(world, tmp_path)
    _app, codes = sets_up(world, lambda: Browser(browser_of(doors), world), "Adi")
    amiss: list[str] = []
    with served(doors) as front:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(**browser)
            room = await chromium.new_context(bypass_csp=True, reduced_motion="reduce")
            await room.add_init_script(STILL)
            page = await room.new_page()
            for path in (
                "/console/enter",
                "/console/signed-out",
                "/privacy",
                "/join/0000000000",
                "/console/enter/0",
            ):
                await page.goto(f"{front}{path}")
                amiss += await faults(page, path)
            await page.goto(f"{front}{world.sign_in_path('Adi')}")
            await page.get_by_role("button").click()
            assert "/second" in page.url
            amiss += await faults(page, "the second step at the door")
            await page.fill("#code", codes[0])
            await page.get_by_role("button").first.click()
            await page.goto(f"{front}/console/me/second")
            assert await page.get_by_role("button", name="Make new recovery codes").count() == 1
            amiss += await faults(page, "the second step is on")
            await page.goto(f"{front}/console/nowhere")
            amiss += await faults(page, "nowhere")
            await chromium.close()
    assert not amiss, "\n".join(amiss)


def theirs(world: Harakeke, who: str) -> list[Step]:
    return [it for it in steps(world) if who == "Adi" or not (it.admin or (it.desk and who == "Ngaire"))]


async def faults(page: Page, path: str) -> list[str]:
    found = []
    await page.evaluate(AXE)
    for scheme, rules in BY_SCHEME.items():
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        told = await page.evaluate(
            "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
        )
        found += [
            f"{path} ({scheme}): {it['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for it in told["violations"]
            for node in it["nodes"][:3]
        ]
    await page.set_viewport_size({"width": 320, "height": 700})
    over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found += [f"{path}: runs over a phone by {over} pixels"] if over > 0 else []
    await page.set_viewport_size({"width": 1280, "height": 900})
    found += [f"{path}: the Tab key does not reach: {it}" for it in await out_of_reach(page)]
    return found


def unseen(walk: Walk) -> set[str]:
    pages = {page.path for page in console.PAGES if page.get}
    return pages - NO_PAGES - {kind.split()[0] for kind in walk.seen}
