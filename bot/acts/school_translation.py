"""[translation] in the school's file: which machine, if any, for which languages, and what it may never touch."""

from datetime import date

from bot.acts.school_keys import Table, bad, listed, only, table, words
from bot.languages.registry import find
from bot.model.school import Translating
from bot.translate.register import PROVIDERS

NO_MACHINE = "none"
LONGEST_WAIT = 3600


def translating(top: Table) -> Translating:
    if "translation" not in top:
        return Translating()
    known = "engine wait_seconds te_reo not_overseas glossary delicate own_server languages people"
    it = table(top, "translation", known)
    own = it.get("own_server", False)
    if not isinstance(own, bool):
        bad("translation.own_server", "is not yes or no", "write true or false")
    wait = it.get("wait_seconds", 60)
    if type(wait) is not int or not 0 <= wait <= LONGEST_WAIT:
        bad(
            "translation.wait_seconds",
            "is not a number of seconds",
            f"write one from 0 to {LONGEST_WAIT}, e.g. 60",
        )
    return Translating(
        on=True,
        engine=_engine(words(it, "translation.engine", ""), "translation.engine"),
        engines=_by_language(it),
        own_server=own,
        wait_seconds=wait,
        te_reo=_te_reo(it),
        not_overseas=tuple(
            _tag(name, "translation.not_overseas") for name in listed(it, "translation.not_overseas")
        ),
        glossary=tuple(listed(it, "translation.glossary")),
        delicate=tuple(listed(it, "translation.delicate")),
        people=_people(it),
    )


def _engine(name: str, key: str) -> str:
    if name in ("", NO_MACHINE):
        return ""
    if name not in PROVIDERS:
        bad(key, f'Aho knows no translator "{name}"', f"write one of: {', '.join(PROVIDERS)}")
    return name


def _by_language(it: Table) -> tuple[tuple[str, str], ...]:
    there = it.get("languages", {})
    if not isinstance(there, dict) or not all(isinstance(value, str) for value in there.values()):
        bad("translation.languages", "is not a list of languages", 'write e.g. sm = "azure" or to = "none"')
    return tuple(
        (_tag(name, "translation.languages"), _engine(value, f"translation.languages.{name}"))
        for name, value in there.items()
    )


def _people(it: Table) -> tuple[tuple[str, str], ...]:
    rows = it.get("people", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        bad("translation.people", "is not a list of people", "begin each with a line [[translation.people]]")
    for row in rows:
        only(row, "translation.people.", "name languages")
    return tuple(
        (words(row, "translation.people.name"), _tag(name, "translation.people.languages"))
        for row in rows
        for name in listed(row, "translation.people.languages")
    )


def _te_reo(it: Table) -> str:
    """Te reo Māori needs a decision of its own, with who took it and when: nothing else switches it on."""
    if "te_reo" not in it:
        return ""
    decided = table(it, "te_reo", "decided_by on")
    who, when = words(decided, "translation.te_reo.decided_by"), decided.get("on")
    if type(when) is not date:
        bad(
            "translation.te_reo.on",
            "is not a day",
            "write without quotes when it was decided, e.g. 2026-11-02",
        )
    return f"{who}, {when}"


def _tag(name: str, key: str) -> str:
    known = find(name)
    if known is None:
        bad(key, f'Aho does not know "{name}"', 'write tags or names from "python3 -m bot languages"')
    return known.tag
