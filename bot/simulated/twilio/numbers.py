"""The Account and its IncomingPhoneNumbers: what a doctor asks, and where the number's webhook is set."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulated import forms
from bot.simulated.twilio.answers import not_found, refused, signed_in
from bot.simulated.twilio.carrier import Twilio
from bot.simulated.twilio.message import rfc2822
from bot.simulated.twilio.rules import Refusal

_CHANGEABLE = frozenset(["SmsUrl", "SmsMethod", "FriendlyName", "SmsFallbackUrl", "SmsFallbackMethod"])


def routes(twilio: Twilio) -> list[Route]:
    account = twilio.account

    async def read_account(request: Request) -> Response:
        moment = rfc2822(twilio.now())
        return JSONResponse(
            {
                "auth_token": account.token,
                "date_created": moment,
                "date_updated": moment,
                "friendly_name": account.name,
                "owner_account_sid": account.sid,
                "sid": account.sid,
                "status": "active",
                "subresource_uris": {"messages": f"{account.path}/Messages.json"},
                "type": "Full",
                "uri": f"{account.path}.json",
            }
        )

    async def list_numbers(request: Request) -> Response:
        wanted = request.query_params.get("PhoneNumber", "")
        uri = f"{account.path}/IncomingPhoneNumbers.json?PageSize=50&Page=0"
        found = [_number(twilio)] if wanted in account.number else []
        neighbours = {"first_page_uri": uri, "next_page_uri": None, "previous_page_uri": None, "uri": uri}
        counts = {"start": 0, "end": max(0, len(found) - 1), "page": 0, "page_size": 50}
        return JSONResponse({**neighbours, **counts, "incoming_phone_numbers": found})

    async def one_number(request: Request) -> Response:
        sid = request.path_params["sid"]
        if sid != account.number_sid:
            return not_found(f"{account.path}/IncomingPhoneNumbers/{sid}.json")
        if request.method == "POST":
            form = (await forms.read(request)).values
            if set(form) - _CHANGEABLE:
                return refused(Refusal(20001, f"Unknown parameters: {sorted(set(form) - _CHANGEABLE)}"))
            twilio.sms_url = form.get("SmsUrl", twilio.sms_url)
        return JSONResponse(_number(twilio))

    path = "/2010-04-01/Accounts/{account}"
    return [
        Route(f"{path}.json", signed_in(account, read_account)),
        Route(f"{path}/IncomingPhoneNumbers.json", signed_in(account, list_numbers)),
        Route(
            f"{path}/IncomingPhoneNumbers/{{sid}}.json",
            signed_in(account, one_number),
            methods=["GET", "POST"],
        ),
    ]


def _number(twilio: Twilio) -> dict[str, object]:
    account = twilio.account
    return {
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "beta": False,
        "capabilities": {"voice": False, "sms": True, "mms": False, "fax": False},
        "date_created": rfc2822(twilio.now()),
        "date_updated": rfc2822(twilio.now()),
        "friendly_name": account.number,
        "phone_number": account.number,
        "sid": account.number_sid,
        "sms_fallback_method": "POST",
        "sms_fallback_url": "",
        "sms_method": "POST",
        "sms_url": twilio.sms_url,
        "status": "in-use",
        "uri": f"{account.path}/IncomingPhoneNumbers/{account.number_sid}.json",
    }
