"""`doctor`: looks at settings, database, carriers and webhook addresses, and says in plain words what to do."""

import asyncio
from collections.abc import Callable

import typer

from bot import config as settings
from bot.channels import Channel, wire
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.commands.opened import Closed, looking
from bot.commands.plainly import say
from bot.config import Config


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
        school = looking(lambda desk: desk.school)
    except Closed as why:
        return [str(why)]
    say(f"Database: fine. School: {school.name}.")
    return []


def _of_settings(config: Config) -> list[str]:
    troubles = []
    if not config.sms:
        troubles.append("No SMS yet: set AHO_TWILIO_ACCOUNT_SID, AHO_TWILIO_AUTH_TOKEN and AHO_TWILIO_FROM.")
    if not config.telegram:
        troubles.append("No Telegram yet: ask @BotFather for a token and set AHO_TELEGRAM_TOKEN.")
    if not config.public_url:
        say("No AHO_PUBLIC_URL: texts are fetched every 20 seconds, Telegram is polled. It works; it is slower.")
    elif not config.public_url.startswith("https://"):
        troubles.append("AHO_PUBLIC_URL should begin with https:// or carriers will not use it.")
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
        say(f"{channel.name}: fine.")
    return found
