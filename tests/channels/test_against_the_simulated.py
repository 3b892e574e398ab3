"""Both channels against the simulated carriers: two hands that did not know of each other's work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels import Fetched
from bot.channels.sms import Sms
from bot.channels.telegram import Settled, Telegram
from bot.channels.wire import open_wire
from bot.model.delivery import Choice, Enclosure, Found, Gone, Later, Open, Outcome, Outgoing, Sent, Unsure
from bot.model.heard import Batch, Hook, Kind, Receipt
from bot.simulated import Carriers, Fault, app
from tests.channels.school import MUM, PUBLIC, config
from tests.simulated.school import served

NOW = datetime(2026, 2, 5, 2, 30, tzinfo=UTC)
MENU = {"": [("ask", "Ask a room")], "mi": [("ask", "Pātai")]}


class World:
    """The carriers, our two channels, and every hook that was posted to us."""

    def __init__(self, wire: aiohttp.ClientSession) -> None:
        self.wire, self.hooks = wire, list[Hook]()
        self.carriers = Carriers(lambda: NOW, self.post, pause=0.0, patience=lambda tries: 0.0)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.hooks.append(Hook(path, {name.lower(): value for name, value in headers.items()}, body))
        return 200

    def channels(self, **changes: Any) -> tuple[Sms, Telegram]:
        account = self.carriers.twilio.account
        settings = config(
            **{
                "twilio_account_sid": account.sid,
                "twilio_auth_token": account.token,
                "twilio_from": account.number,
                "twilio_api_url": self.carriers.twilio_url,
                "telegram_token": self.carriers.telegram.token,
                "telegram_api_url": self.carriers.telegram_url,
            }
            | changes
        )
        return Sms(settings, self.wire), Telegram(settings, self.wire)


def in_the_world(act: Callable[[World], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_wire() as wire:
            world = World(wire)
            async with served(Starlette(routes=[Mount("/simulated", app(world.carriers))])) as address:
                world.carriers.move_to(f"{address}/simulated")
                await act(world)
                world.carriers.close()

    asyncio.run(run())


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(drawn, "JPEG")
    return drawn.getvalue()


def test_a_text_goes_out_and_its_receipts_come_back() -> None:
    async def act(world: World) -> None:
        sms, _ = world.channels()
        sent = await sms.send(Outgoing("a-17", MUM, "Tēnā koe – kai?", valid_seconds=600))
        assert isinstance(sent, Sent)
        assert world.carriers.sms_phone(MUM).heard[-1].text == "Tēnā koe – kai?"
        await world.carriers.settled()
        receipts = [thing for hook in world.hooks for thing in sms.open(hook)]
        assert receipts == [
            Receipt("sms", sent.external_id, state, attempt="a-17", segments=1)
            for state in ("sent", "delivered")
        ]

    in_the_world(act)


def test_a_text_comes_in_by_the_door_or_by_the_list_alike() -> None:
    async def act(world: World) -> None:
        sms, _ = world.channels()
        world.carriers.twilio.sms_url = f"{PUBLIC}/hooks/sms"
        phone = world.carriers.sms_phone(MUM)
        await phone.says("Āe, i kai mātou 🍞")
        await phone.sends_photo(picture(), "look")
        posted = [thing for hook in world.hooks for thing in sms.open(hook)]
        assert [(one.words, one.kind) for one in posted] == [
            ("Āe, i kai mātou 🍞", Kind.TEXT),
            ("look", Kind.PHOTO),
        ]
        batch = await sms.heard_since(NOW.isoformat())
        assert isinstance(batch, Batch)
        assert {one.key: one.words for one in batch.heard} == {one.key: one.words for one in posted}
        assert await sms.fetch(posted[1].sights[0]) == Fetched(picture(), "image/jpeg")

    in_the_world(act)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("error500_after_accept"), Unsure),
        (Fault("drop_after_accept"), Unsure),
        (Fault("error500_before"), Unsure),
        (Fault("rate_limit", 7), Later),
    ],
)
def test_what_became_of_an_uncertain_text_is_found_out(fault: Fault, kind: type[Outcome]) -> None:
    async def act(world: World) -> None:
        sms, _ = world.channels()
        world.carriers.twilio.faults.put(fault)
        assert isinstance(await sms.send(Outgoing("a-17", MUM, "Kia ora")), kind)
        found = await sms.find(Open("a-17", MUM, "Kia ora", NOW))
        arrived = bool(world.carriers.sms_phone(MUM).heard)
        assert arrived == (fault.kind in ("error500_after_accept", "drop_after_accept"))
        assert isinstance(found, Found) == arrived

    in_the_world(act)


def test_stop_is_known_to_the_carrier() -> None:
    async def act(world: World) -> None:
        sms, _ = world.channels()
        await world.carriers.sms_phone(MUM).says("STOP")
        outcome = await sms.send(Outgoing("a-17", MUM, "Kia ora"))
        assert isinstance(outcome, Gone)
        assert outcome.stopped

    in_the_world(act)


def test_receipts_are_listed_where_nobody_can_knock() -> None:
    async def act(world: World) -> None:
        sms, _ = world.channels(public_url="")
        sent = await sms.send(Outgoing("a-17", MUM, "Kia ora"))
        assert isinstance(sent, Sent)
        await world.carriers.settled()
        batch = await sms.receipts_since("")
        assert isinstance(batch, Batch)
        assert [(one.external_id, one.state) for one in batch.heard] == [(sent.external_id, "delivered")]

    in_the_world(act)


def test_the_doctor_finds_what_is_missing_and_then_nothing() -> None:
    async def act(world: World) -> None:
        sms, telegram = world.channels()
        assert len(await sms.check()) == 1
        assert len(await telegram.check()) == 1
        world.carriers.twilio.sms_url = f"{PUBLIC}/hooks/sms"
        assert isinstance(await telegram.settle_in(PUBLIC, MENU), Settled)
        assert await sms.check() + await telegram.check() == []

    in_the_world(act)


def test_a_conversation_on_telegram() -> None:
    async def act(world: World) -> None:
        _, telegram = world.channels(public_url="")
        assert await telegram.settle_in(None, MENU) == Settled("PretendedSchoolBot")
        sina = world.carriers.telegram_phone(77, "Sina", "sm")
        await sina.starts("abc")
        sent = await telegram.send(Outgoing("a", "77", "Which?", choices=(Choice("Tui", "c:1"),)))
        assert isinstance(sent, Sent)
        await sina.taps("Tui")
        await sina.sends_photo(picture(), "Umu")
        batch = await telegram.poll(0, 0)
        assert isinstance(batch, Batch)
        started, tapped, seen = batch.heard
        assert (started.words, started.tongue) == ("/start abc", "sm")
        assert (tapped.tapped, tapped.quotes) == ("c:1", sent.external_id)
        assert (seen.kind, seen.words) == (Kind.PHOTO, "Umu")
        assert isinstance(await telegram.fetch(seen.sights[0]), Fetched)
        await telegram.end_tap(tapped.tap_key or "")
        await telegram.put_away_buttons(sent.external_id)
        assert not any(bubble.buttons for bubble in sina.heard)
        shown = Outgoing("b", "77", "From class", enclosure=Enclosure("photo", picture(), "image/jpeg"))
        assert isinstance(await telegram.send(shown), Sent)
        assert sina.heard[-1].media[0].content
        assert await telegram.poll(int(batch.next_mark), 0) == Batch((), batch.next_mark)
        await sina.blocks_bot()
        gone = await telegram.send(Outgoing("c", "77", "Are you there?"))
        assert isinstance(gone, Gone)
        assert gone.stopped

    in_the_world(act)


def test_telegram_knocks_with_the_secret_that_we_gave_it() -> None:
    async def act(world: World) -> None:
        _, telegram = world.channels()
        await telegram.settle_in(PUBLIC, {})
        await world.carriers.telegram_phone(77, "Sina", "sm").starts()
        await world.carriers.settled()
        assert [one.words for hook in world.hooks for one in telegram.open(hook)] == ["/start"]

    in_the_world(act)
