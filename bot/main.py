"""Start-up and wiring: the only place that knows everyone."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import structlog
import uvicorn

import handlers
from bot import commands, config, logs
from bot.acts.desk import LOCALES, Links
from bot.alone import Alone, hold
from bot.channels import Channel, wire
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.commands.opened import Closed
from bot.config import ROOT, Config
from bot.demo import Demo
from bot.dispatch import CHAT_REST, RATES, Timing
from bot.house import House
from bot.languages.catalogue import Catalogues
from bot.opening import greet_the_operator, settle_telegram
from bot.reception import Timetables
from bot.store import engine, schools
from bot.web.app import app
from bot.web.doors import Doors

log = structlog.get_logger()

TIMETABLES = Timetables(
    handlers.STRANGER, handlers.WHANAU, handlers.TEACHER_ONLY, handlers.TEACHER_AND_WHANAU, handlers.TEACHER_BY_SMS
)
#: Adding a channel: its folder under bot/channels, and its line here.
CHANNELS: dict[str, tuple[Callable[[Config], bool], Callable[..., Channel]]] = {
    "sms": (lambda it: it.sms, Sms),
    "telegram": (lambda it: it.telegram, Telegram),
}
TIMING = Timing(time.monotonic, asyncio.sleep, RATES, CHAT_REST)


def main(argv: Sequence[str]) -> int:
    return commands.main(argv, run)


def run(production: bool) -> int:
    """Opens the house until Ctrl-C or SIGTERM. `production`: never simulates, never shows the phones."""
    settings = config.read()
    logs.begin(settings.log_level)
    demo = None if production or not settings.simulating else Demo(settings, _real_now)
    if demo:
        settings = demo.settings
    engine.migrate(settings.database)
    if not _free(settings.host, settings.port):
        raise Closed(f"Port {settings.port} is taken: stop what uses it, or set AHO_PORT to another number.")
    try:
        with hold(settings.database):
            return asyncio.run(_open(settings, demo))
    except Alone as why:
        raise Closed(str(why)) from None


async def _open(settings: Config, demo: Demo | None) -> int:
    session = wire.open_wire()
    house = build(settings, session, demo)
    more = demo.routes() if demo else []
    doors = Doors(
        settings, house.act_and_wake, house.look, house.speech, _real_now, house.now, house.media, house.health
    )
    web = app(doors, dict(house.channels), house.take, house.take_receipt, more, home="/phones" if demo else "/console",
              hosts=["127.0.0.1", "localhost", "[::1]"] if demo else ["*"])  # fmt: skip
    logs.begin(settings.log_level)
    server = _Server(uvicorn.Config(
        web, host=settings.host, port=settings.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=3, proxy_headers=False, server_header=False,
    ))  # fmt: skip
    _on_signal(server, demo)
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    try:
        await house.open()
        settling = asyncio.create_task(settle_telegram(house, settings))
        if demo:
            await settling
            await demo.begin(house)
        await greet_the_operator(house, settings, demo is not None)
        await serving
    finally:
        await house.close()
        await session.close()
    return 0


def build(settings: Config, session: object, demo: Demo | None = None) -> House:
    """The house with everything in it; nothing runs yet. Raises Closed where there is no school."""
    channels = {name: make(settings, session) for name, (wanted, make) in CHANNELS.items() if wanted(settings)}
    opened = engine.connect(settings.database)
    if demo:
        engine.act(opened, demo.make_school)
    engine.act(opened, lambda db: _senders(db, settings, channels))
    number = settings.twilio_from
    return House(
        engine=opened, speech=Catalogues.load(LOCALES), channels=channels, timetables=TIMETABLES,
        now=demo.clock.now if demo else _real_now, chance=os.urandom, timing=TIMING, media=media_beside(settings.database),
        links=Links(settings.public_url, number, ""), polls=settings.telegram and not settings.webhook,
        listens=300.0 if settings.public_url else 20.0,
    )  # fmt: skip


def media_beside(url: str) -> Path:
    """Where pictures and voice notes are kept: beside SQLite's file, else in var/."""
    path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else ROOT / "var" / "aho.db"
    return path.with_name(f"{path.stem}-media")


def _senders(db: object, settings: Config, channels: dict[str, Channel]) -> None:
    school = schools.only(db)  # type: ignore[arg-type]
    if school is None:
        raise Closed("There is no school here yet. Make one: python3 -m bot school apply FILE.toml")
    addresses = {"sms": settings.twilio_from or settings.twilio_messaging_service_sid, "telegram": "not asked yet"}
    for name in channels:
        if name == "sms" or schools.sender_on(db, school.id, name) is None:  # type: ignore[arg-type]
            schools.sender_for(db, school.id, name, addresses[name])  # type: ignore[arg-type]


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


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _real_now() -> datetime:
    return datetime.now(UTC)


