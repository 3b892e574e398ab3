"""Small servers on this machine that behave like the translators' own, on good days and on bad ones."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = "the right key"


@dataclass
class Service:
    """One translator's server: `mood` is how it answers, `asked` what it was asked."""

    mood: str = "well"
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answers(self, words: str, right_key: bool, good: Callable[[str], Any]) -> web.StreamResponse:
        if not right_key:
            return web.json_response(
                {"error": {"code": 401, "message": "no such key", "status": "UNAUTHENTICATED"}}, status=401
            )
        match self.mood:
            case "busy":
                return web.json_response(
                    {"error": {"code": 429, "message": "slow down"}},
                    status=429,
                    headers={"Retry-After": "42"},
                )
            case "ill":
                return web.json_response({"error": {"code": 503, "message": "sorry"}}, status=503)
            case "refuses":
                return web.json_response({"error": {"code": 400, "message": "no such language"}}, status=400)
            case "silent":
                await asyncio.sleep(30)
            case "odd":
                return web.Response(text="<html>a login page</html>", content_type="text/html")
            case "empty":
                return web.json_response({})
            case "elsewhere":
                return web.Response(status=307, headers={"Location": "https://elsewhere.example/"})
        return web.json_response(good(words.upper()))


@asynccontextmanager
async def serving(
    *routes: tuple[str, Callable[[web.Request], Awaitable[web.StreamResponse]]],
) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes([web.post(path, handler) for path, handler in routes])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def azure(service: Service) -> AsyncIterator[Service]:
    async def translate(request: web.Request) -> web.StreamResponse:
        one = (await request.json())["inputs"][0]
        service.asked.append(one)
        right = request.headers.get("Ocp-Apim-Subscription-Key") == KEY
        return await service.answers(one["text"], right, lambda said: {
            "value": [{"translations": [{"text": said, "language": one["targets"][0]["language"]}]}]
        })  # fmt: skip

    async with serving(("/translate", translate)) as service.url:
        yield service


@asynccontextmanager
async def google(service: Service) -> AsyncIterator[Service]:
    async def translate(request: web.Request) -> web.StreamResponse:
        one = await request.json()
        service.asked.append(one)
        right = request.headers.get("Authorization", "").startswith("Bearer ") and service.mood != "wrong key"
        return await service.answers(
            one["contents"][0], right, lambda said: {"translations": [{"translatedText": said}]}
        )

    async def token(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"access_token": "a token", "expires_in": 3600, "token_type": "Bearer"})

    async with serving(("/v3/projects/{rest:.*}", translate), ("/token", token)) as service.url:
        yield service


@asynccontextmanager
async def libretranslate(service: Service) -> AsyncIterator[Service]:
    async def translate(request: web.Request) -> web.StreamResponse:
        one = await request.json()
        service.asked.append(one)
        return await service.answers(
            one["q"], one.get("api_key") == KEY, lambda said: {"translatedText": said}
        )

    async with serving(("/translate", translate)) as service.url:
        yield service


def service_account(url: str) -> str:
    """A key such as Google's console gives, made here."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return json.dumps({
        "type": "service_account", "project_id": "harakeke", "private_key_id": "1", "private_key": pem.decode(),
        "client_email": "aho@harakeke.example", "client_id": "1", "token_uri": f"{url}/token",
    })  # fmt: skip
