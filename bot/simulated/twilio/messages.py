"""The Messages resource: create, list, read, redact, delete; and a message's media."""

import asyncio
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulated import forms
from bot.simulated.faults import Dropped
from bot.simulated.twilio import listing
from bot.simulated.twilio.answers import not_found, refused, signed_in
from bot.simulated.twilio.carrier import Twilio
from bot.simulated.twilio.message import resource
from bot.simulated.twilio.rules import Refusal

_BROKEN = Refusal(20500, "An internal server error has occurred", 500)


def routes(twilio: Twilio) -> list[Route]:
    account = twilio.account

    async def create(request: Request) -> Response:
        fault = twilio.faults.next()
        match fault.kind if fault else None:
            case "error500_before":
                return refused(_BROKEN)
            case "rate_limit" if fault:
                return refused(
                    Refusal(20429, "Too Many Requests", 429), {"Retry-After": str(int(fault.seconds))}
                )
            case "delay" if fault:
                await asyncio.sleep(fault.seconds)
        try:
            taken = twilio.create((await forms.read(request)).values)
        except forms.Unreadable:
            taken = Refusal(20001, "The request could not be read.")
        if isinstance(taken, Refusal):
            return refused(taken)
        match fault.kind if fault else None:
            case "error500_after_accept":
                return refused(_BROKEN)
            case "drop_after_accept":
                return Dropped()
        return JSONResponse(resource(taken, account), 201)

    async def listed(request: Request) -> Response:
        query = dict(request.query_params)
        for name in sorted(set(query) - listing.PARAMETERS):
            twilio.ledger.complaints.append(f"twilio: list of messages: unknown parameter {name}")
        found = listing.matching(twilio.messages.values(), query)
        paged = (
            found
            if isinstance(found, Refusal)
            else listing.page(found, query, f"{account.path}/Messages.json")
        )
        if isinstance(paged, Refusal):
            return refused(paged)
        texts, neighbours = paged
        return JSONResponse({**neighbours, "messages": [resource(text, account) for text in texts]})

    async def one(request: Request) -> Response:
        text = twilio.messages.get(request.path_params["sid"])
        if text is None:
            return not_found(f"{account.path}/Messages/{request.path_params['sid']}.json")
        if request.method == "GET":
            return JSONResponse(resource(text, account))
        if text.moving:
            return refused(Refusal(20009, "The message is still in progress and cannot be changed.", 409))
        if request.method == "DELETE":
            del twilio.messages[text.sid]
            return Response(status_code=204)
        if (await forms.read(request)).values != {"Body": ""}:
            return refused(Refusal(20001, "The body of a message can only be set to an empty string."))
        twilio.messages[text.sid] = replace(text, body="", updated=twilio.now())
        return JSONResponse(resource(twilio.messages[text.sid], account))

    async def media(request: Request) -> Response:
        sid, key = request.path_params["sid"], request.path_params["media"]
        text = twilio.messages.get(sid)
        held = next((m for m in text.media if m.key == key), None) if text else None
        if text is None or held is None:
            return not_found(f"{account.path}/Messages/{sid}/Media/{key}")
        if request.method == "DELETE":
            twilio.messages[sid] = replace(text, media=tuple(m for m in text.media if m is not held))
            return Response(status_code=204)
        return Response(held.content, media_type=held.content_type)

    messages = "/2010-04-01/Accounts/{account}/Messages"
    return [
        Route(f"{messages}.json", signed_in(account, create), methods=["POST"]),
        Route(f"{messages}.json", signed_in(account, listed), methods=["GET"]),
        Route(f"{messages}/{{sid}}.json", signed_in(account, one), methods=["GET", "POST", "DELETE"]),
        Route(f"{messages}/{{sid}}/Media/{{media}}", signed_in(account, media), methods=["GET", "DELETE"]),
    ]
