"""What we ask Twilio: what became of a call, what we missed, how the account is, and for pictures."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels import Fetched, Unfetched
from bot.channels.sms import Sms
from bot.model.delivery import Absent, Carried, Finding, Found, Halted, Later, Open, Unsure
from bot.model.heard import Batch, Incoming, Kind, Receipt, Sight
from tests.channels.carrier import Answer, Asked, Carrier, beside, hangs_up, says, unused_address
from tests.channels.school import MUM, NUMBER, PUBLIC, SID, config

CALLED = datetime(2026, 2, 5, 2, 30, tzinfo=UTC)
WORDS = "Tēnā koe – what did you cook?"
TRIAL = "Sent from your Twilio trial account - "
SERVICE = "MG" + "4" * 32
LIST = f"/2010-04-01/Accounts/{SID}/Messages.json"


def message(**fields: Any) -> dict[str, Any]:
    """As Twilio lists it; `after` is the seconds from our call to its creation."""
    moment = CALLED + timedelta(seconds=fields.pop("after", 1))
    written = format_datetime(moment)
    told = {
        "sid": "SM1",
        "body": WORDS,
        "from": NUMBER,
        "to": MUM,
        "direction": "outbound-api",
        "status": "sent",
        "num_segments": "3",
        "num_media": "0",
        "error_code": None,
        "messaging_service_sid": None,
        "date_created": written,
        "date_sent": written,
        "date_updated": written,
    }
    return told | fields


def listed(*messages: dict[str, Any], onward: str | None = None) -> Answer:
    return says({"messages": list(messages), "next_page_uri": onward, "page": 0, "page_size": 50, "uri": "/"})


def asking(carrier: Carrier, ask: Callable[[Sms], Awaitable[Any]], **changes: Any) -> Any:
    async def act(wire: aiohttp.ClientSession) -> Any:
        return await ask(Sms(config(**{"twilio_api_url": carrier.address} | changes), wire))

    return beside(carrier, act)


def find(*answers: Answer, **changes: Any) -> Finding:
    found: Finding = asking(
        Carrier(list(answers)), lambda sms: sms.find(Open("a", MUM, WORDS, CALLED)), **changes
    )
    return found


FOUND = Found("SM1", "sent", "", 3)


@pytest.mark.parametrize(
    ("messages", "finding"),
    [
        ([message()], FOUND),
        ([message(body=TRIAL + WORDS)], FOUND),
        ([message(after=-4)], FOUND),
        ([message(after=14 * 60)], FOUND),
        ([message(status="failed", error_code=30003)], Found("SM1", "failed", "30003", 3)),
        ([message(status="queued", date_sent=None)], Found("SM1", "queued", "", 3)),
        ([message(), message(sid="SM2", body="Something else")], FOUND),
        ([], Absent()),
        ([message(after=-6)], Absent()),
        ([message(after=15 * 60 + 1)], Absent()),
        ([message(body="Another message")], Absent()),
        ([message(direction="inbound", **{"from": MUM, "to": NUMBER})], Absent()),
        ([message(**{"from": "+642000000099"})], Absent()),
        ([message(to="+642000000098")], Absent()),
    ],
)
def test_one_message_that_fits_is_ours(messages: list[dict[str, Any]], finding: Finding) -> None:
    assert find(listed(*messages)) == finding


def test_what_is_known_as_another_text_is_not_this_one() -> None:
    """Holds `others` in channels/sms/finding.py: the same words went to this phone a moment before."""
    before = message(sid="SM0", after=-2)
    ours = Open("a", MUM, WORDS, CALLED, frozenset({"SM0"}))
    assert asking(Carrier([listed(before)]), lambda sms: sms.find(ours)) == Absent()
    assert asking(Carrier([listed(message(), before)]), lambda sms: sms.find(ours)) == FOUND


@pytest.mark.parametrize(
    "answer",
    [
        listed(message(), message(sid="SM2")),
        listed(message(body="Tena koe - what did you cook?")),  # somebody swapped the costly letters
        listed(message(body="")),  # the account hides the words
        says({}, 500),
        says({}, 401),
        says({}, 429),
        says(b"<html>"),
        says({"messages": [], "others": []}),
        hangs_up,
    ],
)
def test_what_twilio_cannot_decide_a_person_is_asked(answer: Answer) -> None:
    assert isinstance(find(answer), Unsure)


def test_without_a_connection_nothing_counts_as_absent() -> None:
    assert isinstance(find(listed(), twilio_api_url=unused_address()), Unsure)


def test_we_look_through_all_that_was_sent_to_that_phone_and_past_the_first_page() -> None:
    onward = f"{LIST}?To=%2B642000000041&PageSize=200&Page=1&PageToken=PA1"
    carrier = Carrier([listed(message(sid="SM2", body="Later one"), onward=onward), listed(message())])
    assert asking(carrier, lambda sms: sms.find(Open("a", MUM, WORDS, CALLED))) == FOUND
    first, second = carrier.asked
    # Twilio's filter by day hides what still waits in its queue: not asked for.
    assert first.query == {"To": MUM, "PageSize": "200"}
    assert (second.path, second.query["Page"]) == (LIST, "1")


def test_we_stop_where_everything_is_older() -> None:
    old = [message(sid=f"SM{n}", after=-90_000) for n in range(3)]
    carrier = Carrier([listed(*old, onward=f"{LIST}?Page=1")])
    assert asking(carrier, lambda sms: sms.find(Open("a", MUM, WORDS, CALLED))) == Absent()
    assert len(carrier.asked) == 1


def test_a_list_without_end_is_left_and_nothing_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.sms.listing.MOST_PAGES", 3)
    carrier = Carrier([listed(message(body="Another"), onward=f"{LIST}?Page=1")])
    assert isinstance(asking(carrier, lambda sms: sms.find(Open("a", MUM, WORDS, CALLED))), Unsure)
    assert len(carrier.asked) == 4


def test_a_service_is_known_by_its_id() -> None:
    changes = {"twilio_from": "", "twilio_messaging_service_sid": SERVICE}
    ours = message(messaging_service_sid=SERVICE, **{"from": "+642000000077"})
    assert find(listed(ours), **changes) == FOUND
    assert find(listed(message(messaging_service_sid="MG" + "5" * 32)), **changes) == Absent()


def sent_since(*answers: Answer, **changes: Any) -> Any:
    return asking(Carrier(list(answers)), lambda sms: sms.sent_since(CALLED), **changes)


def test_all_that_was_sent_since_a_moment() -> None:
    """Asked after an older copy was put back: every page, whoever it went to, and nothing that is not ours."""
    first = listed(
        message(sid="SM4", after=9, to="+642000000042", body=TRIAL + WORDS),
        message(sid="SM3", after=8, status="undelivered", error_code=30036),
        message(sid="SM2", after=7, direction="inbound"),
        message(sid="SM1", after=6, direction="outbound-reply", body="You have been unsubscribed"),
        onward=f"{LIST}?Page=1",
    )
    second = listed(message(sid="SM0", after=-299, status="queued"), message(sid="SM", after=-301))
    at = CALLED + timedelta(seconds=9)
    assert sent_since(first, second) == (
        Carried("SM4", "+642000000042", WORDS, at, "sent", "", 3),
        Carried("SM3", MUM, WORDS, CALLED + timedelta(seconds=8), "undelivered", "30036", 3),
        Carried("SM0", MUM, WORDS, CALLED - timedelta(seconds=299), "queued", "", 3),
    )


@pytest.mark.parametrize("answer", [says({}, 500), says({}, 401), says({}, 429), says(b"<html>"), hangs_up])
def test_half_a_list_is_none(answer: Answer) -> None:
    """What is not in it would count as never sent, and go a second time."""
    assert isinstance(sent_since(listed(message(), onward=f"{LIST}?Page=1"), answer), Later | Halted)


def test_a_list_of_what_was_sent_that_does_not_end_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.sms.since.MOST_PAGES", 3)
    assert isinstance(sent_since(listed(message(), onward=f"{LIST}?Page=1")), Halted)


def test_what_a_service_has_sent_is_known_by_its_id() -> None:
    changes = {"twilio_from": "", "twilio_messaging_service_sid": SERVICE}
    ours = message(messaging_service_sid=SERVICE, **{"from": None})
    assert [it.external_id for it in sent_since(listed(ours, message(sid="SM2")), **changes)] == ["SM1"]


INBOUND = {"direction": "inbound", "status": "received", "from": MUM, "to": NUMBER, "body": "Kia ora"}
MARK = CALLED.isoformat()


def test_what_we_missed_is_heard_as_if_it_had_been_posted() -> None:
    older = message(**INBOUND, sid="SM2", after=-200)
    carrier = Carrier(
        [listed(message(**INBOUND, after=90), older, message(sid="SM3"), message(**INBOUND, after=-400))]
    )
    batch = asking(carrier, lambda sms: sms.heard_since(MARK), public_url="")
    at = CALLED + timedelta(seconds=90)
    assert batch == Batch(
        (
            Incoming("sms", "SM1", MUM, Kind.TEXT, words="Kia ora", at=at),
            Incoming("sms", "SM2", MUM, Kind.TEXT, words="Kia ora", at=CALLED - timedelta(seconds=200)),
        ),
        at.isoformat(),
    )
    assert carrier.asked[0].query == {"To": NUMBER, "DateSent>": "2026-02-05", "PageSize": "200"}


def test_a_list_that_is_too_long_tells_the_newest_and_moves_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds Endless in both of channels/sms/hearing.py: with a mark that stays the list only grows, and nothing is
    told ever again."""
    monkeypatch.setattr("bot.channels.sms.hearing.MOST_PAGES", 2)
    onward = f"{LIST}?Page=1"
    heard = listed(message(**INBOUND, after=90), onward=onward)
    sent = listed(message(after=90), onward=onward)
    at = (CALLED + timedelta(seconds=90)).isoformat()
    batch = asking(Carrier([heard]), lambda sms: sms.heard_since(MARK), public_url="")
    assert ({it.key for it in batch.heard}, batch.next_mark) == ({"SM1"}, at)
    batch = asking(Carrier([sent]), lambda sms: sms.receipts_since(MARK), public_url="")
    assert ({it.external_id for it in batch.heard}, batch.next_mark) == ({"SM1"}, at)


