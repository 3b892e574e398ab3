"""A browser without JavaScript: it follows links, fills in the forms that it is shown, and keeps cookies."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from bot.config import Config
from bot.store import engine
from bot.web import console
from bot.web.doors import Doors
from tests.console.seed import SPEECH, Harakeke

T = TypeVar("T")
HERE = "http://127.0.0.1:8000"


def doors_of(world: Harakeke, media: Path, **settings: Any) -> Doors:
    async def act(deed: Any) -> Any:
        return engine.act(world.engine, lambda db: deed(world.desk(db)))

    async def look(deed: Any) -> Any:
        return engine.look(world.engine, lambda db: deed(world.desk(db)))

    return Doors(Config(**settings), act, look, SPEECH, lambda: world.now, lambda: world.now, media, dict)


def browser_of(doors: Doors, address: str = HERE) -> TestClient:
    app = Starlette(routes=[Mount("/console", routes=console.routes(doors))])
    return TestClient(app, base_url=address, follow_redirects=False)


class Browser:
    def __init__(self, client: TestClient, world: Harakeke) -> None:
        self.client, self.world = client, world

    def signs_in(self, who: str) -> None:
        path = self.world.sign_in_path(who)
        answer = self.sends(path, self.token(path))
        assert answer.status_code == 303, answer.text

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def token(self, path: str = "/console/me") -> dict[str, str]:
        """The token of the first form on a page."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.get(path).text)
        return {"token": found[1] if found else ""}

    def sends(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        return self.client.post(
            path, data=fields, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin", **headers}
        )

    def follows(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])

    def fills(self, path: str, action: str, **changes: str) -> httpx.Response:
        """Sends the form with this action as the page at `path` shows it, with these fields changed."""
        fields = forms(self.get(path).text)[action]
        return self.sends(
            action, {**fields, **{name.replace("_", "-"): value for name, value in changes.items()}}
        )


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self.fields: dict[str, str] | None = None
        self.typing = self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = self.found.setdefault(at.get("action", ""), {})
        elif self.fields is None:
            return
        elif tag == "input" and (at.get("type") not in ("radio", "checkbox") or "checked" in at):
            self.fields[at["name"]] = at.get("value", "")
        elif tag == "textarea":
            self.typing = at["name"]
            self.fields[self.typing] = ""
        elif tag == "select":
            self.choosing = at["name"]
        elif tag == "option" and "selected" in at:
            self.fields[self.choosing] = at["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.typing = ""
        if tag == "form":
            self.fields = None

    def handle_data(self, data: str) -> None:
        if self.typing and self.fields is not None:
            self.fields[self.typing] += data


def forms(page: str) -> dict[str, dict[str, str]]:
    reader = _Forms()
    reader.feed(page)
    return reader.found


def said(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
