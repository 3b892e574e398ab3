"""A question's choices as the form brings them: a line each, in as many languages as the writer has them."""

from collections.abc import Mapping

from bot.languages import keywords
from bot.languages.folding import fold
from bot.model.school import School
from bot.web.console.form import Form

FEWEST, MOST = 2, 5
LONGEST = 40  #: letters: a button has room for no more

HOW_MANY = f"Please give {FEWEST} to {MOST} choices, one on each line."


def written(form: Form) -> Mapping[str, str]:
    """As typed, by language."""
    return form.starting("choices-")


def choices(typed: Mapping[str, str], school: School) -> list[dict[str, str]]:
    """Each choice by language, the first language first. Raises ValueError with what to write instead."""
    tags = ["en", *(tag for tag in school.languages if tag != "en")]
    lines = {tag: labels_in(typed.get(tag, "")) for tag in tags}
    lines = {tag: it for tag, it in lines.items() if it}
    first = next(iter(lines.values()), [])
    if not FEWEST <= len(first) <= MOST:
        raise ValueError(HOW_MANY)
    for tag, labels in lines.items():
        if len(labels) != len(first):
            raise ValueError("Please give as many choices in each language, in the same order.")
        _usable(tag, labels, school)
    return [{tag: labels[n] for tag, labels in lines.items()} for n in range(len(first))]


def labels_in(text: str) -> list[str]:
    """One on each line."""
    return [it.strip() for it in text.splitlines() if it.strip()]


def _usable(tag: str, labels: list[str], school: School) -> None:
    """Whoever types a choice must be understood: by us, and by the carrier."""
    if len(set(map(fold, labels))) < len(labels):
        raise ValueError("Two of the choices are the same.")
    for it in labels:
        if len(it) > LONGEST:
            raise ValueError(f"{LONGEST} letters are the most for one choice.")
        if fold(it).isdecimal():
            raise ValueError(f"“{it}” would be taken for the number of a choice: please add a word.")
        if keywords.match(it, tag, school.languages) or it.startswith("/"):
            raise ValueError(f"“{it}” means something else in a text message. Please use another word.")
