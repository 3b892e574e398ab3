"""Nothing that a family said, and nothing that opens a door, is ever in a log."""

import asyncio
import gc
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot import house as house_module
from bot import logs
from bot.acts import linking
from bot.channels.telegram import secret_for
from bot.simulated import Fault
from bot.store import people, writer
from tests.conversations.conftest import MERE
from tests.ground.school import ROLL, School
from tests.withstanding.carriers import SMS, TELEGRAM, signed, text, update, vouched

WORDS = "Kua ngaro te kiwikiwi i te whare pūpūharakeke"
CHILD, MOTHER, STRANGER = "Tamahikoi", "Merekōkako", "Wetewetekapua"
VENDORS = ("twilio", "telegram", "httpx", "aiohttp", "aiohttp.client", "uvicorn.error", "asyncio", "sqlalchemy",
           "sqlalchemy.engine", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "telegram.Bot")  # fmt: skip


class Trips:
    """A handler that trips over what was said, and says so in its error."""

    def wants(self, heard: Any, _talk: Any) -> bool:
        return "ngaro" in heard.words

    def handle(self, heard: Any, _talk: Any) -> None:
        raise ValueError(heard.words, heard)


class Remembers(logging.Handler):
    """What reached the root, as a formatter would write it, with every traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record) + repr(record.__dict__))


@pytest.fixture
def heard_by_root() -> Iterator[list[str]]:
    """What reaches the root's handlers; all loggers are put back afterwards."""
    root, ear, settings = logging.getLogger(), Remembers(), structlog.get_config()
    every = [it for it in logging.root.manager.loggerDict.values() if isinstance(it, logging.Logger)]
    every += [logging.getLogger(it) for it in VENDORS]
    before = [(it, it.level, it.propagate, it.handlers[:], it.filters[:]) for it in (root, *every)]
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    hooks = logging.lastResort, sys.excepthook, sys.unraisablehook, threading.excepthook
    yield ear.lines
    logging.lastResort, sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    logging.captureWarnings(False)
    for logger, level, propagate, handlers, filters in before:
        logger.setLevel(level)
        logger.propagate, logger.handlers, logger.filters = propagate, handlers, filters
    structlog.configure(**settings)


def loudest() -> None:
    """The loudest setting that anybody could choose."""
    logs.begin("DEBUG")
    for name in VENDORS:
        logging.getLogger(name).setLevel(logging.DEBUG)


def test_no_log_page_or_warning_holds_what_a_family_said(
    open_school: Callable[..., School],
    heard_by_root: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Holds bot/logs.py, bot/channels/quiet.py, hide_parameters, and that walls name an error's kind only."""
    loudest()
    school = open_school(roll_csv=ROLL.replace("Tama", CHILD).replace("Mere", MOTHER))
    code = school.act(lambda desk: linking.staff_link(desk, _teacher(desk))[0])
    teacher, mere = school.teacher(), school.sms(MERE)
    _a_bad_day(school, teacher, mere)
    pages = _pages_that_break(school, monkeypatch)
    _tasks_that_nobody_asks(school)
    school.yard.run(asyncio.sleep(0))
    out, err = capfd.readouterr()
    assert "could not be handled" in err and "a page broke" in err, (
        "we do write something, or this proves nothing"
    )
    account, settings = school.carriers.twilio.account, school.settings
    canaries = (WORDS, "kiwikiwi", "pūpū", "p\\u016b", CHILD, MOTHER, "Merek", STRANGER, MERE, MERE[1:], "2000000001",
                account.token, settings.telegram_token.get_secret_value(), secret_for(school.carriers.telegram.token),
                "for tests", code, "Ms Tane", "777001", "777_001")  # fmt: skip
    everything = {"stdout": out, "stderr": err, "root": "\n".join(heard_by_root), "pages": "\n".join(pages)}
    for canary in canaries:
        for where, written in everything.items():
            at = written.find(canary)
            assert at < 0, f"{canary!r} is in {where}: …{written[max(0, at - 300) : at + 100]}…"


def _a_bad_day(school: School, teacher: Any, mere: Any) -> None:
    """A conversation, and carriers that fail in every way while it goes on."""
    teacher.says("/ask")
    teacher.says(f"What did your child read? {WORDS.replace('ngaro', 'kite')}")
    school.fault("sms", Fault("error500_before"), Fault("drop_after_accept"), Fault("rate_limit", 1.0))
    teacher.taps("Send")
    school.fault(
        "telegram", Fault("error500_after_accept"), Fault("rate_limit", 1.0), Fault("drop_after_accept")
    )
    mere.says(f"He kiwikiwi tā {CHILD}")
    school.passes(minutes=2)
    table = school.house.timetables
    school.house.timetables = replace(
        table, whanau=(Trips(), *table.whanau), stranger=(Trips(), *table.stranger)
    )  # type: ignore[arg-type]
    mere.says(WORDS)
    school.request("POST", TELEGRAM, **vouched(school, update(WORDS, name=STRANGER)))
    school.request("POST", SMS, **signed(school, text(school, MERE, WORDS), token="x"))
    school.request("POST", TELEGRAM, content=WORDS.encode(), headers={})
    school.passes(minutes=2)


def _pages_that_break(school: School, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages = [
        school.request("GET", path).text for path in ("/metrics", "/readyz", f"/{WORDS}", f"/console/{CHILD}")
    ]
    refusal = OperationalError(f"INSERT {WORDS}", {"words": WORDS}, Exception(f"Key ({MERE}) {WORDS}"))
    for error in (ValueError(WORDS), refusal):

        def breaks(*_: Any, error: Exception = error) -> Any:
            raise error

        with monkeypatch.context() as broken:
            broken.setattr(house_module.rows, "look", breaks)
            broken.setattr(writer, "act", breaks)
            pages += [
                school.request("GET", path).text for path in ("/metrics", "/readyz", "/privacy", "/console/")
            ]
            for number in (1, 2):
                form = text(school, MERE, WORDS, key=f"SM{number}")
                pages.append(school.request("POST", SMS, **signed(school, form)).text)
        try:
            raise error
        except Exception:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    return pages


def _tasks_that_nobody_asks(school: School) -> None:
    async def falls() -> None:
        raise ValueError(WORDS, MERE)

    async def start() -> None:
        asyncio.get_running_loop().create_task(falls(), name=CHILD)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gc.collect()

    school.yard.run(start())
    gc.collect()


def _teacher(desk: Any) -> int:
    person = people.staff_named(desk.db, desk.school.id, "mr fuimaono", desk.now)
    assert person is not None
    return person.id