def test_a_quiet_hour_leaves_the_mark_where_it_was() -> None:
    assert asking(Carrier([listed()]), lambda sms: sms.heard_since(MARK)) == Batch((), MARK)
    assert asking(Carrier([listed()]), lambda sms: sms.heard_since("")) == Batch((), "")


def test_a_picture_that_we_missed_is_seen() -> None:
    uri = f"/2010-04-01/Accounts/{SID}/Messages/SM1/Media/ME1"
    media = says(
        {"media_list": [{"sid": "ME1", "content_type": "image/png", "uri": f"{uri}.json"}], "uri": "/"}
    )
    carrier = Carrier([listed(message(**INBOUND | {"num_media": "1", "body": ""})), media])
    (heard,) = asking(carrier, lambda sms: sms.heard_since(MARK)).heard
    assert heard.kind is Kind.PHOTO
    assert heard.sights == (Sight("photo", carrier.address + uri, "image/png"),)


@pytest.mark.parametrize(("words", "kind"), [("look", Kind.TEXT), ("", Kind.OTHER)])
def test_a_picture_that_is_gone_does_not_take_the_words_with_it(words: str, kind: Kind) -> None:
    carrier = Carrier(
        [listed(message(**INBOUND | {"num_media": "1", "body": words})), says({"code": 20404}, 404)]
    )
    (heard,) = asking(carrier, lambda sms: sms.heard_since(MARK)).heard
    assert (heard.words, heard.kind, heard.sights) == (words, kind, ())


