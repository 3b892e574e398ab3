"""The .po files: read as they are, and written so that the same words always make the same file.

Babel would put dates and its own name into the head of the file, and drop what is Aho's: so the head is ours.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.languages.registry import Language

LEFT_IN_ENGLISH = "left in English"

_FIELD = re.compile(r'^"([\w-]+):\s*(.*?)\s*\\n"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PoFile:
    """`head` is all before the first entry, as written; `fields` what it says; `catalog` the entries."""

    head: str
    fields: Mapping[str, str]
    catalog: Catalog


def read(path: Path) -> PoFile:
    """The .po file at `path`. babel's PoFileError where it is broken."""
    return parsed(path.read_text(encoding="utf-8").replace("\r\n", "\n"))


def parsed(text: str) -> PoFile:
    """The .po file with this text. babel's PoFileError where it is broken."""
    head = text.partition("\n\n")[0] + "\n"
    catalog = read_po(io.StringIO(text), charset="utf-8", abort_invalid=True)
    return PoFile(head, dict(_FIELD.findall(head)), catalog)


def begun(known: Language) -> PoFile:
    """An empty file for `known`, marked as the draft that it is."""
    head = (
        f"# Aho's own words in {known.english_name} ({known.own_name}).\n"
        "# A draft until a fluent speaker has checked it; then X-Aho-Status becomes `checked`.\n"
        f"# An entry may stay English on purpose: put the comment `# {LEFT_IN_ENGLISH}` above it.\n"
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: aho\\n"\n'
        f'"Language: {known.tag}\\n"\n'
        f'"Plural-Forms: {known.plural}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Aho-Status: draft\\n"\n'
    )
    catalog = read_po(io.StringIO(head + "\n"), charset="utf-8")
    return PoFile(head, dict(_FIELD.findall(head)), catalog)


def written(head: str, catalog: Catalog) -> str:
    """The text of a file with this head and these entries: no dates, no line numbers."""
    entries = io.BytesIO()
    write_po(entries, catalog, width=100, omit_header=True, include_lineno=False)
    return (head + "\n" + entries.getvalue().decode("utf-8")).rstrip("\n") + "\n"


def entries(catalog: Catalog) -> list[Message]:
    """Every entry but the head."""
    return [message for message in catalog if message.id]


def ids(message: Message) -> tuple[str, ...]:
    """Our own words in `message`: one form, or the singular and the plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    """The translation, a form for each plural of the language; empty where it is missing or still a guess."""
    written_forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return () if message.fuzzy or not written_forms or not all(written_forms) else written_forms


def left_in_english(message: Message) -> bool:
    """Did the translator decide that this stays English?"""
    return any(LEFT_IN_ENGLISH.casefold() in comment.casefold() for comment in message.user_comments)
