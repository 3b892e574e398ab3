"""A teacher is called away in mid-sentence: the session ends, and what they wrote still stands in its box."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.browser.hands import PATIENCE
from tests.console.browser import doors_of
from tests.console.seed import Harakeke, harakeke
from tests.pages.site import served

pytestmark = pytest.mark.anyio
WORDS = "Māia read to the whole class today, and"
NEWS = (
    "document.body.dispatchEvent(new Event('news'))"  # as live.js says it, and as the page's own minute does
)


@pytest.fixture
def world(sqlite_databases: Any) -> Iterator[Harakeke]:
    with sqlite_databases.copy() as url:
        made = harakeke(url)
        yield made
        made.engine.dispose()


@pytest.fixture
def front(world: Harakeke, tmp_path: Path) -> Iterator[str]:
    with served(doors_of(world, tmp_path)) as address:
        yield address


@pytest.fixture
async def page(world: Harakeke, front: str, browser: dict[str, Any]) -> AsyncIterator[Page]:
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**browser)
        page = await chromium.new_page(viewport={"width": 320, "height": 700})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
        await _signs_in(page, front, world)
        yield page
        await chromium.close()
    assert complaints == [], "the page works under its own Content-Security-Policy"


async def test_a_half_written_answer_outlives_the_session(world: Harakeke, front: str, page: Page) -> None:
    """Holds kept.js: without it the page leads itself away, and the words are gone. Where nothing was written it still
    does; and what families said is covered until somebody is there again."""
    path = f"{front}/console/threads/{world['Māia at Hana' + chr(39) + 's']}"
    await page.goto(path)
    await page.locator("#words-en").fill(WORDS)
    await expect(page.locator("#count-en")).not_to_be_empty(timeout=PATIENCE)
    world.now += timedelta(minutes=31)
    await page.evaluate(NEWS)
    note = page.get_by_role("alert")
    await expect(note).to_contain_text("You are signed out", timeout=PATIENCE)
    await expect(page.locator("#words-en")).to_have_value(WORDS)
    await expect(page.locator("#now")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    async with page.expect_popup() as opened:
        await note.get_by_role("link", name="Sign in").click()
    door = await opened.value
    await expect(door).to_have_url(f"{front}/console/enter", timeout=PATIENCE)
    await _signs_in(door, front, world)
    await page.evaluate(NEWS)
    await expect(page.locator("#now")).to_be_visible(timeout=PATIENCE)
    await expect(note).to_have_count(0)
    await expect(page.locator("#words-en")).to_have_value(WORDS)

    await page.locator("#words-en").fill("")
    world.now += timedelta(minutes=31)
    await page.evaluate(NEWS)
    await page.wait_for_url("**/console/signed-out", timeout=PATIENCE)


async def test_a_keystroke_after_the_session_throws_nothing_away(
    world: Harakeke, front: str, page: Page
) -> None:
    """Holds kept.js on the page of a question, whose words are counted as they are typed."""
    await page.goto(f"{front}/console/ask")
    await page.locator("#words-en").fill(WORDS)
    world.now += timedelta(minutes=31)
    await page.locator("#words-en").press_sequentially(" then")
    await expect(page.get_by_role("alert")).to_contain_text("What you wrote is still here", timeout=PATIENCE)
    await expect(page.locator("#words-en")).to_have_value(f"{WORDS} then")


async def _signs_in(page: Page, front: str, world: Harakeke) -> None:
    await page.goto(f"{front}{world.sign_in_path('Ngaire')}")
    await page.get_by_role("button").click()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible(timeout=PATIENCE)
