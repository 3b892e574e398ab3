"""A school of a few lines, to stand behind the phones page in tests: it asks and echoes, over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulated import Carriers, app, http_post
from bot.web import phones
from bot.web.phones import Handset
from tests.simulated.school import served

ROSTER = (
    Handset("teacher", "Whaea Ngaire", "Room 7 teacher · Telegram", "telegram", "7000000001", "en"),
    Handset("hana", "Hana", "Māia’s mum · te reo Māori · SMS", "sms", "+642000000041", "mi"),
    Handset("sina", "Sina", "Ioane’s mum · Samoan · Telegram", "telegram", "7000000002", "sm"),
    Handset("dave", "Dave", "Two children here · English · SMS", "sms", "+642000000042", "en"),
    Handset(
        "nana",
        "Nana Rose",
        "Not joined yet · SMS",
        "sms",
        "+642000000043",
        "en",
        "Text the code that Hana gave you",
    ),
)


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 2, 9, 19, 42, tzinfo=UTC)  # 8:42 in the morning at school

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class LittleSchool:
    """Its page, its hooks and the carriers on one port, as the demo has them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.carriers = Carriers(self.clock.now, http_post, pause=0.0, patience=lambda tries: 0.0)
        self.down = False
        self.address = ""

    async def text(self, number: str, body: str) -> None:
        account = self.carriers.twilio.account
        form = {"To": number, "From": account.number, "Body": body}
        headers = {"Authorization": aiohttp.encode_basic_auth(account.sid, account.token)}
        url = f"{self.carriers.twilio_url}{account.path}/Messages.json"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=form, headers=headers) as answer,
        ):
            assert answer.status == 201

    async def call(self, method: str, **told: Any) -> Any:
        url = f"{self.carriers.telegram_url}{self.carriers.telegram.token}/{method}"
        async with aiohttp.ClientSession() as session, session.post(url, json=told) as answer:
            return (await answer.json())["result"]

    async def heard_text(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        await self.text(form["From"], f"Ngā mihi! You wrote: {form['Body']}")
        return Response(status_code=204)

    async def heard_telegram(self, request: Request) -> Response:
        update = json.loads(await request.body())
        if query := update.get("callback_query"):
            await self.call("answerCallbackQuery", callback_query_id=query["id"])
            await self.call("sendMessage", chat_id=query["from"]["id"], text=f"You tapped {query['data']}")
        elif message := update.get("message"):
            heard = (
                message.get("text") or message.get("caption") or ("photo" if "photo" in message else "voice")
            )
            row = [{"text": "Ioe", "callback_data": "yes"}, {"text": "Leai", "callback_data": "no"}]
            await self.call(
                "sendMessage",
                chat_id=message["chat"]["id"],
                text=f"I heard: {heard}",
                reply_markup={"inline_keyboard": [row]},
            )
        return Response(status_code=204)


@asynccontextmanager
async def little_school() -> AsyncIterator[LittleSchool]:
    school = LittleSchool()
    doors = Starlette(
        routes=[
            *phones.routes(school.carriers, school.clock, ROSTER),
            Mount("/simulated", app(school.carriers)),
            Mount("/static", StaticFiles(directory="bot/web/static")),
            Route("/hooks/sms", school.heard_text, methods=["POST"]),
            Route("/hooks/telegram", school.heard_telegram, methods=["POST"]),
        ]
    )
    async with served(doors) as school.address:
        school.carriers.move_to(f"{school.address}/simulated")
        school.carriers.twilio.sms_url = f"{school.address}/hooks/sms"
        await school.call("setWebhook", url=f"{school.address}/hooks/telegram")
        yield school
        school.carriers.close()
        await asyncio.sleep(0)
