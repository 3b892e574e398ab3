import shutil
from pathlib import Path

import pytest

from bot.languages.catalogue import Catalogues

HEADS = Path(__file__).parents[2] / "locales"

THANKS = "Thank you. {teacher} has it."
ALL_KINDS = "{names}: {when}, {time}, {day}, {why}, {language}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for tag in ("mi", "sm", "zh_Hans"):
        head = (HEADS / f"{tag}.po").read_text(encoding="utf-8").partition("\n\n")[0]
        (tmp_path / f"{tag}.po").write_text(head + "\n\n", encoding="utf-8")
    return tmp_path


def add(folder: Path, tag: str, entry: str) -> None:
    with (folder / f"{tag}.po").open("a", encoding="utf-8") as file:
        file.write(entry + "\n\n")


def translate(folder: Path, tag: str, english: str, theirs: str) -> None:
    add(folder, tag, f'msgid "{english}"\nmsgstr "{theirs}"')


def test_words_are_said_in_the_readers_language(folder: Path) -> None:
    translate(folder, "mi", THANKS, "Ngā mihi. Kei a {teacher}.")
    words = Catalogues.load(folder)
    assert words.say("mi", THANKS, {"teacher": "Whaea Ana"}) == "Ngā mihi. Kei a Whaea Ana."
    assert words.say("en", THANKS, {"teacher": "Whaea Ana"}) == "Thank you. Whaea Ana has it."
    assert words.has("mi", THANKS)


def test_what_is_not_translated_is_said_in_english(folder: Path) -> None:
    translate(folder, "sm", THANKS, "")
    add(folder, "zh_Hans", f'#, fuzzy\nmsgid "{THANKS}"\nmsgstr "谢谢 {{teacher}}"')
    words = Catalogues.load(folder)
    for tag in ("sm", "zh_Hans", "to", "xx"):
        assert words.say(tag, THANKS, {"teacher": "Ana"}) == "Thank you. Ana has it."
        assert not words.has(tag, THANKS)


TYPED = ["{name} {0}", "{teacher}", "{{7*7}}", "{", "}", "{teacher.__class__}", "%s %(a)s"]


@pytest.mark.parametrize("typed", TYPED)
def test_braces_that_somebody_typed_come_out_as_typed(folder: Path, typed: str) -> None:
    translate(folder, "mi", THANKS, "Kei a {teacher}.")
    words = Catalogues.load(folder)
    assert words.say("mi", THANKS, {"teacher": typed}) == f"Kei a {typed}."
    both = {"teacher": {"names": [typed, "Ana"]}}
    assert words.say("en", THANKS, both) == f"Thank you. {typed} and Ana has it."


BROKEN = ["Kei a {kaiako}.", "Kei a koe.", "Kei a {teacher", "{teacher!r}", "{teacher.x}", "{}"]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_translation_with_broken_placeholders_falls_back_to_english(folder: Path, broken: str) -> None:
    translate(folder, "mi", THANKS, broken)
    words = Catalogues.load(folder)
    assert words.say("mi", THANKS, {"teacher": "Ana"}) == "Thank you. Ana has it."
    assert words.status("mi").translated == 0


def test_a_missing_value_is_our_own_mistake(folder: Path) -> None:
    with pytest.raises(KeyError, match="teacher"):
        Catalogues.load(folder).say("en", THANKS, {})


def test_values_are_said_in_the_readers_language_too(folder: Path) -> None:
    translate(folder, "sm", ALL_KINDS, ALL_KINDS.replace(":", "!").replace(",", "!"))
    translate(folder, "sm", "It was {who}.", "O {who}.")
    values = {
        "names": {"names": ["Mere", "Tama"]},
        "when": {"moment": "2026-11-24T02:30:00+00:00", "zone": "Pacific/Auckland"},
        "time": {"time": "09:05"},
        "day": {"day": "2026-12-06"},
        "why": {"words": "It was {who}.", "values": {"who": "{Nana}"}},
        "language": {"language": "zh_Hans"},
    }
    words = Catalogues.load(folder)
    said = words.say("sm", ALL_KINDS, values)
    assert said == ("Mere ma Tama! Aso Lua 24 Novema, 3:30 pm! 9:05 am! Aso Sa 6 Tesema! O {Nana}.! 简体中文")


def test_in_an_english_sentence_the_day_is_english(folder: Path) -> None:
    words = Catalogues.load(folder)
    assert words.say("sm", "On {day}.", {"day": {"day": "2026-11-24"}}) == "On Tuesday 24 November."


def test_an_unknown_kind_of_value_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="not a value that can be said"):
        Catalogues.load(folder).say("en", "{x}", {"x": {"unheard": "of"}})


def test_plurals_follow_each_languages_own_rule(folder: Path) -> None:
    one, many = "One reply from {room}", "{count} replies from {room}"
    forms = (
        f'msgid "{one}"\nmsgid_plural "{many}"\nmsgstr[0] "{{room}}: kotahi"\nmsgstr[1] "{{room}}: {{count}}"'
    )
    add(folder, "mi", forms)
    add(folder, "zh_Hans", f'msgid "{one}"\nmsgid_plural "{many}"\nmsgstr[0] "{{room}} {{count}} 条"')
    words = Catalogues.load(folder)
    room = {"room": "R5"}
    assert words.say_plural("en", one, many, 0, room) == "0 replies from R5"
    assert words.say_plural("en", one, many, 1, room) == "One reply from R5"
    assert [words.say_plural("mi", one, many, n, room) for n in (1, 2)] == ["R5: kotahi", "R5: 2"]
    assert [words.say_plural("zh_Hans", one, many, n, room) for n in (1, 2)] == ["R5 1 条", "R5 2 条"]
    assert words.say_plural("sm", one, many, 1, room) == "One reply from R5"


def test_the_status_counts_and_says_draft(folder: Path) -> None:
    translate(folder, "sm", "Hello", "Talofa")
    translate(folder, "sm", "Goodbye", "")
    add(folder, "sm", '# left in English\nmsgid "Aho"\nmsgstr ""')
    status = Catalogues.load(folder).status("sm")
    assert (status.total, status.translated, status.left_in_english, status.draft) == (3, 1, 1, True)
    path = folder / "sm.po"
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "checked"), encoding="utf-8")
    assert not Catalogues.load(folder).status("sm").draft


def test_a_translators_curly_quotes_cost_nobody_anything(folder: Path) -> None:
    translate(folder, "sm", "It is on.", "Ua “amata”\u202f…")
    assert Catalogues.load(folder).say("sm", "It is on.") == 'Ua "amata" ...'


def test_the_real_files_are_read(tmp_path: Path) -> None:
    shutil.copytree(HEADS, tmp_path / "locales")
    words = Catalogues.load(tmp_path / "locales")
    assert words.say("mi", "{x}", {"x": "ā"}) == "ā"
