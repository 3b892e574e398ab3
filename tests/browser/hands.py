"""Hands on the phones of the page: they write, tap, and read what came."""

import re

from playwright.async_api import Locator, Page, expect

PATIENCE = 60_000  # milliseconds: a bound for a machine with much else to do, never a measure


def phone(page: Page, key: str) -> Locator:
    return page.locator(f"#{key}")


async def says(page: Page, key: str, text: str) -> None:
    box = phone(page, key).locator("textarea")
    await box.fill(text)
    await box.press("Enter")
    await expect(box).to_have_value("", timeout=PATIENCE)


async def hears(page: Page, key: str, words: str | re.Pattern[str]) -> Locator:
    bubble = phone(page, key).locator(".from-school", has_text=words).last
    await expect(bubble).to_be_visible(timeout=PATIENCE)
    return bubble


async def taps(page: Page, key: str, label: str) -> None:
    await phone(page, key).locator("button.choice", has_text=label).last.click()
