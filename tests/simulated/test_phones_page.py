"""The phones page in a real browser, under its strict policy, with a school of a few lines behind it."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.simulated.little_school import LittleSchool, little_school

pytestmark = pytest.mark.anyio


@pytest.fixture
async def school() -> AsyncIterator[LittleSchool]:
    async with little_school() as school:
        yield school


@pytest.fixture
async def page(browser: dict[str, Any], school: LittleSchool) -> AsyncIterator[Page]:
    """The phones page, live; it fails when the browser had anything to complain about."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**browser)
        page = await chromium.new_page(viewport={"width": 1440, "height": 900})
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{school.address}/phones")
        await expect(page.locator(".link")).to_have_attribute("data-state", "live")
        yield page
        await chromium.close()
    # What was refused or cut off on purpose, the browser mentions too.
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []


def phone(page: Page, key: str) -> Locator:
    return page.locator(f"#{key}")


async def says(page: Page, key: str, text: str) -> None:
    box = phone(page, key).locator("textarea")
    await box.fill(text)
    await box.press("Enter")
    await expect(box).to_have_value("")


async def test_five_phones_stand_side_by_side(page: Page) -> None:
    titles = await page.locator(".phone .title").all_text_contents()
    assert titles == ["Whaea Ngaire", "Hana", "Sina", "Dave", "Nana Rose"]
    for key in ("teacher", "hana", "sina", "dave", "nana"):
        box = await phone(page, key).bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= 1440
    await expect(page.locator(".clock")).to_contain_text("8:42 am Tuesday, 10 February")


async def test_a_text_goes_round_through_the_carrier_and_comes_back(page: Page, school: LittleSchool) -> None:
    await says(page, "hana", "Tēnā koe, e hoa")
    answer = phone(page, "hana").locator(".from-school")
    await expect(answer.locator(".words")).to_have_text("Ngā mihi! You wrote: Tēnā koe, e hoa")
    await expect(answer.locator(".words")).to_have_attribute("lang", "mi")
    await expect(answer.locator(".meta")).to_have_text("8:42 am · 1 segment")
    assert school.carriers.sms_phone("+642000000041").heard[0].text == "Tēnā koe, e hoa"


async def test_what_people_write_stays_words(page: Page) -> None:
    nasty = "{name} {{7*7}} <script>alert(1)</script> <img src=x onerror=alert(2)> \u202eabc"
    await says(page, "dave", nasty)
    await expect(phone(page, "dave").locator(".from-phone .words")).to_have_text(nasty)
    assert await phone(page, "dave").locator(".log script, .log img").count() == 0
    await expect(phone(page, "dave").locator(".from-phone .words")).to_have_attribute("dir", "auto")


async def test_the_keys_of_an_old_phone_type_numbers(page: Page) -> None:
    await phone(page, "dave").locator("[data-digit='2']").click()
    await phone(page, "dave").get_by_role("button", name="Send").click()
    await expect(phone(page, "dave").locator(".from-phone .words")).to_have_text("2")


async def test_telegram_starts_taps_and_replies(page: Page) -> None:
    sina = phone(page, "sina")
    await expect(sina.locator("textarea")).to_be_hidden()
    await sina.get_by_label("or paste a link or code").fill("https://t.me/PretendedSchoolBot?start=ABC-1")
    await sina.get_by_role("button", name="Start").click()
    await expect(sina.locator(".from-school .words")).to_have_text("I heard: /start ABC-1")

    await sina.get_by_role("button", name="Ioe").click()
    await expect(sina.locator(".from-school .words").last).to_have_text("You tapped yes")

    await sina.get_by_role("button", name="Reply to this message").first.click()
    await expect(sina.locator(".quote")).to_contain_text("I heard: /start ABC-1")
    await says(page, "sina", "Fa'afetai")
    await expect(sina.locator(".answered")).to_have_text("I heard: /start ABC-1")
    await expect(sina.locator(".quote")).to_be_hidden()


