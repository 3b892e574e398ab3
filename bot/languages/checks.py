"""What is wrong with the catalogues, in plain words. The tests hold that nothing is."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from bot.languages import po_files
from bot.languages.extract import POT_HEAD, gathered
from bot.languages.placeholders import placeholders, same_placeholders
from bot.languages.registry import ENGLISH, LANGUAGES, Language
from bot.languages.segments import SILENT, TYPOGRAPHIC


def check(root: Path, languages: Mapping[str, Language] = LANGUAGES) -> list[str]:
    """Every problem with the words under `root`, one line each; none is what a release needs."""
    template = gathered(root)
    problems = [*_of_template(root, template)]
    for tag, known in languages.items():
        if tag != ENGLISH:
            problems += _of_language(root / "locales" / f"{tag}.po", known, template)
    strangers = {path.stem for path in (root / "locales").glob("*.po")} - set(languages)
    return problems + [f"{tag}.po: {tag} is not in the registry" for tag in sorted(strangers)]


def _of_template(root: Path, template: Catalog) -> Iterator[str]:
    pot = root / "locales" / "aho.pot"
    if not pot.exists() or pot.read_text(encoding="utf-8") != po_files.written(POT_HEAD, template):
        yield "aho.pot is stale: run python3 -m bot languages update"
    for message in po_files.entries(template):
        for words in po_files.ids(message):
            try:
                placeholders(words)
            except ValueError as broken:
                yield f"{_shown(message)}: {broken}"
            yield from _costs("English", message, words, SILENT | TYPOGRAPHIC)


def _of_language(path: Path, known: Language, template: Catalog) -> Iterator[str]:
    if not path.exists():
        yield f"{path.name} is missing: run python3 -m bot languages update"
        return
    try:
        file = po_files.read(path)
    except PoFileError as broken:
        yield f"{path.name} cannot be read: {broken}"
        return
    for field, wanted in (
        ("Language", {known.tag}),
        ("Plural-Forms", {known.plural}),
        ("X-Aho-Status", {"draft", "checked"}),
    ):
        if file.fields.get(field) not in wanted:
            yield f"{path.name}: its {field} should be {' or '.join(sorted(wanted))}"
    if file.fields.get("X-Aho-Status") == "checked" and known.checked_by is None:
        yield f"{path.name}: it says checked, and the registry does not say by whom"
    for ours in po_files.entries(template):
        theirs = file.catalog.get(ours.id)
        if theirs is None or not po_files.forms(theirs):
            if known.complete and not (theirs and po_files.left_in_english(theirs)):
                yield f"{known.tag}: {_shown(ours)} is not translated"
            continue
        yield from _of_entry(known, ours, theirs)


def _of_entry(known: Language, ours: Message, theirs: Message) -> Iterator[str]:
    if not same_placeholders(po_files.ids(ours), po_files.forms(theirs)):
        yield f"{known.tag}: {_shown(ours)} has other placeholders in its translation"
    # Curly quotes cost nothing where the script needs UCS-2 anyway; what nobody sees is wrong everywhere.
    costs = SILENT | TYPOGRAPHIC if known.script == "Latn" else SILENT
    for words in po_files.forms(theirs):
        yield from _costs(known.tag, ours, words, costs)


def _costs(tag: str, message: Message, words: str, costs: Mapping[int, str]) -> Iterator[str]:
    for mark in sorted({mark for mark in words if ord(mark) in costs}):
        yield f"{tag}: {_shown(message)} holds U+{ord(mark):04X}, which makes an SMS cost more unseen"


def _shown(message: Message) -> str:
    words = po_files.ids(message)[0]
    return f"“{words if len(words) < 60 else words[:59] + '…'}”"
