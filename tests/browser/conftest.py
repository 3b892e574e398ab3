"""The demo as anybody would start it, and a browser that minds every complaint."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, async_playwright

TODAY = ("bot",)

#: When somebody starts the demo, at the school's own hour.
OTHER_DAYS = (
    "2026-11-25T11:00",  # a Wednesday: three days on is Saturday, with an idea for home an hour earlier
    "2026-11-26T14:50",  # a Thursday: three days on is Sunday
    "2026-11-27T11:00",  # a Friday
    "2026-11-28T11:00",  # a Saturday
    "2026-12-24T11:00",  # Christmas and its Mondays lie ahead
    "2027-01-01T11:00",
    "2026-04-02T11:00",  # the day before Good Friday: on Easter Sunday an hour comes twice
    "2026-04-05T02:30",  # Easter Sunday, in that hour
    "2026-09-24T11:00",  # three days on an hour is missing
    "2026-09-27T02:30",  # that hour, which never was
)


@pytest.fixture(params=[TODAY, *(pytest.param(("tests.browser.begun", day), id=day, marks=pytest.mark.long)
                                 for day in OTHER_DAYS)])  # fmt: skip
def demo(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """`python -m bot` on a port of its own, fresh for each test; the address of its front door."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"AHO_PORT": str(port), "AHO_DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AHO_")}
    root = Path(__file__).parents[2]
    running = subprocess.Popen([sys.executable, "-m", *request.param], cwd=root, env=kept | settings)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0


@pytest.fixture
async def page(browser: dict[str, Any], demo: str) -> AsyncIterator[Page]:
    async with httpx.AsyncClient() as client:
        for _try in range(600):
            try:
                if (await client.get(f"{demo}/healthz")).status_code == 200:
                    break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**browser)
        page = await chromium.new_page(viewport={"width": 1440, "height": 900})
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{demo}/phones")
        yield page
        await chromium.close()
    assert complaints == [], "the page works under its own Content-Security-Policy"
