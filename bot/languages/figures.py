"""How far each language is, in figures: for the command line, for scripts and for the console."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.languages import notes, po_files
from bot.languages.catalogue import Catalogues
from bot.languages.registry import ENGLISH, LANGUAGES, Language
from bot.languages.sheets import number_of_forms


def figures(
    speech: Catalogues, root: Path, languages: Mapping[str, Language] = LANGUAGES
) -> list[dict[str, Any]]:
    """A row for each language, in the registry's order. `segments`: what a text in chat takes, on average."""
    pot = root / "locales" / "aho.pot"
    ours = po_files.entries(po_files.read(pot).catalog) if pot.exists() else []
    chat = [po_files.ids(message) for message in ours if notes.is_chat(message)]
    return [_row(speech, known, chat) for known in languages.values()]


def _row(speech: Catalogues, known: Language, chat: list[tuple[str, ...]]) -> dict[str, Any]:
    it = speech.status(known.tag)
    taken = [_taken(speech, known.tag, ours) for ours in chat]
    return {
        "tag": known.tag, "name": known.own_name, "english_name": known.english_name, "percent": it.percent,
        "translated": it.translated, "left_in_english": it.left_in_english, "percent_left": it.percent_left,
        "total": it.total, "complete": known.complete, "draft": it.draft, "checked_by": it.checked_by,
        "plural": known.plural, "plural_forms": number_of_forms(known), "direction": known.direction,
        "dates": f"Babel {known.babel}" if known.babel else "our own",
        "segments": round(sum(taken) / max(len(taken), 1), 2),
    }  # fmt: skip


def _taken(speech: Catalogues, tag: str, ours: tuple[str, ...]) -> int:
    theirs = speech.forms(tag, ours[0])
    return notes.counted(theirs[-1], tag).segments if theirs else notes.counted(ours[-1], ENGLISH).segments
