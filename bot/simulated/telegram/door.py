"""The Bot API's doors: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
import hmac

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulated import forms
from bot.simulated.faults import Dropped, Fault
from bot.simulated.telegram.carrier import Telegram
from bot.simulated.telegram.methods import METHODS
from bot.simulated.telegram.refused import Refused, too_many

_UNAUTHORIZED = Refused(401, "Unauthorized")
_NOT_FOUND = Refused(404, "Not Found")
_BROKEN = Refused(500, "Internal Server Error")


def app(telegram: Telegram) -> Starlette:
    """To be mounted where the school's client believes `https://api.telegram.org` to be."""

    async def call(request: Request) -> Response:
        name = request.path_params["method"]
        method = METHODS.get(name.lower())
        if not _known(telegram, request):
            return _refused(_UNAUTHORIZED)
        if method is None:
            return _refused(_NOT_FOUND)
        fault = telegram.faults.next() if method.says else None
        try:
            await _before(fault)
            form = await forms.read(request)
            for unknown in sorted((set(form.values) | set(form.files)) - method.parameters):
                if unknown not in _attached(form):
                    telegram.ledger.complaints.append(f"telegram: {name}: unknown parameter {unknown}")
            result = await method.call(telegram, form)
        except forms.Unreadable:
            return _refused(Refused(400, "Bad Request: the request could not be read"))
        except Refused as refused:
            return _refused(refused)
        match fault.kind if fault else None:
            case "error500_after_accept":
                return _refused(_BROKEN)
            case "drop_after_accept":
                return Dropped()
        return JSONResponse({"ok": True, "result": result})

    async def file(request: Request) -> Response:
        if not _known(telegram, request):
            return _refused(_UNAUTHORIZED)
        wanted = request.path_params["path"]
        for held in telegram.files.values():
            if held.path == wanted:
                return Response(held.media.content, media_type="application/octet-stream")
        return _refused(_NOT_FOUND)

    return Starlette(
        routes=[
            Route("/file/bot{token}/{path:path}", file),
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        ],
        exception_handlers={404: lambda request, _: _refused(_NOT_FOUND)},
    )


async def _before(fault: Fault | None) -> None:
    match fault.kind if fault else None:
        case "error500_before":
            raise _BROKEN
        case "rate_limit" if fault:
            raise too_many(int(fault.seconds))
        case "delay" if fault:
            await asyncio.sleep(fault.seconds)


def _known(telegram: Telegram, request: Request) -> bool:
    return hmac.compare_digest(request.path_params["token"].encode(), telegram.token.encode())


def _attached(form: forms.Form) -> set[str]:
    """Names of parts that another parameter points at."""
    return {
        value.removeprefix("attach://") for value in form.values.values() if value.startswith("attach://")
    }


def _refused(refused: Refused) -> JSONResponse:
    return JSONResponse(refused.resource(), refused.code)
