"""Pages that no link leads to, as they only come when somebody presses a button: which, where it stands, and what is filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.async_api import Page

from tests.console.seed import Harakeke


@dataclass(frozen=True)
class Step:
    name: str
    path: str
    press: str  #: how the button's name begins
    fill: Mapping[str, str] = field(default_factory=dict)  #: by the field's own id
    desk: bool = False  #: for the office and the admin only
    admin: bool = False  #: for the admin only

    def __post_init__(self) -> None:
        assert self.desk or not self.admin

    async def take(self, page: Page, front: str) -> None:
        await page.goto(f"{front}/console{self.path}")
        for key, value in self.fill.items():
            box = page.locator(f"#{key}")
            if await box.evaluate("(it) => it.localName") == "select":
                await box.select_option(value)
            else:
                await box.fill(value)
        button = page.get_by_role("button", name=re.compile(f"^{re.escape(self.press)}")).first
        async with page.expect_event("domcontentloaded"):
            # A button may stand in what is folded: it is pressed all the same.
            await button.evaluate("(it) => it.click()")


def steps(world: Harakeke) -> tuple[Step, ...]:
    room = f"room {world['room 7']}"
    words = {"to": room, "words-en": "What do you count with?", "words-mi": "He aha?", "words-sm": "O le a?"}
    everybody = (
        Step("a form that is not right", "/ask", "Preview"),
        Step("a message on the phones", "/ask", "Preview", words),
        Step("letters on paper", f"/letters?room={world['room 7']}", "Make the letters"),
        Step("a code for Telegram", "/me", "Link"),
        Step("a password that is too plain", "/me", "Keep it", {"password": "aaaaaaaaaaaaaaa"}),
        Step("the second step", "/me/second", "Set it up"),
    )
    office = (
        Step("a link for a colleague", "/people", "Make a sign-in link"),
        Step("who saw what, on paper", f"/saw/{world['Māia']}", "The whole list"),
        Step("who saw what, for one home", f"/saw/{world['Māia']}", "A copy for"),
        Step("the next school year", "/people/rollover", "Look at it", {f"to-{world['room 7']}": "leave"}),
    )
    admin = (
        Step("a role without a name", "/staff", "Give this role"),
        Step("what cannot wait", f"/ask/{world['safety']}", "Go on to confirm it"),
    )
    return (
        *everybody,
        *(Step(it.name, it.path, it.press, it.fill, desk=True) for it in office),
        *(Step(it.name, it.path, it.press, it.fill, desk=True, admin=True) for it in admin),
    )
