"""What each page of the console costs in a large school: `python -m tests.console.crawl FILE [TURNS]`.

FILE is made by `python -m tests.console.large FILE`. From Today on every link is followed, one page of each kind, as
the teacher of Room 1 and as the office. Printed for each: the CPU of a whole answer in ms (the median and the worst of
its turns, the browser that asks included), and how long the page is.
"""

import re
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import cast

from starlette.routing import Route
from starlette.testclient import TestClient

from bot.store import engine, schools, sessions
from bot.web import console
from bot.web.console import keys
from bot.web.doors import Doors
from tests.console.browser import browser_of, doors_of
from tests.console.large import NOW, OFFICE, TEACHER, Large
from tests.console.seed import Harakeke

TURNS = 12


def crawl(large: Large, who: int, turns: int) -> Iterator[tuple[str, float, float, int]]:
    """Address, median and worst ms, length: one page of each kind."""
    with tempfile.TemporaryDirectory() as media:
        doors = doors_of(cast(Harakeke, _World(large)), Path(media))
        browser, plain = browser_of(doors), secrets.token_hex(16)
        engine.act(large.engine, lambda db: sessions.open_for(db, large.school.id, who, plain, NOW))
        browser.cookies.set(keys.SESSION, plain)
        seen, waiting = set(), ["/console/"]
        while waiting:
            path = waiting.pop(0)
            kind = _kind(doors, path)
            if kind is None or kind in seen:
                continue
            seen.add(kind)
            answer = browser.get(path)
            if answer.status_code == 200:
                found = re.findall(r'(?:href|action)="(/console[^"#]*)"', answer.text)
                waiting += [unescape(it) for it in found]
                spent = sorted(_spent(browser, path) for _ in range(turns))
                yield kind, spent[len(spent) // 2], spent[-1], len(answer.text)


class _World:
    """What doors lead to."""

    def __init__(self, large: Large) -> None:
        self.engine, self.desk, self.now = large.engine, large.desk, NOW


def _kind(doors: Doors, path: str) -> str | None:
    """The address without what differs from page to page of one kind; None for pictures, and where nothing is."""
    bare, _, query = path.partition("?")
    inside = bare.removeprefix("/console") or "/"
    routes = [it for it in console.routes(doors) if isinstance(it, Route)]
    kind = next((it.path for it in routes if it.path_regex.match(inside)), None)
    if kind is None or "/live" in kind or "/media" in kind:
        return None
    asked = sorted(it.partition("=")[0] for it in query.split("&") if it)
    return kind + (f" ?{','.join(asked)}" if asked else "")


def _spent(browser: TestClient, path: str) -> float:
    began = time.process_time()
    browser.get(path)
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    opened = engine.connect(f"sqlite:///{sys.argv[1]}")
    kept = engine.look(opened, schools.only)
    assert kept is not None, "python -m tests.console.large FILE makes one"
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else TURNS
    for name, person_id in (("teacher", TEACHER), ("office", OFFICE)):
        print(name)
        for kind, middle, worst, length in sorted(
            crawl(Large(opened, kept), person_id, turns), key=lambda it: -it[1]
        ):
            print(f"{middle:7.0f} ms, worst {worst:5.0f} ms, {length:7,} characters  {kind}")
