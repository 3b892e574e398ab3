"""The whole story on the phones page: the unmodified demo, a real browser, and nobody behind the curtain.

It may be told on any day of the year: each test has a demo of its own, whose school day has just begun or goes on, and
moves its clock as somebody at the page would. `--long` tells it on days when schools are shut and clocks are changed.
"""

import json
import re
from datetime import UTC, datetime
from io import BytesIO

import httpx
import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bot.acts import schools
from bot.demo import FOLDER
from bot.pace import families
from tests.browser.hands import PATIENCE, hears, phone, says, taps

pytestmark = pytest.mark.anyio
CALENDAR = schools.read(FOLDER / "school.toml").calendar


async def at_school(page: Page) -> datetime:
    """The school's time, as the page is told it."""
    async with httpx.AsyncClient() as client, client.stream("GET", f"{page.url}/live") as told:
        async for line in told.aiter_lines():
            if line.startswith("data: "):
                return datetime.fromtimestamp(json.loads(line.removeprefix("data: "))["now"], UTC)
    raise AssertionError("the page is told nothing")


async def three_days_on(page: Page) -> None:
    """Three days, and where phones at home are left in peace then, the next mornings: a weekend rings, Christmas does not."""
    await page.get_by_role("button", name="+3 days").click()
    for _day in range(7):
        day = page.locator(".clock .day")
        shown = await day.inner_text()
        if families.open_now(await at_school(page), CALENDAR):
            break
        await page.get_by_role("button", name="Tomorrow 9:00").click()
        await expect(day).not_to_have_text(shown, timeout=PATIENCE)
    else:
        raise AssertionError("no phone at home may ring for a week")
    for _hour_that_a_night_may_lack in range(3):
        await page.get_by_role("button", name="+30 min").click()


async def test_a_school_week_on_five_phones(page: Page) -> None:
    for key in ("mere", "anna"):
        await hears(page, key, "Kia ora from Harakeke School")
    await hears(page, "sina", "Harakeke School")

    # Ms Tane asks her room; every phone has it in its own language.
    await says(page, "teacher", "/ask")
    await hears(page, "teacher", "What would you like to ask?")
    await says(
        page,
        "teacher",
        "What did you cook together?\nmi: I tunu koutou i te aha?\nsm: O le a le mea na outou kukaina?",
    )
    await hears(page, "teacher", "I tunu koutou i te aha?")
    await taps(page, "teacher", "Send")
    await hears(page, "mere", re.compile("Ms Tane.*I tunu koutou i te aha", re.S))
    await hears(page, "sina", "O le a le mea na outou kukaina?")
    await hears(page, "anna", "What did you cook together?")

    # Mere answers in te reo Māori; Ms Tane reads it and answers.
    await says(page, "mere", "I tunu parāoa mātou")
    asked = await hears(page, "teacher", "I tunu parāoa mātou")
    await asked.get_by_role("button", name=re.compile("Reply|Answer")).click()
    await says(page, "teacher", "Ka pai! Bring the recipe.")
    await hears(page, "mere", "Ka pai! Bring the recipe.")

    # Nana comes in with Mere's code, and Mere chooses what she sees.
    await says(page, "mere", "FAMILY")
    told = await hears(page, "mere", re.compile(r"\b[0-9A-HJKMNP-TV-Z]{10}\b"))
    found = re.search(r"\b[0-9A-HJKMNP-TV-Z]{10}\b", await told.inner_text())
    assert found is not None
    await says(page, "nana", found[0])
    await hears(page, "nana", "Kia ora from Harakeke School")
    await hears(page, "nana", "What is your name?")
    await says(page, "nana", "Nana Aroha")
    await hears(page, "nana", "1 English")
    await says(page, "nana", "1")
    await hears(page, "mere", "Nana Aroha")
    await says(page, "mere", "1")
    await hears(page, "nana", "Tama")

    # Anna answers about Ruby; her next words could be about Jack too, so she is asked once, by number.
    await says(page, "anna", "We made roti")
    await hears(page, "anna", re.compile("Thank you.*Ruby"))
    await says(page, "anna", "We need a new reading book")
    await hears(page, "anna", re.compile("1 Ruby.*2 Jack", re.S))
    await says(page, "anna", "2")
    await hears(page, "anna", re.compile("Thank you.*Jack"))

    # Three days on, one gentle reminder, as Sina has not answered yet; Mere has, and so has Ruby's home.
    asked = "O le a le mea na outou kukaina?"
    await three_days_on(page)
    asked_twice = phone(page, "sina").locator(".from-school", has_text=asked)
    await expect(asked_twice).to_have_count(2, timeout=90_000)
    for key, words in (("mere", "I tunu koutou i te aha?"), ("anna", "What did you cook together?")):
        await expect(phone(page, key).locator(".from-school", has_text=words)).to_have_count(1)

    # STOP works at once.
    await says(page, "anna", "STOP")
    await expect(
        phone(page, "anna").locator(".from-carrier, .from-school", has_text="unsubscribed")
    ).to_be_visible(timeout=PATIENCE)


async def test_sina_shares_a_photo(page: Page) -> None:
    await hears(page, "sina", "matou te tusi atu ia te oe")
    picture = BytesIO()
    Image.new("RGB", (320, 240), "teal").save(picture, "JPEG")
    await phone(page, "sina").locator("textarea").fill("Our dinner")
    chosen = phone(page, "sina").locator("input[type=file]")
    await chosen.set_input_files({"name": "kuka.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    await hears(page, "teacher", "Our dinner")
    await expect(phone(page, "teacher").locator(".from-school img").last).to_be_visible(timeout=PATIENCE)
