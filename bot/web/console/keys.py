"""The cookie that names a session, and the token that shows that a form is ours."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.config import Config

#: The session; the door before it, as the sign-in form needs a token too; and who stands at the second step.
SESSION, DOOR, STEP = "aho", "aho-door", "aho-step"


def cookie(config: Config, name: str) -> str:
    """With https the browser itself sees to it that nobody else sets or reads it."""
    return f"__Host-{name}" if _safe(config) else name


def carried(request: Request, config: Config, name: str) -> str:
    return request.cookies.get(cookie(config, name), "")


def give(response: Response, config: Config, name: str, value: str, lasts: timedelta | None = None) -> None:
    """A cookie until the browser closes, where nothing else is said; the row behind it ends sooner."""
    response.set_cookie(
        cookie(config, name), value, max_age=int(lasts.total_seconds()) if lasts else None,
        secure=_safe(config), httponly=True, samesite="lax", path="/",
    )  # fmt: skip


def take(response: Response, config: Config, name: str) -> None:
    response.delete_cookie(
        cookie(config, name), secure=_safe(config), httponly=True, samesite="lax", path="/"
    )


def fresh(chance: Callable[[int], bytes]) -> str:
    return urlsafe_b64encode(chance(33)).decode()


def token(config: Config, plain: str) -> str:
    """A form's token: only who holds the cookie can have been given it, and only by this school's own Aho."""
    key = config.secret_key.get_secret_value().encode()
    return hmac.new(key, b"this form is ours " + plain.encode(), hashlib.sha256).hexdigest()


def ours(request: Request, config: Config, plain: str, sent: str) -> bool:
    """Whether a form was filled in on a page of ours. Where the browser tells its origin, that counts too.

    `Origin: null` is what browsers say on pages without a referrer, as ours are: then the token decides.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    hosts = {request.headers.get("host", ""), urlsplit(config.public_url).netloc} - {""}
    if site not in (None, "same-origin") or (origin != "null" and urlsplit(origin).netloc not in hosts):
        return False
    return bool(plain) and hmac.compare_digest(token(config, plain).encode(), sent.encode())


def from_here(request: Request) -> bool:
    """Whether the browser itself says that a form stood on a page of ours; no other page can make it say so."""
    return request.headers.get("sec-fetch-site") == "same-origin"


def _safe(config: Config) -> bool:
    return config.public_url.startswith("https://")
