"""Every page on a phone, a tablet and a laptop, by day and by lamplight: nothing runs over, nothing is left bare."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import TODAY
from tests.browser.hands import PATIENCE, hears, phone, says

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("demo", [TODAY], indirect=True)]
SIZES = ((390, 844), (820, 1180), (1440, 900))
CONSOLE = ("", "ask", "threads", "threads/1", "status", "me")
#: How light the page's ground is, and its words: 0 is black, 1 is white.
LIGHT = """() => {
    const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0) / 765;
    const root = [document.body, document.documentElement].map((one) => getComputedStyle(one));
    const ground = root.map((one) => one.backgroundColor).find((colour) => !colour.endsWith(", 0)"));
    return [light(ground ?? "rgb(255, 255, 255)"), light(root[0].color)];
}"""


async def test_pages_fit_and_wear_their_colours(page: Page, demo: str) -> None:
    """Holds the privacy page's stylesheets, the dark colours, and the room that every width leaves."""
    await says(page, "teacher", "/console")
    link = await (await hears(page, "teacher", "/console/enter/")).inner_text()
    found = re.search(r"http://\S+/console/enter/\w+", link)
    assert found is not None
    await page.goto(found[0])
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible(timeout=PATIENCE)
    for path in ("phones", "privacy", "privacy?language=mi", *(f"console/{it}" for it in CONSOLE)):
        await page.goto(f"{demo}/{path}")
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (path, width)
        for scheme, dark in (("dark", True), ("light", False)):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            ground, words = await page.evaluate(LIGHT)
            assert (ground < 0.25 < 0.75 < words) if dark else (words < 0.25 < 0.75 < ground), (path, scheme)


async def test_a_phone_that_shows_one_at_a_time_is_turned_to_the_next_by_its_tab(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 600})
    nana = phone(page, "nana").locator("textarea")
    await page.get_by_role("link", name="Nana Aroha").click()
    await expect(nana).to_be_in_viewport(ratio=1, timeout=PATIENCE)
    await expect(phone(page, "teacher").locator("textarea")).not_to_be_in_viewport()
    await says(page, "nana", "Kia ora")  # there is room to read the answer, however short the phone
    words = await hears(page, "nana", "a school's number for families")
    await expect(words).to_be_in_viewport(ratio=0.5)
    assert await phone(page, "nana").locator(".log").evaluate("(log) => log.clientHeight") > 150
