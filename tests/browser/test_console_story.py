"""A day at the office, in a real browser on the unmodified demo: from the printed link to a reliever's last hour."""

import csv
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser.hands import PATIENCE, hears, says
from tests.browser.test_storyboard import at_school
from tests.processes.program import Process, command, ended, free_port, link_in

pytestmark = pytest.mark.anyio
ROLL = (
    b"room,child,adult,relation,phone,language,household\nRoom 5,Wai,Moana,mother,020 000 00088,Samoan,home\n"
)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Process]:
    with ended(Process(tmp_path, "bot", **settings(tmp_path), AHO_PORT=str(free_port()))) as process:
        process.until(lambda: link_in(process.said), "no link was printed")
        yield process


def settings(folder: Path) -> dict[str, str]:
    return {"AHO_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}"}


@pytest.fixture
async def chromium(browser: dict[str, Any]) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(**browser)
        yield opened
        await opened.close()


async def test_a_day_at_the_office(demo: Process, chromium: Browser, tmp_path: Path) -> None:
    link = link_in(demo.said)
    assert link
    front, complaints = link.partition("/console")[0], []
    phones, office = await chromium.new_page(), await chromium.new_page()
    for page in (phones, office):
        page.on("console", lambda said: complaints.append(said.text))
    await phones.goto(f"{front}/phones")
    await hears(phones, "mere", "Kia ora from Harakeke School")

    await office.goto(link)
    await office.get_by_role("button").click()
    await expect(office.get_by_role("heading", name="Today", exact=True)).to_be_visible(timeout=PATIENCE)

    await brings_a_roll(office, front)
    await prints_letters(office, front)
    await asks_in_three_languages(office, phones, front)
    await reads_an_answer_as_it_comes(office, phones, front)
    await cancels_what_is_scheduled(office, phones, front)
    await a_reliever_has_their_days(office, phones, front, tmp_path)

    assert complaints == [], "the pages work under their own Content-Security-Policy"
    assert demo.ends(signal.SIGTERM) == 0


async def brings_a_roll(office: Page, front: str) -> None:
    await office.goto(f"{front}/console/roll")
    await office.locator("#file").set_input_files(
        {"name": "roll.csv", "mimeType": "text/csv", "buffer": ROLL}
    )
    await office.get_by_role("button", name="Look at it").click()
    await expect(office.locator("main")).to_contain_text("1 child and 1 adult are new", timeout=PATIENCE)
    await office.get_by_role("button", name="Bring it in").click()
    await expect(office.locator("main")).to_contain_text("has been brought in", timeout=PATIENCE)


async def prints_letters(office: Page, front: str) -> None:
    await office.goto(f"{front}/console/letters")
    await office.locator("#room").select_option("Room 5")
    await office.get_by_role("button", name="Show").click()
    await office.get_by_role("button", name="Make the letters").click()
    await expect(office.locator("article", has_text="Moana")).to_have_attribute(
        "lang", "sm", timeout=PATIENCE
    )
    await expect(office.locator("article", has_text="Mere")).to_have_attribute("lang", "mi")


async def asks_in_three_languages(office: Page, phones: Page, front: str) -> None:
    words = {"en": "What grows at your place?", "mi": "He aha e tipu ana?", "sm": "O le a e ola ai?"}
    await writes(office, front, words)
    for text in words.values():
        await expect(office.locator(".bubble", has_text=text).first).to_be_visible(timeout=PATIENCE)
    await office.get_by_role("button", name="Send it now").click()
    await expect(office.get_by_role("button", name="Undo")).to_be_visible(timeout=PATIENCE)
    await phones.get_by_role("button", name="+30 min").click()
    for key, tag in (("mere", "mi"), ("sina", "sm"), ("anna", "en")):
        await hears(phones, key, words[tag])


async def reads_an_answer_as_it_comes(office: Page, phones: Page, front: str) -> None:
    """Nobody touches the page of the thread meanwhile."""
    await office.goto(f"{front}/console/threads")
    async with office.expect_response("**/console/live"):
        await office.get_by_role("link", name="Tama").first.click()
    await says(phones, "mere", "He kūmara kei te tipu")
    await expect(office.locator(".turn", has_text="He kūmara kei te tipu")).to_be_visible(timeout=PATIENCE)


async def cancels_what_is_scheduled(office: Page, phones: Page, front: str) -> None:
    """Holds the cancellation: a later message arrives when this one would have, and this one does not."""
    tomorrow = (await at_school(phones)).astimezone(ZoneInfo("Pacific/Auckland")) + timedelta(days=1)
    await writes(office, front, {"en": "Bring your gumboots"}, day=f"{tomorrow:%Y-%m-%d}", at="08:00")
    await office.get_by_role("button", name="Confirm").click()
    await office.get_by_role("button", name="Cancel it").click()
    await expect(office.locator("main")).to_contain_text("was taken back", timeout=PATIENCE)


async def a_reliever_has_their_days(office: Page, phones: Page, front: str, folder: Path) -> None:
    """Holds the dates of a role: the session is open still when the last day is over, and shows nothing any more."""
    today = (await at_school(phones)).astimezone(ZoneInfo("Pacific/Auckland"))
    with (folder / "staff.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [["person", "role", "rooms", "from", "until"],
             ["Rua", "reliever", "Room 5", f"{today - timedelta(days=2):%Y-%m-%d}", f"{today:%Y-%m-%d}"]]
        )  # fmt: skip
    done = command(folder, "roll", "staff", str(folder / "staff.csv"), "--apply", **settings(folder))
    assert "Rua" in done.said, done.complained
    await office.goto(f"{front}/console/people")
    await office.get_by_role("button", name="Make a sign-in link for Rua").click()
    link = link_in(f"{await office.locator('main').inner_text()}\n")
    assert link and office.context.browser
    reliever = await (await office.context.browser.new_context()).new_page()
    await reliever.goto(link)
    await reliever.get_by_role("button").click()
    await reliever.goto(f"{front}/console/threads")
    await reliever.get_by_role("link", name="Tama").first.click()
    await expect(reliever.locator(".turn", has_text="He kūmara kei te tipu")).to_be_visible(timeout=PATIENCE)
    shown = await phones.locator(".clock .day").inner_text()
    await phones.get_by_role("button", name="Tomorrow 9:00").click()
    await expect(phones.locator(".clock .day")).not_to_have_text(shown, timeout=PATIENCE)
    await reliever.reload()
    await expect(reliever.locator("body")).not_to_contain_text("kūmara", timeout=PATIENCE)
    assert reliever.url.endswith("/console/signed-out")
    await expect(phones.locator(".from-school", has_text="gumboots")).to_have_count(0)


async def writes(office: Page, front: str, words: dict[str, str], *, day: str = "", at: str = "") -> None:
    await office.goto(f"{front}/console/ask")
    await office.locator("#to").select_option("Room 5")
    for tag, text in words.items():
        await office.locator(f"#words-{tag}").fill(text)
    if day:
        await office.get_by_label("Later:").check()
        await office.locator("#day").fill(day)
        await office.locator("#at").fill(at)
    await office.get_by_role("button", name="Preview").click()
