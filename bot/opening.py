"""The first minutes: Telegram is told where we listen, the operator where the doors are."""

import asyncio
from dataclasses import replace

import structlog

from bot.acts import linking
from bot.acts.desk import Desk
from bot.channels.telegram import Settled, Telegram
from bot.config import Config
from bot.house import House
from bot.languages.words import _
from bot.model.delivery import Halted, Later
from bot.model.people import Role
from bot.store import attempts, people, schools

log = structlog.get_logger()

#: What Telegram's menu offers: the command, and what it does.
MENU = (
    ("help", _("What you can do here")),
    ("share", _("Share a story or photo")),
    ("family", _("Bring somebody in")),
    ("who", _("Who is in the thread")),
    ("language", _("Change language")),
    ("pause", _("Pause for a while")),
    ("stop", _("Stop all messages")),
)


async def settle_telegram(house: House, settings: Config) -> None:
    """Says where we listen, until Telegram has heard it; learns our own name."""
    telegram = house.channels.get("telegram")
    if not isinstance(telegram, Telegram):
        return
    school = await house.look(lambda desk: desk.school)
    menus = {"": _menu(house, "en")} | {tag: _menu(house, tag) for tag in school.languages if len(tag) == 2}
    while True:
        match await telegram.settle_in(settings.public_url if settings.webhook else None, menus):
            case Settled() as settled:
                house.links = replace(house.links, bot_name=settled.username)
                await house.act(lambda desk: _named(desk, settled.username))
                return
            case Later(why, after):
                log.warning("Telegram did not answer", why=why)
                await asyncio.sleep(max(after, 5.0))
            case Halted(why):
                log.error("Telegram does not let us in", why=why)
                await asyncio.sleep(60.0)


async def greet_the_operator(house: House, settings: Config, demo: bool) -> None:
    """Prints where the doors are, the console's one-time link among them."""
    here = settings.public_url or f"http://{settings.host}:{settings.port}"
    path = await house.act(_first_sign_in)
    print(f"\nAho is open.\n\n  Console   {here}{path}\n            (this link opens it once, within half an hour)")
    if demo:
        print(f"  Phones    {here}/phones\n            (the demo school: play the teacher and four families)")
    print(f"  Privacy   {here}/privacy\n  Health    {here}/healthz\n\nCtrl-C stops it.\n", flush=True)


def _menu(house: House, tag: str) -> list[tuple[str, str]]:
    return [(command, house.speech.say(tag, words)) for command, words in MENU]


def _named(desk: Desk, username: str) -> None:
    sender = schools.sender_for(desk.db, desk.school.id, "telegram", username)
    attempts.halt(desk.db, sender, None)  # it has just let us in


def _first_sign_in(desk: Desk) -> str:
    """For the office; where nobody is on the staff yet, the office is made."""
    known = people.office(desk.db, desk.school.id, desk.now)
    if known:
        return linking.sign_in_path(desk, known[0].id)
    person_id = people.new_person(desk.db, desk.school.id, "School office", "school office", "en", desk.now)
    people.employ(desk.db, desk.school.id, person_id, Role.OFFICE, None, desk.now)
    return linking.sign_in_path(desk, person_id)


