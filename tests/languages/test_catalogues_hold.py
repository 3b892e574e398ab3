"""The words in the code and the files of the translators belong together; here they are held so."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.languages import po_files
from bot.languages.checks import check, warnings
from bot.languages.collisions import collisions
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
#: So many that one of them left in English is not yet much.
MORE = [f"Sentence {number}" for number in range(1, 20)]


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


def more(school: Path) -> None:
    code = "\n".join(f'_("{words}")' for words in MORE)
    (school / "handlers" / "more.py").write_text(code, encoding="utf-8")


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
    assert "#. the teacher's name is put in.\n#. Appears in a chat.\n" in pot
    assert "#. SMS budget: 1 segment. English takes 26 of 160 letters.\n#: handlers/held.py\n" in pot
    assert "#. Appears on the privacy page, on the web.\n#: bot/web/templates/privacy.html\nmsgid" in pot
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


def leave_in_english(school: Path, languages: dict[str, Language], *sentences: str) -> None:
    path = school / "locales" / "mi.po"
    file = po_files.read(path)
    for words in sentences:
        message = file.catalog.get(words)
        assert message is not None
        message.string, message.user_comments = "", ["left in English"]
    path.write_text(po_files.written(file.head, file.catalog), encoding="utf-8")
    update(school, languages)


def test_leaving_a_sentence_in_english_on_purpose_is_allowed(
    whole: Path, languages: dict[str, Language]
) -> None:
    """Holds MOST_LEFT in checks.py too: one of 22 sentences is less than 5 in a hundred, two are more."""
    more(whole)
    update(whole, languages)
    fill_in(whole, "mi", dict.fromkeys(MORE, "He kupu"))
    fill_in(whole, "mi", {MORE[0]: ""})
    assert check(whole, languages) == ["mi: “Sentence 1” is not translated"]
    leave_in_english(whole, languages, MORE[0])
    assert check(whole, languages) == []
    leave_in_english(whole, languages, MORE[1])
    assert check(whole, languages) == ["mi: 2 of 22 sentences are left in English: more than 5 %"]
    assert check(whole, {**languages, "mi": replace(languages["mi"], complete=False)}) == []


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


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("We write to you; you write to us.", "says two things in one sentence"),
        ("We write to you, and you write to us.", "says two things in one sentence"),
        ("word " * 17, "has a sentence of more than 16 words"),
        ("Word. " * 27, "takes 2 SMS segments"),
        ("Educational correspondence concerning participants necessitates individual administrative authorisation.",
         "is hard to read"),
    ],
)  # fmt: skip
def test_hard_words_are_a_warning_and_no_more(
    whole: Path, languages: dict[str, Language], words: str, why: str
) -> None:
    """Holds each line of `_hard` in checks.py."""
    assert warnings(whole) == []
    (whole / "handlers" / "new.py").write_text(f'_("{words.strip()}")', encoding="utf-8")
    found = warnings(whole)
    assert len(found) == 1
    assert why in found[0]
    update(whole, languages)
    assert not any(why in problem for problem in check(whole, {"en": LANGUAGES["en"]}))


def test_a_word_of_two_meanings_is_listed() -> None:
    maori = replace(
        LANGUAGES["mi"], keywords={"STOP": ("Kāti", "tahi"), "PAUSE": ("who",), "ALL": ("ka pai",)}
    )
    assert collisions({"en": LANGUAGES["en"], "mi": maori}) == [
        "mi: “tahi” is STOP, and a number: STOP wins",
        "mi: “who” is PAUSE, and WHO in English: PAUSE wins",
        "mi: “ka pai” is ALL, and a word of thanks: ALL wins",
    ]
    tongan = replace(LANGUAGES["to"], keywords={"STOP": ("tuku",)})
    assert collisions({"en": LANGUAGES["en"], "mi": LANGUAGES["mi"], "to": tongan}) == [
        "to: “tuku” is STOP, and SHARE for who reads mi: there it stops nobody"
    ]


PROMISED = ("mi", "sm", "to", "rar", "niu", "fj", "hi", "pa", "zh_Hans", "ko", "fil", "es", "ar", "af")


def test_what_families_were_promised_is_complete() -> None:
    """With `check`: every word in each of these is translated, or one of few that are left in English on purpose."""
    if missing := set(PROMISED) - set(LANGUAGES):
        pytest.skip(f"not in the registry yet: {', '.join(sorted(missing))}")
    assert [tag for tag in PROMISED if not LANGUAGES[tag].complete] == []
