"""A module imports only from floors below (the map's third page), and each vendor stays in its own house."""

import pytest

from tests.house.source import Source, imports, our_sources, within

# The longest name that fits counts. A new module at the top of `bot` fails until it has a floor here.
FLOORS = {
    "bot.__main__": 9,
    "bot.main": 9,
    "bot.demo": 9,
    "bot.opening": 9,
    "bot.bench": 9,  # builds whole houses to measure them, as start-up does
    "bot.term": 9,  # plays a term on a whole house, with the pretend carriers
    "bot.serving": 9,
    "bot.web.phones": 9,  # the phones page is part of the demo: it plays with the pretend carriers
    "bot.web.handsets": 9,
    "bot.house": 8,
    "bot.logs": 8,
    "bot.web": 8,
    "bot.commands": 8,
    "bot.reception": 7,
    "bot.dispatch": 7,
    "bot.jobs": 7,
    "bot.clock": 7,
    "bot.workers": 7,
    "handlers": 6,
    "bot.talk": 5,
    "bot.acts": 4,
    "bot.store": 3,
    "bot.channels": 3,
    "bot.translate": 3,
    "bot.languages": 2,
    "bot.pace": 2,
    "bot.library": 2,
    "bot.store.tables": 2,
    "bot.store.columns": 2,
    "bot.store.engine": 2,
    "bot.store.lifeline": 2,
    "bot.model": 1,
    "bot.config": 1,
    "bot.alone": 1,
    "bot.lean": 1,
    "bot.litter": 1,
    "bot.measures": 1,
    "bot.postgres": 1,
    "bot.secret": 2,
}
APART = {"bot.store", "bot.channels", "bot.translate"}  # neighbours that do not see each other

# These know nothing of Aho's: a carrier would not, and the launcher runs before anything is there.
ALONE = {"bot": set(), "bot.simulated": {"bot.simulated"}, "bot.install": {"bot.fetch"}, "bot.fetch": set()}

# The bench holds ours beside what one would write with the vendors' own frameworks: those stand-ins live in its
# folder `naive`. Being on the top floor, nobody below can lean on them.
VENDORS = {
    "telegram": ("bot.channels.telegram", "bot.bench.naive"),
    "twilio": ("bot.channels.sms",),
    "apscheduler": ("bot.clock", "bot.bench.naive"),
    "procrastinate": ("bot.workers",),
    "babel": ("bot.languages",),
    "azure": ("bot.translate.azure",),
    "google": ("bot.translate.google",),
    "ctranslate2": ("bot.translate.local_model",),
    "sentencepiece": ("bot.translate.local_model",),
    "sqlalchemy": ("bot.store",),
    "alembic": ("bot.store",),
    "starlette": ("bot.web", "bot.simulated"),
    "uvicorn": ("bot.serving", "bot.simulated", "bot.bench"),
}
# A floor above the store may say what it is handed; a handler is not even handed that.
CONNECTION = {"sqlalchemy.Connection", "sqlalchemy.engine.Connection"}


def place(name: str) -> str | None:
    if name == "bot":
        return name
    known = (word for word in (*FLOORS, *ALONE) if word != "bot" and within(name, word))
    return max(known, key=len, default=None)


def floor_faults(source: Source) -> list[str]:
    return [
        f"{source.path}: {why}"
        for name in imports(source)
        if name.split(".")[0] in ("bot", "handlers") and (why := floor_fault(place(source.module), name))
    ] + ([] if place(source.module) else [f"{source.path}: has no floor yet"])


def floor_fault(here: str | None, name: str) -> str | None:
    there = place(name)
    if here is None or there == here or name == "bot.__future__":
        return None
    if here in ALONE:
        return None if there in ALONE[here] else f"stands alone, yet imports {name}"
    if there is None:
        return f"imports {name}, which has no floor yet"
    if there in ALONE:
        return None if FLOORS[here] == 9 else f"imports {name}, which stands alone"
    if there == "handlers" and FLOORS[here] < 9:
        return f"imports {name}: only start-up knows the handlers"
    if FLOORS[there] > FLOORS[here] or (here in APART and there in APART):
        return f"floor {FLOORS[here]} imports {name} of floor {FLOORS[there]}"
    return None


def vendor_faults(source: Source) -> list[str]:
    return [
        f"{source.path}: {name} belongs under {' and '.join(homes)}"
        for name in imports(source)
        for homes in [VENDORS.get(name.split(".")[0])]
        if homes and not any(within(source.module, home) for home in homes) and not handed(source, name)
    ]


