"""What a carrier posts, and what anybody else may post in its name."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from sqlalchemy import func, select

from bot.channels.telegram import secret_for
from bot.simulated.twilio.signing import signature
from bot.store import tables
from bot.store.engine import look
from tests.ground.school import PUBLIC, School

SMS, STATUS, TELEGRAM = "/hooks/sms", "/hooks/sms/status", "/hooks/telegram"
FORM = "application/x-www-form-urlencoded"


def rows(school: School) -> dict[str, int]:
    """How many rows each table has."""
    every = tables.metadata.sorted_tables
    return look(school.house.engine, lambda db: {
        it.name: db.scalar(select(func.count()).select_from(it)) or 0 for it in every
    })  # fmt: skip


def text(school: School, sender: str, words: str, key: str = "SM" + "a" * 32) -> dict[str, str]:
    """The form that Twilio fills in for one text."""
    account = school.carriers.twilio.account
    return {"AccountSid": account.sid, "From": sender, "To": account.number, "MessageSid": key, "Body": words,
            "NumMedia": "0"}  # fmt: skip


def signed(
    school: School, form: Mapping[str, str], path: str = SMS, token: str | None = None
) -> dict[str, Any]:
    """`content` and `headers` for a request, with Twilio's signature: by the school's token, or another."""
    written = signature(token or school.carriers.twilio.account.token, PUBLIC + path, form)
    return {
        "content": urlencode(form).encode(),
        "headers": {"content-type": FORM, "x-twilio-signature": written},
    }


def secret(school: School) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": secret_for(school.carriers.telegram.token),
    }


def update(
    words: str, user_id: int = 777_001, number: int = 900_000_001, name: str = "Kōwhai"
) -> dict[str, Any]:
    """One message in a private chat, as Telegram describes it."""
    who = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "en"}
    chat = {"id": user_id, "type": "private", "first_name": name}
    said = {"message_id": number, "date": 1_795_500_000, "chat": chat, "from": who, "text": words}
    return {"update_id": number, "message": said}


def vouched(school: School, payload: object) -> dict[str, Any]:
    """`content` and `headers` for a request, with Telegram's secret."""
    return {"content": json.dumps(payload).encode(), "headers": secret(school)}


def one_short_line(answer: httpx.Response) -> None:
    """What a stranger gets to read: a line, and nothing about how we are made."""
    assert len(answer.text) <= 120 and "\n" not in answer.text.strip(), answer.text[:500]
    assert "Traceback" not in answer.text and "Error" not in answer.text, answer.text
