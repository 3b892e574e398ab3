"""A school with both carriers, all numbers made up."""

from typing import Any

from bot.config import Config

SID = "AC" + "1" * 32
TOKEN = "2" * 32
NUMBER = "+642000000040"
MUM = "+642000000041"
BOT = "2000000040:AA" + "x" * 33
PUBLIC = "https://aho.example.school.nz"


def config(**changes: Any) -> Config:
    settings = {
        "public_url": PUBLIC,
        "twilio_account_sid": SID,
        "twilio_auth_token": TOKEN,
        "twilio_from": NUMBER,
        "telegram_token": BOT,
    }
    return Config(**{**settings, **changes})
