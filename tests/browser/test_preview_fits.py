"""The composer's count and preview, with everything that they can say of a text's cost, at three widths."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import TODAY
from tests.browser.hands import PATIENCE, hears, says

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("demo", [TODAY], indirect=True)]
WIDTHS = (360, 768, 1280)
WORDS = "It’s the week of the book fair: please bring a story that you like to read together at home, and tell us why."
REO = "He aha te pukapuka i pānuihia e koutou i tēnei wiki? Tuhia mai ki a mātou."


async def test_what_a_question_costs_fits_on_every_screen(page: Page, demo: str) -> None:
    """Holds the room that the offers and prices take: nothing runs over, on a phone or on a laptop."""
    await says(page, "teacher", "/console")
    link = await (await hears(page, "teacher", "/console/enter/")).inner_text()
    found = re.search(r"http://\S+/console/enter/\w+", link)
    assert found is not None
    await page.goto(found[0])
    await page.get_by_role("button", name="Sign in").click()
    await page.goto(f"{demo}/console/ask")
    await page.get_by_label("For whom?").select_option(label="Room 5")
    await page.locator("#words-mi").fill(REO)
    await page.locator("#words-en").fill(WORDS)
    await expect(page.locator("#count-en")).to_contain_text("make", timeout=PATIENCE)
    await _fits(page, "writing")
    await page.get_by_role("button", name="Preview").click()
    await expect(page.get_by_role("heading", name="This is how it will look")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator(".offer").first).to_contain_text("With straight quotes")
    await _fits(page, "preview")
    await page.get_by_role("button", name="Write it so").first.click()
    await expect(page.locator(".offer")).to_have_count(0, timeout=PATIENCE)


async def _fits(page: Page, name: str) -> None:
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, (name, width)
