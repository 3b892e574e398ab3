"""The forms of the School page: from what was typed to the keys of the school's file. Nothing typed is lost."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.acts.school_days import CLOSURE, TERM, Day
from bot.acts.school_keeping import KEYS
from bot.web.console.form import Form

Keys = dict[str, Any]
HOURS = ("weekdays", "weekends", "office")


def about(form: Form) -> Keys:
    plain = (
        "name",
        "address",
        "privacy_contact",
        "office_number",
        "emergency_line",
        "reply_cost",
        "urgent_at_night",
    )
    return {key: form.text(key).strip() for key in plain}


def hours(form: Form) -> Keys:
    pairs = {
        f"hours.{name}": [form.text(f"hours.{name}.from"), form.text(f"hours.{name}.to")] for name in HOURS
    }
    own = form.text("time.anniversary").strip()
    return {
        **pairs,
        "time.zone": form.text("time.zone").strip(),
        "time.region": form.text("time.region").strip() or None,
        "time.anniversary": day(own) or own or None,
    }


def languages(form: Form) -> Keys:
    return {"languages": ["en", *form.starting("on-")]}


def texts(form: Form) -> Keys:
    rooms = {name: _whole(most) for name, most in form.starting("room ").items() if most.strip()}
    return {
        "sms.tariff": form.text("sms.tariff").strip() or None,
        "sms.currency": form.text("sms.currency").strip(),
        "sms.monthly_segments": _whole(form.text("sms.monthly_segments")),
        "sms.digest.day": form.text("sms.digest.day"),
        "sms.digest.at": form.text("sms.digest.at"),
        "sms.rooms": rooms or None,
    }


def glossary(form: Form) -> Keys:
    lines = (line.strip() for line in form.text("translation.glossary").split("\n"))
    return {"translation.glossary": [line for line in lines if line] or None}


def keeping(form: Form) -> Keys:
    return {f"keep.{name}": _whole(form.text(f"keep.{name}") or "0") for name in KEYS}


PARTS: Mapping[str, Callable[[Form], Keys]] = {
    "about": about,
    "hours": hours,
    "languages": languages,
    "texts": texts,
    "glossary": glossary,
    "keep": keeping,
}


def days(form: Form) -> list[Day] | None:
    """The days that are to be added: typed in, or ticked in the preview. None: one of them is no day."""
    found: list[Day | None] = []
    if form.text("first"):
        first, last = day(form.text("first")), day(form.text("last") or form.text("first"))
        kind = TERM if form.text("kind") == TERM else CLOSURE
        found.append(Day(kind, first, last, form.text("name").strip()) if first and last else None)
    for number, row in form.starting("row-").items():
        first, last, name = day(row[:10]), day(row[11:21]), row[22:]
        kind = form.text(f"kind-{number}")
        if kind in (TERM, CLOSURE):
            found.append(Day(kind, first, last, name) if first and last else None)
    return None if None in found else [it for it in found if it is not None]


def with_days(top: Mapping[str, Any], added: list[Day]) -> Keys:
    """The file's terms and closures with these; one of the same kind that begins on the same day gives way."""
    keys: Keys = {}
    for kind in (TERM, CLOSURE):
        new = [_row(it) for it in added if it.kind == kind]
        firsts = {it["first"] for it in new}
        keys[kind] = [*(it for it in top.get(kind, []) if it["first"] not in firsts), *new]
    return keys


def without(top: Mapping[str, Any], kind: str, first: str) -> Keys:
    rows = top.get(kind, []) if kind in (TERM, CLOSURE) else []
    return {kind: [it for it in rows if it["first"].isoformat() != first]} if rows else {}


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _row(it: Day) -> dict[str, Any]:
    return {**({"name": it.name} if it.name else {}), "first": it.first, "last": it.last}


def _whole(text: str) -> int | str:
    """As it was typed where it is no whole number: the file's own rules say what is wrong with it."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else plain
