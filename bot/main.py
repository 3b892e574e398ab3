"""Start-up and wiring: the only place that knows everyone."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import FrameType

import uvicorn
from sqlalchemy import Connection

import handlers
from bot import commands, config, logs
from bot.acts.desk import LOCALES, Links
from bot.alone import Alone, hold
from bot.bench import bench
from bot.channels import Channel, wire
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.commands.opened import NO_SCHOOL, Closed, unusable
from bot.config import BadSettings, Config
from bot.demo import Demo
from bot.dispatch import CHAT_REST, RATES, Timing
from bot.house import House
from bot.languages.catalogue import Catalogues
from bot.opening import chosen_translators, door_trouble, greet_the_operator, settle_telegram
from bot.reception import Timetables
from bot.secret import with_secret
from bot.store import engine, schools
from bot.store.rows import Trouble
from bot.web.app import app
from bot.web.doors import Doors

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

TIMING = Timing(time.monotonic, asyncio.sleep, RATES, CHAT_REST)


def main(argv: Sequence[str]) -> int:
    commands.app.command("bench")(bench)  # it builds houses of its own, so it stands above the other commands
    return commands.main(argv, run)


def run(production: bool) -> int:
    """Opens the house until Ctrl-C or SIGTERM. `production`: never simulates, never shows the phones.

    Raises BadSettings or Closed with one clear line where it cannot open.
    """
    settings = config.read()
    if production and settings.simulate:
        raise BadSettings("AHO_SIMULATE is for trying Aho out: serve is for real families. Take it out.")
    settings = with_secret(settings)
    logs.begin(settings.log_level)
    demo = None if production or not settings.simulating else Demo(settings, _real_now)
    if demo:
        settings = demo.settings
    if trouble := door_trouble(settings.host, settings.port):
        raise Closed(trouble)
    try:
        signal.signal(signal.SIGTERM, _like_ctrl_c)  # until the loop takes signals over
        with hold(settings.database):
            if demo:
                demo.begin_afresh()
            engine.migrate(settings.database)
            return asyncio.run(_open(settings, demo))
    except Alone as why:
        raise Closed(str(why)) from None
    except (Trouble, OSError) as error:
        raise Closed(unusable(error)) from None
    except KeyboardInterrupt:
        return 0


async def _open(settings: Config, demo: Demo | None) -> int:
    async with wire.open_wire() as session:
        house = build(settings, session, demo)
        server = _server(settings, house, demo)
        _on_signal(server, demo)
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        moving_in = asyncio.create_task(_move_in(house, settings, demo))
        try:
            await asyncio.wait({serving, moving_in}, return_when=asyncio.FIRST_COMPLETED)
            if moving_in.done():
                moving_in.result()
            await serving
        finally:
            moving_in.cancel()
            server.should_exit = True
            await asyncio.gather(moving_in, serving, return_exceptions=True)
            await house.close()
    return 0


async def _move_in(house: House, settings: Config, demo: Demo | None) -> None:
    """What is done once the doors answer. Real families do not wait until Telegram has answered us."""
    await house.open()
    if demo:
        await settle_telegram(house, settings)
        await demo.begin(house)
    await greet_the_operator(house, settings, demo is not None)
    if not demo:
        await settle_telegram(house, settings)


def _server(settings: Config, house: House, demo: Demo | None) -> "_Server":
    doors = Doors(
        settings,
        house.act_and_wake,
        house.look,
        house.speech,
        _real_now,
        house.now,
        house.media,
        house.health,
        house.translators.once,
    )
    web = app(doors, dict(house.channels), house.take, house.take_receipt, demo.routes() if demo else [],
              home="/phones" if demo else "/console",
              hosts=["127.0.0.1", "localhost", "[::1]"] if demo else ["*"])  # fmt: skip
    logs.begin(settings.log_level)
    return _Server(uvicorn.Config(
        web, host=settings.host, port=settings.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=3, timeout_keep_alive=30, proxy_headers=False, server_header=False,
    ))  # fmt: skip


def build(settings: Config, session: object, demo: Demo | None = None) -> House:
    """The house with everything in it; nothing runs yet. Raises Closed where there is no school."""
    channels = {
        name: make(settings, session) for name, (wanted, make) in CHANNELS.items() if wanted(settings)
    }
    opened = engine.connect(settings.database)
    if demo:
        engine.act(opened, demo.make_school)
    links = engine.act(opened, lambda db: _senders(db, settings, channels))
    engines = engine.look(opened, lambda db: chosen_translators(db, settings))
    return House(
        engine=opened, speech=Catalogues.load(LOCALES), channels=channels, timetables=TIMETABLES,
        now=demo.clock.now if demo else _real_now, chance=os.urandom, timing=_timing(settings),
        media=settings.media, engines=engines,
        links=links, polls=settings.telegram and not settings.webhook, real_now=_real_now,
        listens=300.0 if settings.public_url else 20.0,
    )  # fmt: skip


def _timing(settings: Config) -> Timing:
    own = {"sms": settings.sms_per_second} if settings.sms_per_second != RATES["sms"] else {}
    return replace(TIMING, rates={**TIMING.rates, **own})


def _senders(db: Connection, settings: Config, channels: dict[str, Channel]) -> Links:
    """The school's number and bot have their rows; what the bot is called we knew, or Telegram tells us soon."""
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
    return Links(settings.public_url, settings.twilio_from, schools.address(db, bot) if bot else "")


class _Server(uvicorn.Server):
    """Signals are ours: uvicorn would raise them again when it has ended."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _on_signal(server: uvicorn.Server, demo: Demo | None) -> None:
    def stop() -> None:
        server.should_exit = True
        if demo:
            demo.carriers.close()

    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C arrives as an exception there
            asyncio.get_running_loop().add_signal_handler(one, stop)


def _like_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _real_now() -> datetime:
    return datetime.now(UTC)
