"""Doors for tests in another process: move the phones, read the ledger, set faults. JSON in and out."""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulated.carriers import Carriers
from bot.simulated.faults import KINDS, Fault
from bot.simulated.ledger import Bubble
from bot.simulated.phones import SmsPhone, TelegramPhone

Json = dict[str, Any]


def routes(carriers: Carriers) -> list[Route]:
    """`POST /control/phones` `{channel, address, first_name?, language?, started?}` (started: the bot may write, as
    if START had been pressed long ago), then `…/phones/{address}/{verb}`;
    `POST /control/faults` `{carrier, queue?, chances?}`; `POST /control/sms-url` `{url}`;
    `GET /control/ledger`; `GET /control/settings`."""

    async def join(told: Json, request: Request) -> Json:
        if told["channel"] == "sms":
            carriers.sms_phone(told["address"])
        else:
            phone = carriers.telegram_phone(
                int(told["address"]), told.get("first_name", ""), told.get("language", "")
            )
            phone.chat.started |= bool(told.get("started"))
        return {}

    async def act(told: Json, request: Request) -> Json:
        phone = carriers.phones[request.path_params["address"]]
        await _act(phone, request.path_params["verb"], told)
        return {}

    async def faults(told: Json, request: Request) -> Json:
        chosen = {"twilio": carriers.twilio.faults, "telegram": carriers.telegram.faults}[told["carrier"]]
        chosen.clear()
        chosen.put(*(_fault(one) for one in told.get("queue", [])))
        chosen.expect({_fault(one): float(one["chance"]) for one in told.get("chances", [])})
        return {}

    async def sms_url(told: Json, request: Request) -> Json:
        carriers.twilio.sms_url = str(told["url"])
        return {}

    async def ledger(request: Request) -> Response:
        kept = carriers.ledger
        return JSONResponse(
            {
                "version": kept.version,
                "complaints": kept.complaints,
                "troubles": kept.troubles,
                "phones": {address: [_bubble(b) for b in kept.on(address)] for address in carriers.phones},
                "texts": [
                    {"sid": t.sid, "to": t.to, "body": t.body, "direction": t.direction, "status": t.status}
                    for t in carriers.twilio.messages.values()
                ],
            }
        )

    async def settings(request: Request) -> Response:
        account = carriers.twilio.account
        return JSONResponse(
            {
                "AHO_TWILIO_API_URL": carriers.twilio_url,
                "AHO_TWILIO_ACCOUNT_SID": account.sid,
                "AHO_TWILIO_AUTH_TOKEN": account.token,
                "AHO_TWILIO_FROM": account.number,
                "AHO_TELEGRAM_API_URL": carriers.telegram_url,
                "AHO_TELEGRAM_TOKEN": carriers.telegram.token,
            }
        )

    return [
        Route("/control/phones", _door(join), methods=["POST"]),
        Route("/control/phones/{address}/{verb}", _door(act), methods=["POST"]),
        Route("/control/faults", _door(faults), methods=["POST"]),
        Route("/control/sms-url", _door(sms_url), methods=["POST"]),
        Route("/control/ledger", ledger),
        Route("/control/settings", settings),
    ]


async def _act(phone: SmsPhone | TelegramPhone, verb: str, told: Json) -> None:
    match phone, verb:
        case _, "says":
            await phone.says(told["text"])
        case _, "sends_photo":
            await phone.sends_photo(base64.b64decode(told["content"]), told.get("caption", ""))
        case TelegramPhone(), "sends_voice":
            await phone.sends_voice(base64.b64decode(told["content"]))
        case TelegramPhone(), "taps":
            await phone.taps(told["button"])
        case TelegramPhone(), "starts":
            await phone.starts(told.get("payload", ""))
        case TelegramPhone(), "blocks_bot":
            await phone.blocks_bot()
        case TelegramPhone(), "unblocks_bot":
            await phone.unblocks_bot()
        case _:
            raise KeyError(verb)


def _door(what: Callable[[Json, Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    async def door(request: Request) -> Response:
        try:
            return JSONResponse(await what(json.loads(await request.body() or b"{}"), request))
        except (KeyError, LookupError, RuntimeError, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return door


def _fault(told: Json) -> Fault:
    if told["kind"] not in KINDS:
        raise ValueError(f"faults are {', '.join(KINDS)}")
    return Fault(told["kind"], float(told.get("seconds", 0)))


def _bubble(bubble: Bubble) -> Json:
    return {
        "key": bubble.key,
        "by": bubble.by,
        "text": bubble.text,
        "at": bubble.at.isoformat(),
        "buttons": [
            [{"label": b.label, "says": b.says, "url": b.url} for b in row] for row in bubble.buttons
        ],
        "media": [media.kind for media in bubble.media],
        "segments": bubble.segments,
        "edited": bubble.edited,
    }
