"""`doctor`: looks at settings, database, carriers and webhook addresses, and says in plain words what to do."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import typer

from bot import config as settings
from bot.acts import releasing
from bot.acts.desk import Desk
from bot.acts.releasing import Held
from bot.channels import Channel, wire
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.commands.opened import Closed, looking
from bot.commands.plainly import channel_called, say
from bot.commands.waiting import NAMES
from bot.config import LOOPBACK, Config
from bot.languages.registry import language
from bot.model.school import Translating
from bot.pace.schedule import local
from bot.store import people, rooms
from bot.translate.register import PROVIDERS, NotInstalled, engine, ready

#: core.telegram.org/bots/api#setwebhook
TELEGRAM_PORTS = {443, 80, 88, 8443}
UNDECIDED = "Nobody can tell whether these have arrived, {number} in all; the office decides"


def doctor() -> None:
    """Check everything that a school needs, and say what to do."""
    config = settings.read()  # a bad setting stops here, with its own clear line
    say("Settings: fine.")
    troubles = _of_rows() + _of_settings(config) + asyncio.run(_of_carriers(config))
    for trouble in troubles:
        say(f"To do: {trouble}")
    if troubles:
        raise typer.Exit(1)
    say("All is well.")


def _of_rows() -> list[str]:
    try:
        found = looking(_glance)
    except Closed as why:
        return [str(why)]
    say(f"Database: fine. School: {found.school}.")
    if found.drafts:
        say(f"These languages are drafts, which nobody fluent has checked: {', '.join(found.drafts)}.")
    if found.begins:
        say(f"The first term begins on {found.begins}: no question and no idea goes out before.")
    troubles = [
        f"Nothing goes out by {NAMES[it.channel]} since a copy was put back: {it.step}. python3 -m bot restore --status"
        for it in found.held
    ]
    if found.undecided:
        troubles.append(f"{UNDECIDED.format(number=found.undecided)}: python3 -m bot restore --status")
    if not found.staff:
        troubles.append("Nobody is on the staff yet: python3 -m bot roll staff FILE.csv --apply")
    if not found.rooms:
        troubles.append("There is no roll yet: python3 -m bot roll import FILE.csv --apply")
    if found.terms_over:
        troubles.append(
            "The school's terms have run out, so no prompt goes out: write the next ones into its TOML file."
        )
    return troubles + _of_translators(found.translating)


def _of_translators(chosen: Translating) -> list[str]:
    """Where families' words go to be translated, and what that still needs."""
    if not chosen.on:
        return []
    troubles, config = [], settings.read()
    for key in sorted(chosen.chosen):
        say(
            f"Translation by {PROVIDERS[key].name}: words go {PROVIDERS[key].goes}. Names are taken out first."
        )
        try:
            missing = ready(key, config) or (engine(key, config) and "")
        except NotInstalled as why:
            missing = str(why)
        if missing:
            troubles.append(missing)
    say(f"Machines and te reo Māori: {f'allowed by {chosen.te_reo}' if chosen.te_reo else 'not allowed'}.")
    return troubles


@dataclass(frozen=True)
class _Seen:
    school: str
    staff: bool
    rooms: bool
    drafts: tuple[str, ...]
    terms_over: bool
    begins: date | None  #: of the first term, while that lies ahead
    held: tuple[Held, ...]
    translating: Translating
    undecided: int


def _glance(desk: Desk) -> _Seen:
    school = desk.school
    every = rooms.every(desk.db, school.id)
    taught = people.staff_of_rooms(desk.db, [it.id for it in every], desk.now)
    today, terms = local(desk.now, school.calendar.zone).date(), school.calendar.terms
    return _Seen(
        school.name,
        staff=bool(taught or people.office(desk.db, school.id, desk.now)),
        rooms=bool(every),
        drafts=tuple(language(tag).english_name for tag in school.languages if desk.speech.status(tag).draft),
        terms_over=bool(terms) and all(term.last < today for term in terms),
        begins=min(term.first for term in terms) if terms and all(today < it.first for it in terms) else None,
        held=releasing.held(desk),
        translating=school.translating,
        undecided=releasing.undecided(desk),
    )


def _of_settings(config: Config) -> list[str]:
    troubles = []
    if not config.sms:
        troubles.append("No SMS yet: set AHO_TWILIO_ACCOUNT_SID, AHO_TWILIO_AUTH_TOKEN and AHO_TWILIO_FROM.")
    if not config.telegram:
        troubles.append("No Telegram yet: ask @BotFather for a token and set AHO_TELEGRAM_TOKEN.")
    address = urlsplit(config.public_url)
    if not config.public_url:
        say(
            "No AHO_PUBLIC_URL: texts are fetched every 20 seconds, Telegram is polled. It works; it is slower."
        )
    elif address.hostname in LOOPBACK:
        say("AHO_PUBLIC_URL is this computer itself: only pretend carriers can reach it.")
    elif address.scheme != "https":
        troubles.append("AHO_PUBLIC_URL should begin with https:// or carriers will not use it.")
    elif config.telegram and config.webhook and (address.port or 443) not in TELEGRAM_PORTS:
        troubles.append(
            "Telegram knocks at the ports 443, 80, 88 and 8443 only: use one of them in AHO_PUBLIC_URL."
        )
    return troubles


async def _of_carriers(config: Config) -> list[str]:
    troubles: list[str] = []
    session = wire.open_wire()
    try:
        for wanted, make in ((config.sms, Sms), (config.telegram, Telegram)):
            if wanted:
                troubles += await _of_carrier(make, config, session)
    finally:
        await session.close()
    return troubles


async def _of_carrier(make: Callable[..., Channel], config: Config, session: object) -> list[str]:
    channel = make(config, session)
    found: list[str] = await channel.check()  # type: ignore[attr-defined]
    if not found:
        say(f"{channel_called(channel.name)}: fine.")
    return found
