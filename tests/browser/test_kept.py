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
        page = await (await chromium.new_context(viewport={"width": 320, "height": 700})).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
        await _signs_in(page, front, world)
        yield page
        await chromium.close()
    assert complaints == [], "the page works under its own Content-Security-Policy"


async def test_a_half_written_answer_outlives_the_session(world: Harakeke, front: str, page: Page) -> None:
    """Holds kept.js: without it the page leads itself away, and the words are gone. Where nothing was written it still
    does; and all else is put away, names and the page's title too, until somebody is there who may see it."""
    path = f"{front}/console/threads/{world['Māia at Hana' + chr(39) + 's']}"
    await page.goto(path)
    await page.locator("#words-en").fill(WORDS)
    await expect(page.locator("#count-en")).not_to_be_empty(timeout=PATIENCE)
    world.now += timedelta(minutes=31)
    await page.evaluate(NEWS)
    note = page.get_by_role("alert")
    await expect(note).to_contain_text("You are signed out", timeout=PATIENCE)
    await _only_their_words(page)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    # Neither a server that is away for a moment nor a colleague who may not see this child brings it back.
    await page.route("**/console/threads/*", lambda route: route.fulfill(status=502, body="away"))
    await page.evaluate(NEWS)
    await page.wait_for_timeout(300)
    await _only_their_words(page)
    await page.unroute("**/console/threads/*")
    elsewhere = await page.context.new_page()
    await _signs_in(elsewhere, front, world, "Tom")
    async with page.expect_response("**/console/threads/*") as answered:
        await page.evaluate(NEWS)
    assert (await answered.value).status == 404
    await page.wait_for_timeout(300)
    await _only_their_words(page)

    async with page.expect_popup() as opened:
        await note.get_by_role("link", name="Sign in").click()
    door = await opened.value
    await expect(door).to_have_url(f"{front}/console/enter", timeout=PATIENCE)
    await _signs_in(door, front, world)
    await page.evaluate(NEWS)
    await expect(page.locator("#now")).to_be_visible(timeout=PATIENCE)
    await expect(note).to_have_count(0)
    assert "Māia" in await page.title()
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
    await expect(page.get_by_label("What you wrote").first).to_have_value(f"{WORDS} then")


async def _only_their_words(page: Page) -> None:
    await expect(page.locator("#words-en")).to_be_hidden()
    await expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    seen = await page.locator("main").inner_text()
    assert "Māia" not in seen + await page.title() and "Wiremu" not in seen


async def _signs_in(page: Page, front: str, world: Harakeke, name: str = "Ngaire") -> None:
    await page.goto(f"{front}{world.sign_in_path(name)}")
    await page.get_by_role("button").click()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible(timeout=PATIENCE)
