"""The carriers' doors: who is let in, and what is borne from those who are not."""

import json
import os
from typing import Any

import pytest
from sqlalchemy import select

from bot.store import tables
from bot.store.engine import look
from tests.conversations.conftest import MERE
from tests.ground.school import School
from tests.withstanding.carriers import (
    FORM,
    SMS,
    STATUS,
    TELEGRAM,
    one_short_line,
    rows,
    secret,
    signed,
    text,
    update,
    vouched,
)

DEEP = b"[" * 200_000 + b"]" * 200_000
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "a word": b"kia ora",
    "half a thing": b'{"update_id": 1, "message": {',
    "a list": b"[1, 2, 3]",
    "deep": DEEP,
    "deep inside": b'{"update_id": 1, "message": ' + DEEP + b"}",
    "binary": bytes(range(256)) * 64,
    "percent signs": b"Body=%ED%A0%80&From=%FF%FE",
    "many fields": b"a=1&" * 10_000,
    "no number": b'{"update_id": "one"}',
    "an endless number": b'{"update_id": ' + b"9" * 20_000 + b"}",
    "not a number": b'{"update_id": NaN}',
    "100 kB": b"x" * 100_000,
    "2 MB": b'{"update_id": 1, "x": "' + b"x" * 2_000_000 + b'"}',
    "10 MB": b"x" * 10_000_000,
}
KINDS = (
    FORM,
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "",
    "application/x-www-form-urlencoded; charset=utf-16",
)


def test_who_is_not_the_carrier_is_refused_and_leaves_nothing(school: School) -> None:
    """Holds the signature and the secret, checked before anything is read or kept."""
    before = rows(school)
    form = text(school, MERE, "Hello")
    good = signed(school, form)
    other_body = {**good, "content": good["content"] + b"&Body=Goodbye"}
    other_door = signed(school, form, STATUS)
    unsigned = {**good, "headers": {"content-type": FORM}}
    nonsense = [
        {**good, "headers": {"content-type": FORM, "x-twilio-signature": it}}
        for it in ("", "x", "=" * 28, "é")
    ]
    by_another = signed(school, form, token="5" * 32)
    of_another_account = signed(school, {**form, "AccountSid": "AC" + "1" * 32})
    for more in (unsigned, other_body, other_door, by_another, of_another_account, *nonsense):
        refused(school, SMS, more)
    status = {**form, "MessageStatus": "delivered"}
    refused(school, STATUS, {**signed(school, status, STATUS), "headers": {"content-type": FORM}})
    refused(school, STATUS + "?attempt=x", signed(school, status, STATUS))
    content = vouched(school, update("Hello"))["content"]
    kind = {"content-type": "application/json"}
    word = secret(school)["x-telegram-bot-api-secret-token"]
    for given in (None, "", word[:-1], word + "0", word.upper(), "é"):
        more = kind if given is None else {**kind, "x-telegram-bot-api-secret-token": given}
        refused(school, TELEGRAM, {"content": content, "headers": more})
    assert rows(school) == before
    assert school.request("POST", SMS, **good).status_code == 200, "the same text, signed, must come in"
    assert rows(school)["inbox"] == before["inbox"] + 1


def refused(school: School, path: str, more: dict[str, Any]) -> None:
    headers = {name: value.encode() for name, value in more["headers"].items()}
    answer = school.request("POST", path, content=more["content"], headers=headers)
    assert answer.status_code == 403, (path, more["headers"])
    one_short_line(answer)


@pytest.mark.parametrize("path", [SMS, STATUS, TELEGRAM])
def test_whatever_is_posted_unsigned_is_answered_with_one_line(school: School, path: str) -> None:
    """Holds the largest size, and that reading can fail only into Forged and Unreadable."""
    before = rows(school)
    for name, body in BODIES.items():
        for kind in KINDS[:2]:
            answer = school.request(
                "POST", path, content=body, headers={"content-type": kind, "x-twilio-signature": "x"}
            )
            assert 400 <= answer.status_code < 500, (name, kind, answer.status_code)
            one_short_line(answer)
    for kind in KINDS:
        answer = school.request("POST", path, content=b"Body=hello", headers={"content-type": kind})
        assert 400 <= answer.status_code < 500, kind
    for method in ("GET", "PUT", "DELETE"):
        assert school.request(method, path).status_code == 405
    assert rows(school) == before


