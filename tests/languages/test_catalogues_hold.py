"""The words in the code and the files of the translators belong together; here they are held so."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.languages import po_files
from bot.languages.checks import check
from bot.languages.extract import extract, update
from bot.languages.registry import LANGUAGES, Language

ROOT = Path(__file__).parents[2]

CODE = """
from bot.languages.words import _, n_

for _unused in ():
    pass
# Translators: the teacher's name is put in.
HELD = _("Thank you. {teacher} has it.")
REPLIES = n_("One reply", "{count} replies")
"""


def test_our_own_words_and_their_translations_hold() -> None:
    assert check(ROOT) == []


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "held.py").write_text(CODE, encoding="utf-8")
    pages = tmp_path / "bot" / "web" / "templates"
    pages.mkdir(parents=True)
    (pages / "privacy.html").write_text('<h1>{{ _("What we keep") }}</h1>', encoding="utf-8")
    (pages / "console.html").write_text('<h1>{{ _("For staff") }}</h1>', encoding="utf-8")
    return tmp_path


@pytest.fixture
def languages() -> dict[str, Language]:
    begun = replace(LANGUAGES["to"], complete=False)
    return {"en": LANGUAGES["en"], "mi": LANGUAGES["mi"], "to": begun}


def fill_in(school: Path, tag: str, words: dict[str, str | tuple[str, ...]]) -> None:
    path = school / "locales" / f"{tag}.po"
    file = po_files.read(path)
    for msgid, theirs in words.items():
        message = file.catalog.get(msgid)
        assert message is not None
        message.string = theirs
    path.write_text(po_files.written(file.head, file.catalog), encoding="utf-8")


MAORI: dict[str, str | tuple[str, ...]] = {
    "Thank you. {teacher} has it.": "Ngā mihi. Kei a {teacher}.",
    "One reply": ("Kotahi te whakautu", "{count} ngā whakautu"),
    "What we keep": "Ngā mea ka puritia",
}


@pytest.fixture
def whole(school: Path, languages: dict[str, Language]) -> Path:
    update(school, languages)
    fill_in(school, "mi", MAORI)
    assert check(school, languages) == []
    return school


def test_words_are_gathered_without_dates_and_line_numbers(school: Path) -> None:
    pot = extract(school)
    assert "#. the teacher's name is put in.\n#: handlers/held.py\n" in pot
    assert 'msgid "Thank you. {teacher} has it."' in pot
    assert 'msgid_plural "{count} replies"' in pot
    assert "What we keep" in pot
    assert "For staff" not in pot
    assert "Date" not in pot
    (school / "handlers" / "held.py").write_text("\n\n\n" + CODE, encoding="utf-8")
    assert extract(school) == pot


def test_updating_twice_changes_nothing_the_second_time(whole: Path, languages: dict[str, Language]) -> None:
    assert update(whole, languages) == []


def test_a_language_without_translations_is_red_only_when_it_is_complete(
    school: Path, languages: dict[str, Language]
) -> None:
    update(school, languages)
    assert check(school, languages) == [
        "mi: “Thank you. {teacher} has it.” is not translated",
        "mi: “One reply” is not translated",
        "mi: “What we keep” is not translated",
    ]
    assert check(school, {"to": replace(languages["to"], complete=True)})


def test_leaving_a_sentence_in_english_on_purpose_is_allowed(
    whole: Path, languages: dict[str, Language]
) -> None:
    path = whole / "locales" / "mi.po"
    text = path.read_text(encoding="utf-8").replace('msgstr "Ngā mea ka puritia"', 'msgstr ""')
    path.write_text(text, encoding="utf-8")
    assert check(whole, languages) == ["mi: “What we keep” is not translated"]
    path.write_text(text.replace("#: bot/web", "# left in English\n#: bot/web"), encoding="utf-8")
    assert check(whole, languages) == []
    update(whole, languages)
    assert check(whole, languages) == []


@pytest.mark.parametrize(("msgid", "broken"), [
    ("Thank you. {teacher} has it.", "Kei a {kaiako}."),
    ("Thank you. {teacher} has it.", "Kei a ia."),
    ("Thank you. {teacher} has it.", "Kei a {teacher."),
    ("One reply", ("Kotahi", "{tatau} ngā whakautu")),
])  # fmt: skip
@pytest.mark.parametrize("tag", ["mi", "to"])
def test_a_broken_placeholder_is_red_in_every_language(
    whole: Path, languages: dict[str, Language], tag: str, msgid: str, broken: str | tuple[str, ...]
) -> None:
    fill_in(whole, tag, {msgid: broken})
    assert check(whole, languages) == [f"{tag}: “{msgid}” has other placeholders in its translation"]


@pytest.mark.parametrize("costly", ["\u202f", "\u00a0", "’", "“", "…", "–", "\u200e"])
def test_what_costs_unseen_is_red(whole: Path, languages: dict[str, Language], costly: str) -> None:
    fill_in(whole, "mi", {"What we keep": f"Ngā{costly}mea"})
    (problem,) = check(whole, languages)
    assert f"U+{ord(costly):04X}" in problem


def test_a_new_sentence_makes_the_template_stale(whole: Path, languages: dict[str, Language]) -> None:
    (whole / "handlers" / "new.py").write_text('WORDS = _("Good morning")', encoding="utf-8")
    assert check(whole, languages) == [
        "aho.pot is stale: run python3 -m bot languages update",
        "mi: “Good morning” is not translated",
    ]


@pytest.mark.parametrize("words", ["Thanks {", "Thanks {0}", "Thanks {name!r}", "It’s on"])
def test_our_own_words_are_checked_too(whole: Path, languages: dict[str, Language], words: str) -> None:
    (whole / "handlers" / "new.py").write_text(f'WORDS = _("{words}")', encoding="utf-8")
    update(whole, languages)
    fill_in(whole, "mi", {words: "Kia ora"})
    assert any(words in problem and not problem.startswith("mi") for problem in check(whole, languages))


def test_a_translation_survives_its_sentence_going_away_and_coming_back(
    whole: Path, languages: dict[str, Language]
) -> None:
    code = whole / "handlers" / "held.py"
    code.write_text("", encoding="utf-8")
    update(whole, languages)
    kept = (whole / "locales" / "mi.po").read_text(encoding="utf-8")
    assert '#~ msgstr "Ngā mihi. Kei a {teacher}."' in kept
    code.write_text(CODE, encoding="utf-8")
    update(whole, languages)
    assert check(whole, languages) == []


def test_heads_are_kept_and_checked(whole: Path, languages: dict[str, Language]) -> None:
    path = whole / "locales" / "mi.po"
    text = path.read_text(encoding="utf-8").replace("X-Aho-Status: draft", "X-Aho-Status: checked")
    path.write_text(text.replace("(n > 1)", "(n != 1)"), encoding="utf-8")
    update(whole, languages)
    assert check(whole, languages) == [
        "mi.po: its Plural-Forms should be nplurals=2; plural=(n > 1);",
        "mi.po: it says checked, and the registry does not say by whom",
    ]


def test_a_file_without_an_entry_in_the_registry_is_named(
    whole: Path, languages: dict[str, Language]
) -> None:
    (whole / "locales" / "xx.po").write_text("", encoding="utf-8")
    assert check(whole, languages) == ["xx.po: xx is not in the registry"]
