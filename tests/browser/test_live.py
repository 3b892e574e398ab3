"""An open page at school: that a family has written is there without anybody touching it."""

import json
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright, expect

from tests.processes.program import Process, ended, free_port, link_in

pytestmark = pytest.mark.anyio
PATIENCE = 40_000  # milliseconds: less than the minute after which the page would look by itself


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Process]:
    settings = {"AHO_DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}", "AHO_PORT": str(free_port())}
    with ended(Process(tmp_path, "bot", **settings)) as process:
        process.until(lambda: link_in(process.said), "no link was printed")
        yield process


async def test_words_from_home_appear_on_an_open_page(demo: Process, browser: dict[str, Any]) -> None:
    """Holds live.js, the stream behind it, and its wake-up after the commit; and that the end lets go of it."""
    link = link_in(demo.said)
    assert link
    front, complaints = link.partition("/console")[0], []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**browser)
        page = await chromium.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        await page.goto(link)
        await page.get_by_role("button").click()
        async with page.expect_response("**/console/live"):
            await page.goto(f"{front}/console/threads")
        waits = page.locator("#now li", has_text="Tama").locator(".mark", has_text="waits for an answer")
        await expect(waits).to_have_count(0)
        says(front, "mere", "He found the long words by himself")
        await expect(waits).to_be_visible(timeout=PATIENCE)
        assert complaints == [], "the page works under its own Content-Security-Policy"
        assert demo.ends(signal.SIGTERM) == 0
        assert demo.complained == "", "an open page held up the end"
        await chromium.close()


def says(front: str, phone: str, words: str) -> None:
    body = json.dumps({"text": words}).encode()
    request = urllib.request.Request(
        f"{front}/phones/{phone}/say", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 204
