"""The first minutes: Telegram is told where we listen, the operator where the doors are."""

import asyncio
import errno
import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from bot.acts import linking, prompting
from bot.acts.desk import Desk, Links
from bot.channels import Channel
from bot.channels.telegram import Settled, Telegram
from bot.commands.opened import NO_SCHOOL, Closed
from bot.config import Config
from bot.house import House
from bot.languages.words import _
from bot.model.delivery import Halted, Later
from bot.model.people import Role
from bot.store import people, schools, senders, sessions
from bot.translate import Engine
from bot.translate.register import NotInstalled, engines

if TYPE_CHECKING:
    from bot.demo import Demo

log = structlog.get_logger()

OFFICE = "School office"
OPENS_ONCE = "this link opens it once, within half an hour"
ANOTHER_LINK = "a link that opens it once: python3 -m bot school link NAME"

#: What Telegram's menu offers: the command, and what it does.
MENU = (
    ("help", _("What you can do here")),
    ("share", prompting.SHARE_BUTTON),
    ("family", _("Bring somebody in")),
    ("who", _("Who is in the thread")),
    ("language", _("Change language")),
    ("pause", _("Pause for a while")),
    ("stop", _("Stop all messages")),
)


def pretended(settings: Config, now: Callable[[], datetime]) -> "Demo | None":
    """The carriers and the school that are only for trying Aho out, where they are wanted."""
    if not settings.simulating:
        return None
    from bot.demo import Demo  # real families do without its megabyte

    return Demo(settings, now)


def chosen_translators(db: Connection, settings: Config) -> dict[str, Engine]:
    """Those that the school has named and that have what they need; without one of them the doors open too."""
    school = schools.only(db)
    made: dict[str, Engine] = {}
    for key in sorted(school.translating.chosen) if school else ():
        try:
            made |= engines(frozenset({key}), settings)
        except NotInstalled as why:
            log.warning("a translator is missing", engine=key, why=str(why))
    return made


def senders_and_links(
    db: Connection, settings: Config, channels: Mapping[str, Channel], now: datetime, *, sends: bool
) -> Links:
    """The school's number and bot have their rows; what the bot is called we knew, or Telegram tells us soon. Whoever
    `sends` says in them for which channels it has no carrier. Raises Closed where there is no school."""
    school = schools.only(db)
    if school is None:
        raise Closed(NO_SCHOOL)
    if "sms" in channels:
        schools.sender_for(
            db, school.id, "sms", settings.twilio_from or settings.twilio_messaging_service_sid
        )
    bot = schools.sender_on(db, school.id, "telegram")
    if "telegram" in channels and bot is None:
        bot = schools.sender_for(db, school.id, "telegram", "")
    if sends:
        senders.say_which_are_shut(db, school.id, channels, now)
    key = settings.secret_key.get_secret_value()
    return Links(settings.public_url, settings.twilio_from, schools.address(db, bot) if bot else "", key)


def door_trouble(host: str, port: int) -> str:
    """Why nobody could listen there; empty when it is free."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        return f"AHO_HOST: this computer has no address called {host}."
    except PermissionError:
        return f"Port {port} is not for everybody: set AHO_PORT to a number from 1024 on."
    except OSError as trouble:
        if trouble.errno == errno.EADDRNOTAVAIL:
            return f"AHO_HOST: {host} is not an address of this computer."
        return f"Port {port} is taken: stop what uses it, or set AHO_PORT to another number."
    return ""


async def settle_telegram(house: House, settings: Config) -> None:
    """Says where we listen, until Telegram has heard it; learns our own name."""
    telegram = house.channels.get("telegram")
    if not isinstance(telegram, Telegram):
        return
    while True:
        try:
            wait = await _settled(house, telegram, settings)
        except Exception as error:  # one of the walls: families on SMS are served meanwhile
            log.error("moving in at Telegram broke", error=type(error).__name__)
            wait = 30.0
        if not wait:
            return
        await asyncio.sleep(wait)


async def greet_the_operator(house: House, settings: Config, demo: bool) -> None:
    """Prints where the doors are. The link that opens the console is for the first start: later it would only lie
    about in a log, and `school link` makes one whenever it is wanted."""
    path = await house.act(lambda desk: _first_sign_in(desk, demo))
    here = settings.here
    print(f"\nAho is open.\n\n  Console   {here}{path or '/console/enter'}")
    print(f"            ({OPENS_ONCE if path else ANOTHER_LINK})")
    if demo:
        print(f"  Phones    {here}/phones\n            (the demo school: play the teacher and four families)")
    print(f"  Privacy   {here}/privacy\n  Health    {here}/healthz\n")
    if not house.channels:
        print("No carrier is set up, so nobody can be written to. What to do: python3 -m bot doctor\n")
    print("Ctrl-C stops it.\n", flush=True)


async def _settled(house: House, telegram: Telegram, settings: Config) -> float:
    """The seconds after which to try again; 0 when it is done."""
    school = await house.look(lambda desk: desk.school)
    menus = {"": _menu(house, "en")} | {tag: _menu(house, tag) for tag in school.languages if len(tag) == 2}
    match await telegram.settle_in(settings.public_url if settings.webhook else None, menus):
        case Settled() as settled:
            house.links = replace(house.links, bot_name=settled.username)
            await house.act(lambda desk: _named(desk, settled.username))
            return 0.0
        case Later(why, after):
            log.warning("Telegram did not answer", why=why)
            return max(after, 5.0)
        case Halted(why):
            log.error("Telegram does not let us in", why=why)
            return 60.0


def _menu(house: House, tag: str) -> list[tuple[str, str]]:
    return [(command, house.speech.say(tag, words)) for command, words in MENU]


def _named(desk: Desk, username: str) -> None:
    sender = schools.sender_for(desk.db, desk.school.id, "telegram", username)
    senders.halt(desk.db, sender, None)  # it has just let us in


def _first_sign_in(desk: Desk, demo: bool) -> str:
    """Until somebody has come in; where nobody is on the staff yet, the office is made. Empty: somebody has."""
    if not demo and sessions.ever_opened(desk.db, desk.school.id):
        return ""
    known = [
        it
        for role in (Role.ADMIN, Role.OFFICE)
        for it in people.office(desk.db, desk.school.id, desk.now, role)
    ]
    if known:
        return linking.sign_in_path(desk, known[0].id)
    person_id = people.new_person(desk.db, desk.school.id, OFFICE, OFFICE.lower(), "en", desk.now)
    for role in (Role.OFFICE, Role.ADMIN):
        people.employ(desk.db, desk.school.id, person_id, role, None, desk.now)
    return linking.sign_in_path(desk, person_id)
