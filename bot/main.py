"""Start-up and wiring: the only place that knows everyone."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING, Any

import bot.lean  # noqa: F401  (before whatever loads structlog)
import handlers
from bot import commands, config, logs, serving
from bot.acts.desk import LOCALES
from bot.alone import Alone, hold
from bot.bench import bench
from bot.channels import Channel, wire
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.commands.how import How
from bot.commands.opened import Closed, unusable
from bot.config import BadSettings, Config
from bot.dispatch import CHAT_REST, RATES, Timing
from bot.house import House
from bot.languages.catalogue import Catalogues
from bot.litter import keep_what_is_there
from bot.opening import (
    chosen_translators,
    door_trouble,
    greet_the_operator,
    pretended,
    senders_and_links,
    settle_telegram,
)
from bot.reception import Timetables
from bot.secret import with_secret
from bot.store import engine
from bot.store.rows import Trouble
from bot.term import demo
from bot.web.app import app, watched_only
from bot.web.doors import Doors
from bot.workers import Pace

if TYPE_CHECKING:
    from bot.demo import Demo

TIMETABLES = Timetables(
    handlers.STRANGER,
    handlers.WHANAU,
    handlers.TEACHER_ONLY,
    handlers.TEACHER_AND_WHANAU,
    handlers.TEACHER_BY_SMS,
)
#: Adding a channel: its folder under bot/channels, and its line here.
CHANNELS: dict[str, tuple[Callable[[Config], bool], Callable[..., Channel]]] = {
    "sms": (lambda it: it.sms, Sms),
    "telegram": (lambda it: it.telegram, Telegram),
}
ALL_IN_ONE = (
    "On SQLite serve does everything by itself. To share the work, set AHO_DATABASE_URL to a PostgreSQL."
)
TIMING = Timing(time.monotonic, asyncio.sleep, RATES, CHAT_REST)


def main(argv: Sequence[str]) -> int:
    # These build houses of their own, so they stand above the other commands.
    commands.app.command("demo")(demo)
    commands.app.command("bench")(bench)
    return commands.main(argv, run)


def run(how: How) -> int:
    """Opens the house until Ctrl-C or SIGTERM. Raises BadSettings or Closed with one clear line where it cannot."""
    settings = config.read()
    if how.production and settings.simulate:
        raise BadSettings("AHO_SIMULATE is for trying Aho out: serve is for real families. Take it out.")
    if not (how.doors and how.works) and settings.database.startswith("sqlite:"):
        raise Closed(ALL_IN_ONE)
    settings = with_secret(settings)
    logs.begin(settings.log_level)
    demo = None if how.production else pretended(settings, _real_now)
    if demo:
        settings = demo.settings
    port = settings.port if how.doors else how.watched_at
    if port and (trouble := door_trouble(settings.host, port)):
        raise Closed(trouble)
    try:
        signal.signal(signal.SIGTERM, _like_ctrl_c)  # until the loop takes signals over
        with hold(settings.database):
            if demo:
                demo.begin_afresh()
            engine.migrate(settings.database)
            return asyncio.run((_open if how.doors else _work)(settings, how, demo))
    except Alone as why:
        raise Closed(str(why)) from None
    except (Trouble, OSError) as error:
        raise Closed(unusable(error)) from None
    except KeyboardInterrupt:
        return 0


async def _open(settings: Config, how: How, demo: "Demo | None") -> int:
    async with wire.open_wire() as session:
        house = build(settings, session, demo, how)
        served = serving.server(_web(settings, house, demo), settings.host, settings.port)
        serving.on_signal(lambda: _stop(served, house, demo))
        serve = asyncio.create_task(served.serve())
        while not served.started and not serve.done():
            await asyncio.sleep(0.01)
        keep_what_is_there()
        moving_in = asyncio.create_task(_move_in(house, settings, demo))
        try:
            await asyncio.wait({serve, moving_in}, return_when=asyncio.FIRST_COMPLETED)
            if moving_in.done():
                moving_in.result()
            await serve
        finally:
            moving_in.cancel()
            served.should_exit = True
            await asyncio.gather(moving_in, serve, return_exceptions=True)
            await house.close()
    return 0


async def _work(settings: Config, how: How, _demo: "Demo | None") -> int:
    """Without doors: what falls due is done here, until somebody stops it."""
    async with wire.open_wire() as session:
        house = build(settings, session, None, how)
        stopped = asyncio.Event()
        serving.on_signal(stopped.set)
        watched = serving.server(watched_only(_doors(settings, house)), settings.host, how.watched_at or 0)
        serve = asyncio.create_task(watched.serve()) if how.watched_at else None
        keep_what_is_there()
        try:
            await house.open()
            print("Aho works here, beside others on the same database. Ctrl-C stops it.", flush=True)
            await stopped.wait()
        finally:
            watched.should_exit = True
            await asyncio.gather(*filter(None, [serve]), return_exceptions=True)
            await house.close()
    return 0


async def _move_in(house: House, settings: Config, demo: "Demo | None") -> None:
    """What is done once the doors answer. Real families do not wait until Telegram has answered us."""
    await house.open()
    if demo:
        await settle_telegram(house, settings)
        await demo.begin(house)
    await greet_the_operator(house, settings, demo is not None)
    if not demo:
        await settle_telegram(house, settings)


def _web(settings: Config, house: House, demo: "Demo | None") -> Any:
    web = app(_doors(settings, house), dict(house.channels), house.take, house.take_receipt,
              demo.routes() if demo else [], home="/phones" if demo else "/console",
              hosts=["127.0.0.1", "localhost", "[::1]"] if demo else ["*"])  # fmt: skip
    logs.begin(settings.log_level)
    return web


def _doors(settings: Config, house: House) -> Doors:
    return Doors(
        settings, house.act_and_wake, house.look, house.speech, _real_now, house.now, house.media, house.health,
        house.pages.changed, house.translators.once, elsewhere=not house.works,
        hear=house.hear,
    )  # fmt: skip


def _stop(served: serving.Server, house: House, demo: "Demo | None") -> None:
    served.should_exit = True
    house.pages.close()
    if demo:
        demo.carriers.close()


def build(settings: Config, session: object, demo: "Demo | None" = None, how: How | None = None) -> House:
    """The house with everything in it; nothing runs yet. Raises Closed where there is no school."""
    channels = {
        name: make(settings, session) for name, (wanted, make) in CHANNELS.items() if wanted(settings)
    }
    how = how or How()
    opened = engine.connect(settings.database)
    if demo:
        engine.act(opened, demo.make_school)
    now = demo.clock.now if demo else _real_now
    links = engine.act(opened, lambda db: senders_and_links(db, settings, channels, now(), sends=how.works))
    engines = engine.look(opened, lambda db: chosen_translators(db, settings))
    return House(
        engine=opened, speech=Catalogues.load(LOCALES), channels=channels, timetables=TIMETABLES,
        now=now, chance=os.urandom, timing=_timing(settings),
        media=settings.media, engines=engines,
        links=links, polls=settings.telegram and not settings.webhook, real_now=_real_now,
        listens=300.0 if settings.public_url else 20.0, works=how.works, shows=how.doors,
        pace=Pace(heartbeat=how.heartbeat, dead=4 * how.heartbeat),
    )  # fmt: skip


def _timing(settings: Config) -> Timing:
    own = {"sms": settings.sms_per_second} if settings.sms_per_second != RATES["sms"] else {}
    return replace(TIMING, rates={**TIMING.rates, **own})


def _like_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _real_now() -> datetime:
    return datetime.now(UTC)
