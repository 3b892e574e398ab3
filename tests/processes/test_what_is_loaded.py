"""What a school never needs is not loaded with the rest: `serve` fits beside other things on a small machine."""

import subprocess
import sys

LOADED = """
import asyncio, sys
from datetime import date
import bot.main
from bot import config
from bot.bench import school
from bot.channels import wire
from bot.channels.sms import Sms
from bot.model.school import Calendar
from bot.pace.days import is_public_holiday

async def ask_for_texts():
    async with wire.open_wire() as session:
        nobody = config.read(school.environment("sqlite:///never.db", 1), None)
        print(await Sms(nobody, session).heard_since(""))

assert is_public_holiday(date(2026, 2, 6), Calendar())
asyncio.run(ask_for_texts())
print(*sys.modules)
"""
#: Passport's (7 MB), Twilio's other wares (11 MB), the holidays of everywhere (8 MB), who makes the tables anew; and
#: what draws in a terminal, guesses a page's letters and looks whether our own files have changed (7 MB).
NEVER = ("cryptography", "twilio.rest.api", "holidays.countries.algeria", "alembic", "psycopg", "PIL",
         "rich", "pygments", "charset_normalizer", "watchfiles")  # fmt: skip


def test_serve_does_without_what_no_school_needs() -> None:
    """Goes red without any one `without(…)`, where a command loads rich with its file and not when it speaks, with Twilio's own `client.messages`, and when the package of all
    countries is run."""
    told = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(told.stdout.split())
    assert "Later(why='Twilio" in told.stdout, "Twilio's list was asked for"
    assert "telegram" in loaded
    assert loaded.isdisjoint(NEVER), sorted(loaded.intersection(NEVER))
