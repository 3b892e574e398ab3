"""From what was found to what the browser shows."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.languages.registry import LANGUAGES
from bot.web.console import moments, wayfinding
from bot.web.plain_headers import PAGE

_PAPER = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates" / "console"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, status: int = 200, **values: Any) -> Response:
    """A page. Values that every layout may lean on are there, if empty."""
    known = {
        "school": None,
        "who": None,
        "token": "",
        "here": "",
        "done": "",
        "direction": direction,
        "ways": wayfinding.ways,
        **values,
    }
    if known.get("now") is not None:
        zone = known["school"].calendar.zone
        known.setdefault("when", partial(moments.when, now=known["now"], zone=zone))
        known["waited"] = partial(moments.waited, now=known["now"])
    return HTMLResponse(_PAPER.get_template(template).render(known), status, headers=PAGE)


def trouble(status: int, heading: str, words: str, **values: Any) -> Response:
    """A page that says what is amiss and where to go on; `kept`: what somebody wrote, to be copied."""
    known = {"kept": (), "to": "/console/", "label": "To today’s page", **values}
    return render("trouble.html", status, heading=heading, words=words, **known)


def go(path: str) -> Response:
    return RedirectResponse(f"/console{path}", 303, headers=PAGE)


def direction(tag: str) -> str:
    return LANGUAGES[tag].direction if tag in LANGUAGES else "auto"
