"""All the doors in one wall. What nobody expected is a short line here, never a traceback."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels import Channel
from bot.web import console, hooks, join, privacy, showing, uploads, watching
from bot.web.doors import Doors
from bot.web.hooks import Take, TakeReceipt
from bot.web.plain_headers import PAGE

log = structlog.get_logger()


def app(doors: Doors, channels: dict[str, Channel], take: Take, take_receipt: TakeReceipt,
        more: Sequence[BaseRoute] = (), *, home: str = "/console",
        hosts: Sequence[str] = ("*",)) -> ASGIApp:  # fmt: skip
    """The web application; `more` are the phones page and the pretend carriers, in the demo only.

    `hosts`: the names we answer to. The demo answers to this computer's own only, so that no page elsewhere can
    point a name of its own at it and play with its phones.
    """

    async def front(_request: Request) -> Response:
        return RedirectResponse(home, 302, headers=PAGE)

    async def console_front(_request: Request) -> Response:
        return RedirectResponse("/console/", 302, headers=PAGE)

    pages = Starlette(
        routes=[
            Route("/", front),
            *watching.routes(doors),
            privacy.route(doors),
            join.route(doors),
            *uploads.routes(doors),
            *showing.routes(doors),
            Route("/console", console_front),
            Mount("/console", routes=console.routes(doors)),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
            *more,
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: _refused, Exception: _broke},
    )
    return _webhooks_first(hooks.doors(channels, take, take_receipt), pages)


def _webhooks_first(doors: Mapping[str, ASGIApp], pages: ASGIApp) -> ASGIApp:
    """Whoever posts to a carrier's door is let in by the signature alone, whatever host they call us by."""

    async def web(scope: Scope, receive: Receive, send: Send) -> None:
        door = doors.get(scope["path"]) if scope["type"] == "http" else None
        if door is None:
            return await pages(scope, receive, send)
        try:
            await door(scope, receive, send)
        except Exception as error:
            await (await _broke(Request(scope), error))(scope, receive, send)

    return web


def watched_only(doors: Doors) -> Starlette:
    """For a process without doors: it only says how it is."""
    return Starlette(routes=[*watching.routes(doors)], exception_handlers={Exception: _broke})


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(error.detail, error.status_code, headers={**PAGE, **(error.headers or {})})


async def _broke(request: Request, error: Exception) -> Response:
    # The route's name and the kind of error: a path may hold a code, an error's text a family's words.
    log.error("a page broke", method=request.method, error=type(error).__name__)
    return PlainTextResponse(
        "Something went wrong on our side. Nothing that you sent is lost. Please try again.",
        500,
        headers=PAGE,
    )
