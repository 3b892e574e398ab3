"""What a translator is told about each sentence: where it appears, and what it takes by SMS."""

import ast
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message

from bot.languages import po_files
from bot.languages.examples import filled
from bot.languages.registry import ENGLISH
from bot.languages.segments import Count, count

#: By the beginning of the file's path; the first that fits.
_PLACES = (
    ("handlers/whanau", "in a family's chat"),
    ("handlers/stranger", "in the chat of somebody whom we do not know yet"),
    ("handlers/anyone", "in anybody's chat"),
    ("handlers/teacher", "in a teacher's chat"),
    ("bot/web/templates/welcome", "in the letter that goes home on paper, or on the page behind its link"),
    ("bot/web/templates/upload", "on the page where a family sends a photo, behind the link in a text"),
    (
        "bot/web/templates/see",
        "on the page behind the link in a text, with a photo, a voice note or long words",
    ),
    ("bot/web/templates", "on the privacy page, on the web"),
    ("bot/", "in a chat"),
)


def of(message: Message, root: Path) -> list[str]:
    """The lines that the .pot, the .po files and the spreadsheets carry above a sentence of the code."""
    paths = sorted({path for path, _line in message.locations})
    return [_appears(paths[0], root), *([_budget(message)] if is_chat(message) else [])]


def is_chat(message: Message) -> bool:
    """Is it said on phones, and not only on a web page?"""
    return any(path.endswith(".py") for path, _line in message.locations)


def counted(words: str, tag: str) -> Count:
    """What `words` usually takes, with names and dates in it."""
    return count(filled(words, tag))


def _appears(path: str, root: Path) -> str:
    place = next((words for folder, words in _PLACES if path.startswith(folder)), "in a chat")
    story = _story((root / path).read_text(encoding="utf-8")) if path.endswith(".py") else ""
    return f"Appears {place}. {story}".strip()


def _budget(message: Message) -> str:
    try:
        ours = max((counted(words, ENGLISH) for words in po_files.ids(message)), key=lambda it: it.units)
    except ValueError:
        return "SMS budget: none, its placeholders are broken."
    alone, joined = (160, 153) if ours.encoding == "GSM-7" else (70, 67)
    most = alone if ours.segments < 2 else joined * ours.segments
    needed = "1 segment" if ours.segments < 2 else f"{ours.segments} segments"
    return f"SMS budget: {needed}. English takes {ours.units} of {most} letters."


@lru_cache(maxsize=256)
def _story(code: str) -> str:
    """The first line of a file's docstring: what happens there, in the school's words."""
    told = ast.get_docstring(ast.parse(code))
    return told.partition("\n")[0] if told else ""