async def test_a_photo_with_words_and_a_voice_note(page: Page, school: LittleSchool) -> None:
    await school.carriers.telegram_phone(7000000002).starts()
    sina = phone(page, "sina")
    await sina.locator("textarea").fill("O le umu")
    picture = BytesIO()
    Image.new("RGB", (40, 30), "orange").save(picture, "JPEG")
    photo = {"name": "umu.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    await sina.locator("input[type=file]").set_input_files([photo])
    await expect(sina.locator(".from-school .words").last).to_have_text("I heard: O le umu")
    width = await sina.locator("img.photo").evaluate(
        "async (image) => (await image.decode(), image.naturalWidth)"
    )
    assert width == 40

    await sina.get_by_role("button", name="Send a voice note").click()
    await expect(sina.locator(".from-school .words").last).to_have_text("I heard: voice")
    await sina.get_by_role("button", name="Play the voice note").click()
    await expect(sina.get_by_role("button", name="Stop the voice note")).to_be_visible()


async def test_a_file_that_is_no_picture_is_refused_in_words(page: Page, school: LittleSchool) -> None:
    await school.carriers.telegram_phone(7000000002).starts()
    sina = phone(page, "sina")
    await expect(sina.locator("textarea")).to_be_visible()
    photo = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    await sina.locator("input[type=file]").set_input_files([photo])
    await expect(sina.get_by_role("alert")).to_contain_text("not a picture")


async def test_typed_words_are_kept_when_they_could_not_be_sent(page: Page) -> None:
    await page.route("**/phones/hana/say", lambda route: route.abort())
    box = phone(page, "hana").locator("textarea")
    await box.fill("He roa tēnei kōrero")
    await box.press("Enter")
    await expect(phone(page, "hana").get_by_role("alert")).to_contain_text("Not sent")
    await expect(box).to_have_value("He roa tēnei kōrero")

    await page.unroute("**/phones/hana/say")
    await box.press("Enter")
    await expect(box).to_have_value("")
    await expect(phone(page, "hana").get_by_role("alert")).to_be_hidden()


async def test_the_newest_bubble_is_in_view(page: Page, school: LittleSchool) -> None:
    for number in range(12):
        await school.text("+642000000042", f"This is text number {number}, as long as most are.")
    last = phone(page, "dave").locator(".bubble").last
    await expect(last).to_contain_text("number 11")
    await expect(last).to_be_in_viewport(ratio=0.9)


async def test_the_clock_goes_forward(page: Page, school: LittleSchool) -> None:
    clock = page.locator(".clock .now")
    await page.get_by_role("button", name="+30 min").click()
    await expect(clock).to_contain_text("9:12 am Tuesday, 10 February")
    await page.get_by_role("button", name="Tomorrow 9:00").click()
    await expect(clock).to_contain_text("9:00 am Wednesday, 11 February")
    await page.get_by_role("button", name="+3 days").click()
    await expect(clock).to_contain_text("9:00 am Saturday, 14 February")
    await says(page, "hana", "ata mārie")
    await expect(phone(page, "hana").locator(".day").last).to_have_text(re.compile("Sat,? 14 Feb"))


async def test_a_page_that_was_away_catches_up_once(page: Page, school: LittleSchool) -> None:
    await says(page, "dave", "first")
    await page.reload()
    await expect(phone(page, "dave").locator(".from-phone .words")).to_have_text(["first"])


async def test_on_a_small_screen_one_phone_at_a_time(page: Page, school: LittleSchool) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.emulate_media(reduced_motion="reduce")
    await expect(phone(page, "teacher")).to_be_in_viewport(ratio=0.9)
    await expect(phone(page, "hana")).not_to_be_in_viewport(ratio=0.2)
    await school.text("+642000000041", "Kia ora")
    tab = page.get_by_role("navigation").get_by_role("link", name="Hana")
    await expect(tab).to_have_class(re.compile("unread"))
    await tab.click()
    await expect(phone(page, "hana")).to_be_in_viewport(ratio=0.9)
    await expect(tab).to_have_attribute("aria-current", "true")
    await expect(tab).not_to_have_class(re.compile("unread"))
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_everything_has_a_name_and_can_be_reached_by_keyboard(page: Page, school: LittleSchool) -> None:
    await school.carriers.telegram_phone(7000000001).starts()
    await expect(phone(page, "teacher").locator("textarea")).to_be_visible()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll('button, input, textarea, a')]
            .filter((e) => e.checkVisibility() && !e.closest('[aria-hidden=true]'))
            .filter((e) => !(e.ariaLabel || e.textContent.trim() || (e.labels && e.labels.length)))
            .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    for log in await page.locator("[role=log]").all():
        await expect(log).to_have_attribute("aria-live", "polite")
        await log.focus()
        await expect(log).to_be_focused()