def handed(source: Source, name: str) -> bool:
    here = place(source.module)
    return name in CONNECTION and here != "handlers" and FLOORS.get(here or "", 0) > FLOORS["bot.store"]


def test_no_module_looks_up() -> None:
    assert [fault for source in our_sources() for fault in floor_faults(source)] == []


def test_vendors_stay_in_their_own_house() -> None:
    assert [fault for source in our_sources() for fault in vendor_faults(source)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bot/store/outbox.py", "from bot.acts import ask"),
        ("bot/store/outbox.py", "def later():\n    import bot.talk"),
        ("bot/store/outbox.py", "from ..talk import Talk"),
        ("bot/store/outbox.py", "import importlib\nimportlib.import_module('bot.talk')"),
        ("bot/store/outbox.py", "from bot.channels import sms"),
        ("bot/channels/sms/__init__.py", "from bot import translate"),
        ("bot/store/tables.py", "from bot.store.outbox import claim"),
        ("bot/model/__init__.py", "import bot.store.tables"),
        ("bot/reception.py", "from handlers import WHANAU"),
        ("bot/web/app.py", "import handlers.whanau"),
        ("handlers/whanau/stop.py", "from bot.reception import receive"),
        ("bot/simulated/twilio.py", "from bot.model import Person"),
        ("bot/web/hooks.py", "from bot.simulated.ledger import Ledger"),
        ("bot/install.py", "from bot.config import Config"),
        ("bot/__init__.py", "from bot.config import Config"),
        ("bot/helpers.py", ""),
        ("bot/acts/ask.py", "from bot.cleverness import think"),
    ],
)
def test_a_module_that_looks_up_is_caught(path: str, text: str) -> None:
    assert floor_faults(Source(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bot/main.py", "import handlers\nfrom bot.simulated import carriers\nfrom bot.web.app import app"),
        ("bot/web/app.py", "from bot.acts import ask\nfrom bot.commands import words"),
        (
            "bot/store/outbox.py",
            "from . import tables\nfrom .tables import delivery\nimport bot.pace",
        ),
        ("bot/store/tables.py", "from bot.store.engine import connect\nfrom bot.model import Person"),
        (
            "bot/store/tables.py",
            "import typing\nif typing.TYPE_CHECKING:\n    import bot.talk",
        ),
        (
            "handlers/whanau/stop.py",
            "from bot.talk import Talk\nfrom handlers.whanau import words",
        ),
        ("bot/simulated/twilio.py", "from bot.simulated.ledger import Ledger\nfrom .signing import sign"),
        ("bot/__main__.py", "from bot import install\nfrom bot.commands import main"),
    ],
)
def test_a_module_that_looks_down_is_welcome(path: str, text: str) -> None:
    assert floor_faults(Source(path, text)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bot/channels/sms/__init__.py", "from telegram import Bot"),
        ("bot/channels/telegram.py", "def send():\n    import twilio.rest"),
        ("bot/jobs/nudges.py", "from apscheduler.triggers import cron"),
        ("bot/dispatch.py", "import procrastinate"),
        ("bot/acts/translating.py", "from google.cloud import translate_v3"),
        ("bot/pace/hours.py", "from babel.dates import format_date"),
        ("bot/acts/ask.py", "from sqlalchemy import select"),
        ("bot/channels/sms/__init__.py", "from sqlalchemy import Connection"),
        ("handlers/whanau/stop.py", "from sqlalchemy import Connection"),
        ("bot/acts/ask.py", "import sqlalchemy.orm as orm"),
        ("bot/reception.py", "from starlette.requests import Request"),
        ("bot/web/app.py", "import uvicorn"),
        ("bot/commands/doctor.py", "from alembic import command"),
    ],
)
def test_a_vendor_out_of_its_house_is_caught(path: str, text: str) -> None:
    assert vendor_faults(Source(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bot/channels/telegram/wire.py", "from telegram import Bot"),
        ("bot/channels/sms.py", "from twilio.rest import Client"),
        ("bot/acts/ask.py", "from sqlalchemy import Connection"),
        ("bot/jobs/nudges.py", "from sqlalchemy.engine import Connection"),
        ("bot/simulated/twilio.py", "from starlette.applications import Starlette"),
        ("bot/store/engine.py", "from sqlalchemy import create_engine\nfrom alembic import command"),
    ],
)
def test_a_vendor_at_home_is_welcome(path: str, text: str) -> None:
    assert vendor_faults(Source(path, text)) == []
