"""Telegram knocks: who is let in, and what we hear."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import secret_for, updates
from bot.channels.telegram.opening import opened
from bot.channels.telegram.updates import read_update
from bot.model.heard import Forged, Hook, Incoming, Kind, Sight, Unreadable
from tests.channels.school import BOT

SECRET = secret_for(BOT)
AT = datetime(2026, 2, 5, 2, 30, tzinfo=UTC)
STAMP = int(AT.timestamp())
CHAT = {"id": 77, "type": "private", "first_name": "Sina"}
SINA = {"id": 77, "is_bot": False, "first_name": "Sina", "last_name": "Tuala", "language_code": "sm"}
GROUP = {"id": -1009, "type": "supergroup", "title": "Whānau"}
OURS = {"message_id": 5, "date": STAMP, "chat": CHAT, "text": "What did you cook?"}


def knock(payload: Any, secret: str | None = SECRET, path: str = "/hooks/telegram") -> Hook:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    headers = {"content-type": "application/json"}
    return Hook(
        path, headers if secret is None else headers | {"x-telegram-bot-api-secret-token": secret}, body
    )


def update(kind: str, **what: Any) -> dict[str, Any]:
    return {"update_id": 9, kind: what}


def message(**what: Any) -> dict[str, Any]:
    return update("message", **{"message_id": 6, "date": STAMP, "chat": CHAT, "from": SINA} | what)


def size(file_id: str, side: int, weight: int | None) -> dict[str, Any]:
    told = {"file_id": file_id, "file_unique_id": f"u{file_id}", "width": side, "height": side}
    return told | ({} if weight is None else {"file_size": weight})


def file(**more: Any) -> dict[str, Any]:
    return {"file_id": "F", "file_unique_id": "U", **more}


def heard(kind: Kind, **what: Any) -> Incoming:
    return Incoming(
        "telegram",
        "9",
        "77",
        kind,
        **{"name": "Sina Tuala", "tongue": "sm", "at": AT, "quotable": "77:6"} | what,
    )


def member(status: str, **chat: Any) -> dict[str, Any]:
    user = {"id": 1, "is_bot": True, "first_name": "School"}
    old, new = {"status": "member", "user": user}, {"status": status, "user": user, "until_date": 0}
    return update(
        "my_chat_member",
        chat=CHAT | chat,
        **{"from": SINA},
        date=STAMP,
        old_chat_member=old,
        new_chat_member=new,
    )


def tap(under: dict[str, Any] | None, **what: Any) -> dict[str, Any]:
    told = {"id": "Q1", "from": SINA, "chat_instance": "c"} | ({"message": under} if under else {})
    return update("callback_query", **told, **what)


MB = 1024 * 1024
VOICE = file(duration=7, mime_type="audio/ogg")
TAPPED = {"quotes": "77:5", "tapped": "y:1", "tap_key": "Q1", "at": None, "quotable": None}
CASES: dict[str, tuple[dict[str, Any], list[Incoming]]] = {
    "a text": (message(text="Talofa  🌱\n"), [heard(Kind.TEXT, words="Talofa  🌱\n")]),
    "a command, as typed": (message(text="/Start Abc"), [heard(Kind.TEXT, words="/Start Abc")]),
    "a reply": (message(text="Rice", reply_to_message=OURS), [heard(Kind.TEXT, words="Rice", quotes="77:5")]),
    "a person without a language": (
        message(text="Hi", **{"from": {"id": 77, "is_bot": False, "first_name": "Sina"}}),
        [heard(Kind.TEXT, words="Hi", name="Sina", tongue="")],
    ),
    "a photo with words, the largest that can be fetched": (
        message(photo=[size("S", 90, 900), size("L", 900, 21 * MB), size("M", 800, 19 * MB)], caption="Umu"),
        [heard(Kind.PHOTO, words="Umu", sights=(Sight("photo", "M", "image/jpeg"),))],
    ),
    "a photo of unknown weight": (
        message(photo=[size("S", 90, None), size("M", 800, None)]),
        [heard(Kind.PHOTO, sights=(Sight("photo", "M", "image/jpeg"),))],
    ),
    "a picture sent as a file": (
        message(document=file(mime_type="image/png"), caption="c"),
        [heard(Kind.PHOTO, words="c", sights=(Sight("photo", "F", "image/png"),))],
    ),
    "a voice note": (
        message(voice=VOICE),
        [heard(Kind.VOICE, sights=(Sight("voice", "F", "audio/ogg", 7),))],
    ),
    "a song": (
        message(audio=file(duration=61, mime_type="audio/mpeg")),
        [heard(Kind.VOICE, sights=(Sight("voice", "F", "audio/mpeg", 61),))],
    ),
    "a document": (
        message(document=file(mime_type="application/pdf")),
        [heard(Kind.DOCUMENT, sights=(Sight("document", "F", "application/pdf"),))],
    ),
    "a document of another kind": (message(document=file(mime_type="application/zip")), [heard(Kind.OTHER)]),
    "a sticker": (
        message(sticker=file(width=1, height=1, is_animated=False, is_video=False, type="regular")),
        [heard(Kind.OTHER)],
    ),
    "a place": (message(location={"latitude": -36.8, "longitude": 174.7}), [heard(Kind.OTHER)]),
    "a contact": (message(contact={"phone_number": "1", "first_name": "Nana"}), [heard(Kind.OTHER)]),
    "a film": (
        message(video=file(width=1, height=1, duration=3), caption="look"),
        [heard(Kind.OTHER, words="look")],
    ),
    "a note of Telegram's own": (message(pinned_message=OURS), []),
    "a tap": (tap(OURS, data="y:1"), [heard(Kind.TAP, **TAPPED)]),
    "a tap under a message too old to show": (
        tap({"message_id": 5, "date": 0, "chat": CHAT}, data="y:1"),
        [heard(Kind.TAP, **TAPPED)],
    ),
    "a tap elsewhere": (tap(None, inline_message_id="i", data="y:1"), []),
    "a tap in a group": (tap(OURS | {"chat": GROUP}, data="y:1"), []),
    "a tap on a game": (tap(OURS, game_short_name="g"), []),
    "blocked": (member("kicked"), [heard(Kind.LEFT, quotable=None)]),
    "left": (member("left"), [heard(Kind.LEFT, quotable=None)]),
    "back": (member("member"), [heard(Kind.CAME_BACK, quotable=None)]),
    "something else about us": (member("administrator"), []),
    "a standing that is not invented yet": (member("guest"), []),
    "sent out of a group": (member("kicked", **GROUP), []),
    "a group": (
        message(chat=GROUP, text="about another family"),
        [Incoming("telegram", "9", "-1009", Kind.GROUP, at=AT)],
    ),
    "somebody leaves a group": (message(chat=GROUP, left_chat_member=SINA), []),
    "a channel": (
        update("channel_post", message_id=1, date=STAMP, chat=CHAT | {"type": "channel"}, text="t"),
        [],
    ),
    "an edit": (update("edited_message", **message(text="Rice!")["message"]), []),
    "what the library cannot read": (message(photo="?"), []),
    "a message without a chat": (update("message", message_id=1, date=STAMP), []),
    "a kind that is not invented yet": (update("telepathy", x=1), []),
    "nothing": ({"update_id": 9}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_person_does_is_heard(case: str) -> None:
    payload, expected = CASES[case]
    assert opened(knock(payload), SECRET) == expected
    assert read_update(payload) == expected


@pytest.mark.parametrize(
    ("more", "plain"),
    [
        ({"text": "Rice"}, True),
        ({"text": "Taro", "from": {"id": 77, "is_bot": False, "first_name": "Sina"}}, True),
        ({"text": "Rice", "from": SINA | {"is_premium": True}}, True),
        ({"text": "Rice", "reply_to_message": OURS}, False),
        ({"text": "/stop", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}, False),
        ({"text": "Rice", "chat": GROUP}, False),
        ({"text": ""}, False),
        ({"text": "Rice", "from": {"id": 77}}, False),
        ({"text": "Rice", "from": {"id": 77, "first_name": "Sina"}}, False),
        ({"photo": [size("s", 90, 1)]}, False),
    ],
)
def test_plain_words_are_read_as_the_library_reads_them(
    more: dict[str, Any], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds each condition of `_plain_words`: whatever it takes for itself, the library would read alike."""
    ours, short = read_update(message(**more)), updates._plain_words(message(**more))
    monkeypatch.setattr(updates, "_plain_words", lambda _payload: None)
    assert ours == read_update(message(**more))
    assert (short is not None) == plain


