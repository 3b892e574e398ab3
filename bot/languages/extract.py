"""From the code to the translators: which words there are, and the .po files kept up with them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as found_in
from jinja2.ext import babel_extract

from bot.languages import notes, po_files
from bot.languages.po_files import PoFile
from bot.languages.registry import ENGLISH, LANGUAGES, Language

KEYWORDS: dict[str, Any] = {"_": None, "n_": (1, 2)}
FAMILY_PAGES = ("privacy*.html", "see.html", "upload.html", "welcome*.html")
POT_HEAD = (
    "# Aho's own words, gathered from the code by `python3 -m bot languages update`. Do not edit.\n"
    'msgid ""\nmsgstr ""\n'
    '"Project-Id-Version: aho\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
)


def extract(root: Path) -> str:
    """The text of `locales/aho.pot` for the code under `root`: the same code always gives the same text."""
    return po_files.written(POT_HEAD, gathered(root))


def write_template(root: Path) -> bool:
    """Writes `locales/aho.pot`; False when it was so already."""
    path, text = root / "locales" / "aho.pot", extract(root)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def update(root: Path, languages: Mapping[str, Language] = LANGUAGES) -> list[Path]:
    """Rewrite the .pot and bring every .po up to it, translations kept. Returns the files that changed."""
    template = gathered(root)
    wanted = {root / "locales" / "aho.pot": po_files.written(POT_HEAD, template)}
    for tag, known in languages.items():
        if tag != ENGLISH:
            path = root / "locales" / f"{tag}.po"
            file = brought_up(path, known, template)
            wanted[path] = po_files.written(file.head, file.catalog)
    changed = [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in changed:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
    return changed


def brought_up(path: Path, known: Language, template: Catalog) -> PoFile:
    """The file at `path`, or a new one, with the sentences of `template`: as `update` would write it."""
    file = po_files.read(path) if path.exists() else po_files.begun(known)
    return replace(file, catalog=_merged(file.catalog, template))


def gathered(root: Path) -> Catalog:
    """Every marked sentence under `root`, with its files, the comments meant for translators, and our notes."""
    catalog = Catalog(charset="utf-8")
    for path, method in _sources(root):
        with path.open("rb") as source:
            for _line, words, comments, _context in _marked(method, source):
                catalog.add(words, locations=[(path.relative_to(root).as_posix(), 0)], auto_comments=comments)
    for message in po_files.entries(catalog):
        message.auto_comments += notes.of(message, root)
    return catalog


def _sources(root: Path) -> Iterator[tuple[Path, Any]]:
    for folder in ("bot", "handlers"):
        for path in sorted((root / folder).rglob("*.py")):
            yield path, "python"
    for pattern in FAMILY_PAGES:
        for path in sorted((root / "bot" / "web" / "templates").rglob(pattern)):
            yield path, babel_extract


def _marked(method: Any, source: BinaryIO) -> Iterator[tuple[int, Any, list[str], str | None]]:
    options = {"encoding": "utf-8", "silent": "false"}
    return iter(found_in(method, source, KEYWORDS, ("Translators:",), options, strip_comment_tags=True))


def _merged(catalog: Catalog, template: Catalog) -> Catalog:
    # A sentence that was away for a while comes back with the translation it had.
    for message in po_files.entries(template):
        away = catalog.obsolete.pop(po_files.ids(message)[0], None)
        if away is not None and message.id not in catalog:
            catalog[away.id] = away
    # Nothing is guessed from similar sentences: a guess in a family's language is worse than English.
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    return catalog
