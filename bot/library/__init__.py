"""Home activities that need nothing but what a home already does: cooking, shopping, washing, walking."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.model.chat import Wording

SUBJECTS = ("reading", "talk", "maths", "wellbeing")
SOURCE = "en"  #: written by us; every other language is a draft until a fluent speaker has checked it


@dataclass(frozen=True)
class Activity:
    """One idea for home. `name` is a short slug that never changes: it says who has had it already."""

    name: str
    subject: str
    ages: tuple[int, int]  #: youngest and oldest it suits
    wordings: tuple[Wording, ...]  #: English first


@cache
def activities() -> tuple[Activity, ...]:
    """Every activity, in the order in which families get them: one of each subject, then round again.

    Adding to the end of a file keeps the order of what was there.
    """
    shelves = [_shelf(subject) for subject in SUBJECTS]
    return tuple(shelf[n] for n in range(max(map(len, shelves))) for shelf in shelves if n < len(shelf))


def _shelf(subject: str) -> tuple[Activity, ...]:
    text = (Path(__file__).parent / f"{subject}.toml").read_text(encoding="utf-8")
    return tuple(_activity(entry) for entry in tomllib.loads(text)["activity"])


def _activity(entry: dict[str, Any]) -> Activity:
    youngest, oldest = entry["ages"]
    wordings = (
        Wording(language, words, made_by="person" if language == SOURCE else "draft")
        for language, words in entry["wording"].items()
    )
    return Activity(entry["name"], entry["subject"], (youngest, oldest), tuple(wordings))