@pytest.mark.parametrize(
    "secret", [None, "", SECRET[:-1], SECRET + "0", SECRET.upper(), secret_for("1:other"), "ā"]
)
def test_without_the_secret_nobody_is_let_in(secret: str | None) -> None:
    with pytest.raises(Forged):
        opened(knock(message(text="Talofa"), secret), SECRET)
    with pytest.raises(Forged):
        opened(knock(b"\xff", secret), SECRET)


def test_the_secret_is_one_that_telegram_takes_and_tells_nothing_of_the_token() -> None:
    assert len(SECRET) == 64
    assert SECRET.isalnum()
    assert BOT.partition(":")[2] not in SECRET


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'"text"',
        b"{",
        b"{}",
        b'{"update_id": "9"}',
        b'{"update_id": true}',
        b'{"update_id": 9, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"update_id": 9, "message": ' + b"9" * 5_000 + b"}",
        json.dumps(message(text="a" * (MB + 1))).encode(),
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)
def test_what_nobody_can_read_is_said_to_be_so(body: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(knock(body), SECRET)


def test_there_is_one_door() -> None:
    with pytest.raises(Unreadable):
        opened(knock(message(text="t"), path="/hooks/sms"), SECRET)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from("chat from date text photo voice document reply_to_message sticker entities".split())


@given(st.dictionaries(FIELDS, anything, max_size=4))
def test_no_update_however_strange_stops_those_behind_it(strange: dict[str, Any]) -> None:
    assert len(read_update(message(**{"text": "t"} | strange))) <= 1
    assert len(read_update(tap(OURS | strange, data="y"))) <= 1


def test_an_update_of_endless_replies_is_left_alone() -> None:
    deep: dict[str, Any] = dict(OURS)
    for _ in range(3_000):
        deep = OURS | {"reply_to_message": deep}
    assert read_update(message(text="t", reply_to_message=deep)) == []
