"""What is wrong with the catalogues, in plain words. The tests hold that nothing is."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from bot.languages import notes, po_files
from bot.languages.extract import POT_HEAD, gathered
from bot.languages.placeholders import placeholders, same_placeholders
from bot.languages.registry import ENGLISH, LANGUAGES, Language
from bot.languages.segments import SILENT, TYPOGRAPHIC

_PLACEHOLDER = re.compile(r"\{\w*\}")
_END = re.compile(r"[.!?:]+(?=\s|$)")
# A semicolon; or "and", "but", "so that" after a comma, before somebody who does something.
_TWO_IDEAS = re.compile(r";|, (?:and|but|so|so that|because) (?:we|you|they|it|he|she|your|nobody|that)\b")

MOST_LEFT = 5  #: of a hundred sentences, so many may stay English in a complete language

#: Longer than this is a warning. Björnsson's measure (1968) is the words of a sentence, on average, plus the percentage
#: of words over six letters: below 30 is what books for children measure, above 40 is a newspaper.
SEGMENTS, SENTENCE, HARD = 1, 16, 40


def check(root: Path, languages: Mapping[str, Language] = LANGUAGES) -> list[str]:
    """Every problem with the words under `root`, one line each; none is what a release needs."""
    template = gathered(root)
    problems = [*_of_template(root, template)]
    for tag, known in languages.items():
        if tag != ENGLISH:
            problems += _of_language(root / "locales" / f"{tag}.po", known, template)
    strangers = {path.stem for path in (root / "locales").glob("*.po")} - set(languages)
    return problems + [f"{tag}.po: {tag} is not in the registry" for tag in sorted(strangers)]


def warnings(root: Path) -> list[str]:
    """English sentences that a tired parent may stumble over. They break nothing: whoever writes decides."""
    return [
        f"{_shown(message)} {why}"
        for message in po_files.entries(gathered(root))
        for words in po_files.ids(message)
        for why in _hard(words, chat=notes.is_chat(message))
    ]


def _hard(words: str, chat: bool) -> Iterator[str]:
    try:
        bare = _PLACEHOLDER.sub("Mere", words)
        taken = notes.counted(words, ENGLISH).segments if chat else 0
    except ValueError:
        return  # what is broken is a problem already, not a warning
    if taken > SEGMENTS:
        yield f"takes {taken} SMS segments"
    sentences = [it.split() for it in _END.split(bare) if it.strip()]
    if any(len(it) > SENTENCE for it in sentences):
        yield f"has a sentence of more than {SENTENCE} words"
    if _TWO_IDEAS.search(bare):
        yield "says two things in one sentence"
    spoken = [word.strip(".,:;!?()\"'") for it in sentences for word in it]
    long = sum(len(word) > 6 for word in spoken)
    if len(spoken) >= 8 and (lix := len(spoken) / len(sentences) + 100 * long / len(spoken)) > HARD:
        yield f"is hard to read (LIX {lix:.0f}; a child's book has 30)"


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
    left = 0
    for ours in po_files.entries(template):
        theirs = file.catalog.get(ours.id)
        left += theirs is not None and not po_files.forms(theirs) and po_files.left_in_english(theirs)
        if theirs is None or not po_files.forms(theirs):
            if known.complete and not (theirs and po_files.left_in_english(theirs)):
                yield f"{known.tag}: {_shown(ours)} is not translated"
            continue
        yield from _of_entry(known, ours, theirs)
    total = len(po_files.entries(template))
    if known.complete and 100 * left > MOST_LEFT * total:
        yield f"{known.tag}: {left} of {total} sentences are left in English: more than {MOST_LEFT} %"


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
