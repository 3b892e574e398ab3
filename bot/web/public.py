"""What the pages for families share: their language, its direction, and Aho's own sentences in it."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from bot.languages.catalogue import Catalogues
from bot.languages.directions import isolated
from bot.languages.registry import LANGUAGES
from bot.model.school import School

TEMPLATES = Path(__file__).parent / "templates"


def pages() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())


def in_language(speech: Catalogues, school: School, tag: str) -> dict[str, Any]:
    """The values that every such page leans on; `tag` is one of the school's languages."""
    return {
        "school": school, "language": tag, "web": LANGUAGES[tag].web, "direction": LANGUAGES[tag].direction,
        "languages": [LANGUAGES[it] for it in school.languages],
        "draft": tag != "en" and speech.status(tag).draft, "_": partial(said, speech, tag),
    }  # fmt: skip


def said(speech: Catalogues, tag: str, msgid: str, **values: Any) -> str:
    return speech.say(tag, msgid, values, isolated)
