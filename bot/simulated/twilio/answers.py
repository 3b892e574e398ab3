"""How Twilio's doors let in and refuse."""

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.simulated.twilio.account import Account
from bot.simulated.twilio.rules import Refusal

_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Twilio API"'}
Endpoint = Callable[[Request], Awaitable[Response]]


def refused(refusal: Refusal, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(refusal.resource(), refusal.status, headers=headers)


def not_found(path: str) -> JSONResponse:
    return refused(Refusal(20404, f"The requested resource {path} was not found", 404))


def signed_in(account: Account, endpoint: Endpoint) -> Endpoint:
    """Basic authentication with the account's SID and token; everyone else reads 401 and code 20003."""

    async def door(request: Request) -> Response:
        expected = f"{account.sid}:{account.token}".encode()
        if not hmac.compare_digest(_credentials(request), expected):
            return refused(
                Refusal(20003, "Authenticate", 401), {"WWW-Authenticate": 'Basic realm="Twilio API"'}
            )
        if request.path_params["account"] != account.sid:
            return not_found(f"/2010-04-01/Accounts/{request.path_params['account']}")
        return await endpoint(request)

    return door


def _credentials(request: Request) -> bytes:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    try:
        return base64.b64decode(credentials, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""
