"""Twilio's REST doors, as far as a school knocks on them."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.simulated.twilio import messages, numbers
from bot.simulated.twilio.answers import not_found, refused
from bot.simulated.twilio.carrier import Twilio
from bot.simulated.twilio.rules import Refusal


def app(twilio: Twilio) -> Starlette:
    """To be mounted where the school's client believes `https://api.twilio.com` to be."""
    return Starlette(
        routes=[*messages.routes(twilio), *numbers.routes(twilio)],
        exception_handlers={404: _nothing_here, 405: _not_that_way},
    )


async def _nothing_here(request: Request, _: Exception) -> Response:
    return not_found(request.url.path)


async def _not_that_way(request: Request, _: Exception) -> Response:
    assert isinstance(_, HTTPException)
    return refused(Refusal(20004, "Method not allowed", 405))