def test_a_service_hears_what_bears_its_id() -> None:
    ours = message(**INBOUND | {"messaging_service_sid": SERVICE})
    carrier = Carrier([listed(ours, message(**INBOUND | {"sid": "SM2", "messaging_service_sid": "MG0"}))])
    changes = {"twilio_from": "", "twilio_messaging_service_sid": SERVICE}
    batch = asking(carrier, lambda sms: sms.heard_since(MARK), **changes)
    assert [heard.key for heard in batch.heard] == ["SM1"]
    assert "To" not in carrier.asked[0].query


def test_receipts_are_what_changed_since() -> None:
    later = format_datetime(CALLED + timedelta(minutes=8))
    carrier = Carrier(
        [
            listed(
                message(sid="SM4", status="queued", date_sent=None),
                message(sid="SM3", status="undelivered", error_code=30003, date_updated=later, after=-3600),
                message(sid="SM2", after=-3600),  # nothing new
                message(sid="SM1", direction="outbound-reply"),  # Twilio's own answer to STOP
            )
        ]
    )
    batch = asking(carrier, lambda sms: sms.receipts_since(MARK), public_url="")
    assert batch.heard == (
        Receipt("sms", "SM4", "queued", segments=3),
        Receipt("sms", "SM3", "undelivered", error="30003", segments=3),
    )
    assert batch.next_mark == (CALLED + timedelta(minutes=8)).isoformat()
    assert carrier.asked[0].query == {"From": NUMBER, "PageSize": "200"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (says({}, 401), Halted),
        (says({}, 429), Later),
        (says({}, 500), Later),
        (says(b"<"), Later),
        (hangs_up, Later),
    ],
)
def test_trouble_while_listening_is_told_and_the_mark_stays(answer: Answer, kind: type) -> None:
    assert isinstance(asking(Carrier([answer]), lambda sms: sms.heard_since(MARK)), kind)
    assert isinstance(asking(Carrier([answer]), lambda sms: sms.receipts_since(MARK)), kind)


