"""The school that is measured: its accounts and its day. Nothing heavy: every contender's process brings this in."""

from datetime import datetime
from zoneinfo import ZoneInfo

ACCOUNT, AUTH, NUMBER = "AC" + "5" * 32, "the bench's own auth token", "+6421000000"
TOKEN = "777000:the-benchs-own-bot-token"
PUBLIC = "https://aho.invalid"
ZONE = "Pacific/Auckland"
#: A Tuesday in term, mid-morning: nobody's phone has to be left alone.
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))
WRITTEN = "%Y-%m-%d %H:%M:%S.%f"  #: a moment as both databases read it
SCHOOL = f"""
name = "Harakeke School"
key = "harakeke"
address = "1 Example Road"
privacy_contact = "office@harakeke.example"
office_number = "09 555 0100"
languages = ["English", "te reo Māori", "Samoan", "Hindi"]
[time]
zone = "{ZONE}"
region = "AUK"
[hours]
weekdays = ["00:00", "23:59"]
weekends = ["00:00", "23:59"]
office = ["00:00", "23:59"]
[sms]
tariff = "0.11"
monthly_segments = 999999
"""


def environment(url: str, carrier: int) -> dict[str, str]:
    """Its settings: both carriers are the one on this machine's port `carrier`."""
    return {
        "AHO_DATABASE_URL": url, "AHO_PUBLIC_URL": PUBLIC, "AHO_SECRET_KEY": "for the bench",
        "AHO_TWILIO_ACCOUNT_SID": ACCOUNT, "AHO_TWILIO_AUTH_TOKEN": AUTH, "AHO_TWILIO_FROM": NUMBER,
        "AHO_TWILIO_API_URL": f"http://127.0.0.1:{carrier}",
        "AHO_TELEGRAM_TOKEN": TOKEN, "AHO_TELEGRAM_API_URL": f"http://127.0.0.1:{carrier}/bot",
    }  # fmt: skip
