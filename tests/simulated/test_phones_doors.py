"""The doors of the phones page: who may knock, and what is answered to nonsense."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from tests.simulated.little_school import LittleSchool, little_school

pytestmark = pytest.mark.anyio
AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.fixture
async def school() -> AsyncIterator[LittleSchool]:
    async with little_school() as school:
        yield school


@pytest.fixture
async def session(school: LittleSchool) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(school.address) as session:
        yield session


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_moves_nothing(
    session: aiohttp.ClientSession, school: LittleSchool, headers: dict[str, str]
) -> None:
    before = school.clock.now()
    async with session.post("/phones/hana/say", json={"text": "Kia ora"}, headers=headers) as answer:
        assert answer.status == 403
    async with session.post("/phones/clock", json={"to": "half_hour"}, headers=headers) as answer:
        assert answer.status == 403
    assert school.clock.now() == before
    assert school.carriers.ledger.on("+642000000041") == ()


async def test_a_plain_form_moves_nothing(session: aiohttp.ClientSession, school: LittleSchool) -> None:
    async with session.post("/phones/hana/say", data={"text": "Kia ora"}) as answer:
        assert answer.status == 415
    assert school.carriers.ledger.on("+642000000041") == ()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("hana/say", b"{", 400),
        ("hana/say", b"\xff\xfe", 400),
        ("hana/say", b'{"text": "\\ud83d"}', 400),
        ("hana/say", b"[" * 100_000, 400),
        ("hana/say", b"[]", 409),
        ("hana/say", b'{"text": "  "}', 409),
        ("hana/photo", b'{"photo": "aGk="}', 409),
        ("hana/voice", b"{}", 409),
        ("sina/say", b'{"text": "before START"}', 409),
        ("sina/tap", b'{"button": "nothing"}', 409),
        ("sina/photo", b'{"photo": "???"}', 400),
        ("nobody/say", b'{"text": "x"}', 404),
        ("clock", b'{"to": "yesterday"}', 409),
        ("hana/say", b"x" * (15 * 1024 * 1024), 413),
    ],
)
async def test_nonsense_gets_one_short_line(
    session: aiohttp.ClientSession, school: LittleSchool, path: str, body: bytes, status: int
) -> None:
    """It leaves nothing on the phone either: half a character there ended the live page for everybody."""
    headers = {"Content-Type": "application/json"}
    async with session.post(f"/phones/{path}", data=body, headers=headers) as answer:
        line = await answer.text()
    assert answer.status == status
    assert 0 < len(line) < 100
    assert "\n" not in line
    assert school.carriers.ledger.on("+642000000041") == ()


async def test_the_page_says_what_a_browser_may_do(session: aiohttp.ClientSession) -> None:
    async with session.get("/phones") as answer:
        page = await answer.text()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "style=" not in page
    assert "onclick" not in page
    assert page.count("<script") == 1


async def test_a_stream_goes_on_where_it_was_left(
    session: aiohttp.ClientSession, school: LittleSchool
) -> None:
    await school.carriers.sms_phone("+642000000041").says("tahi")

    async def first_event(last_seen: str = "") -> tuple[str, str]:
        async with session.get("/phones/live", headers={"Last-Event-ID": last_seen}) as answer:
            identity = (await answer.content.readline()).decode().removeprefix("id: ").strip()
            return identity, (await answer.content.readline()).decode()

    identity, told = await first_event()
    assert "tahi" in told
    assert '"fresh": true' in told
    _, again = await first_event(identity)
    assert "tahi" not in again
    _, after_a_restart = await first_event("0000:99")
    assert "tahi" in after_a_restart


async def test_closing_lets_go_of_a_stream(session: aiohttp.ClientSession, school: LittleSchool) -> None:
    async with session.get("/phones/live") as answer:
        await answer.content.readline()
        school.carriers.close()
        await answer.content.read()


async def test_three_days_are_three_mornings_though_the_clocks_change(
    session: aiohttp.ClientSession, school: LittleSchool
) -> None:
    friday = datetime(2026, 4, 3, 9, tzinfo=AUCKLAND)  # daylight saving ends on the 5th
    school.clock.moment = friday.astimezone(UTC)
    async with session.post("/phones/clock", json={"to": "three_days"}) as answer:
        assert answer.status == 204
    here = school.clock.now().astimezone(AUCKLAND)
    assert here == datetime(2026, 4, 6, 9, tzinfo=AUCKLAND)
    async with session.post("/phones/clock", json={"to": "morning"}) as answer:
        assert answer.status == 204
    assert school.clock.now().astimezone(AUCKLAND) == datetime(2026, 4, 7, 9, tzinfo=AUCKLAND)