def test_even_from_telegram_what_cannot_be_read_is_one_line(school: School) -> None:
    """Holds that an unreadable update is 4xx, and that what the library trips over is passed by in peace."""
    before = rows(school)
    for name, body in BODIES.items():
        answer = school.request("POST", TELEGRAM, content=body, headers=secret(school))
        assert 400 <= answer.status_code < 500, (name, answer.status_code)
        one_short_line(answer)
    whole = update("Hello")
    for part in ("message_id", "date", "chat", "from", "text"):
        for odd in (None, [], {}, "x", -1, 10**40, [[]] * 50, True, 1.5):
            odd_one = {**whole, "message": {**whole["message"], part: odd}}
            answer = school.request(
                "POST", TELEGRAM, content=json.dumps(odd_one).encode(), headers=secret(school)
            )
            assert answer.status_code == 200, (part, odd, answer.status_code)
            one_short_line(answer)
    after = rows(school)
    assert after["person"] == before["person"] and after["inbox"] <= before["inbox"] + 1


def test_even_from_twilio_what_cannot_be_read_is_one_line(school: School) -> None:
    """Holds that a signed form without an id, or with odd counts and addresses, breaks nothing."""
    form = text(school, MERE, "Hello")
    for name in ("MessageSid", "From"):
        for wrong in ("", "\x00", "+1" * 500):
            answer = school.request("POST", SMS, **signed(school, {**form, name: wrong}))
            assert answer.status_code == 400, (name, wrong)
            one_short_line(answer)
    odd = [{"NumMedia": it} for it in ("-1", "x", "9" * 5000, "¹", "1")] + [
        {"NumMedia": "1", "MediaUrl0": "javascript:alert(1)", "MediaContentType0": "\x00"},
        {"From": "a bank"}, {"OptOutType": "\x00"}, {"Body": "x" * 20_000},
    ]  # fmt: skip
    for number, more in enumerate(odd):
        answer = school.request("POST", SMS, **signed(school, {**form, "MessageSid": f"SM{number}", **more}))
        assert answer.status_code == 200, (more, answer.text)
        one_short_line(answer)
    for more in ({"MessageStatus": "\x00"}, {"MessageStatus": "delivered", "ErrorCode": "x" * 5000}, {}):
        path = STATUS + "?attempt=%00%ED%A0%80"
        answer = school.request("POST", path, **signed(school, {**form, **more}, path))
        assert answer.status_code == 200, more


def test_characters_that_no_database_keeps_lose_nothing_else(school: School) -> None:
    """Holds _readable: a NUL or half a character is replaced, the rest of a family's words kept and answered."""
    sms = signed(school, text(school, MERE, "Ka \x00 pai, e hoa"))
    assert school.request("POST", SMS, **sms).status_code == 200
    for number, words in enumerate(("Half \ud83d a smile", "Turned \ude00\ud83d round", "Nothing \x00 here")):
        more = vouched(school, update(words, number=910_000_000 + number, name="Kō\ud83d\x00whai"))
        assert school.request("POST", TELEGRAM, **more).status_code == 200
    school.do(nothing())
    kept = look(school.house.engine, lambda db: list(db.scalars(select(tables.inbox.c.heard))))
    words = [it["words"] for it in kept]
    for part in ("pai, e hoa", "a smile", "Turned", "Nothing"):
        assert any(part in it for it in words), (part, words)
    assert not any("\x00" in it or any("\ud800" <= x <= "\udfff" for x in it) for it in words)
    assert school.sms(MERE).screen and not school.carriers.ledger.troubles


async def nothing() -> None:
    """What is under way settles."""


def test_random_bytes(school: School) -> None:
    """The same promises, for what nobody thought of."""
    for path, headers in ((SMS, {"content-type": FORM}), (TELEGRAM, secret(school))):
        for size in (1, 10, 100, 1000, 10_000):
            answer = school.request("POST", path, content=os.urandom(size), headers=headers)
            assert 400 <= answer.status_code < 500, size
            one_short_line(answer)


def test_a_surprise_behind_a_door_is_one_line_too(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the wall in web.app._webhooks_first: the doors stand before the pages, and before their wall."""

    def breaks(_hook: object) -> None:
        raise RuntimeError("Mere wrote of her son")

    monkeypatch.setattr(school.house.channels["telegram"], "open", breaks)
    answer = school.request("POST", TELEGRAM, content=b"{}", headers=secret(school))
    assert (answer.status_code, answer.text[:20]) == (500, "Something went wrong")
    one_short_line(answer)