def account(
    status: str = "active", *, url: str = f"{PUBLIC}/hooks/sms", method: str = "POST", number: str = NUMBER
) -> Any:
    async def answer(asked: Asked, request: web.Request) -> web.StreamResponse:
        if asked.path.endswith(f"{SID}.json"):
            return web.json_response({"sid": SID, "status": status})
        numbers = [{"sid": "PN1", "phone_number": number, "sms_url": url, "sms_method": method}]
        return web.json_response({"incoming_phone_numbers": numbers, "uri": "/"})

    return answer


@pytest.mark.parametrize(
    ("answer", "changes", "words"),
    [
        (account(), {}, None),
        (account(url=""), {"public_url": ""}, None),
        (account("suspended"), {}, "not active"),
        (account(number="+642000000041"), {}, "not a number of this Twilio account"),
        (account(url="https://elsewhere.example"), {}, f"{PUBLIC}/hooks/sms"),
        (account(method="GET"), {}, "HTTP POST"),
        (says({"code": 20003}, 401), {}, "AHO_TWILIO_AUTH_TOKEN"),
        (says(b"<html>", 500), {}, "could not be asked"),
        (account(), {"twilio_from": "", "twilio_messaging_service_sid": SERVICE}, "smart encoding"),
    ],
)
def test_the_doctor_hears_plain_sentences(answer: Answer, changes: dict[str, str], words: str | None) -> None:
    told = asking(Carrier([answer]), lambda sms: sms.check(), **changes)
    assert (told == []) if words is None else (len(told) == 1 and words in told[0])


PICTURE = f"/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"


def fetch(answer: Answer, path: str = PICTURE) -> tuple[Any, Carrier]:
    carrier = Carrier([answer])
    sight = Sight("photo", f"https://api.twilio.com{path}", "image/jpeg")
    return asking(carrier, lambda sms: sms.fetch(sight)), carrier


def test_a_picture_is_fetched_with_our_credentials() -> None:
    got, carrier = fetch(says(b"\xff\xd8", **{"Content-Type": "image/jpeg"}))
    assert got == Fetched(b"\xff\xd8", "image/jpeg")
    assert carrier.asked[0].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (says(b"", 404), PICTURE),
        (says(b"x" * (5 * 1024 * 1024 + 1)), PICTURE),
        (says(b"", 307, Location="https://evil.example/x"), PICTURE),
        (says(b"", 307, Location="https://eviltwilio.com/x"), PICTURE),
        (says(b"", 307, Location="http://media.twilio.com/x"), PICTURE),
        (says(b""), "/2010-04-01/Accounts/AC2/Messages/MM1/Media/ME1"),
        (says(b""), f"/2010-04-01/Accounts/{SID}/../../elsewhere"),
    ],
)
def test_nothing_is_fetched_from_anywhere_else(answer: Answer, path: str) -> None:
    got, _ = fetch(answer, path)
    assert isinstance(got, Unfetched)
    assert not got.again


def test_a_store_that_is_down_may_be_asked_again() -> None:
    assert fetch(says(b"", 503))[0] == Unfetched("Twilio did not give it out (503)", again=True)
    assert fetch(hangs_up)[0].again
