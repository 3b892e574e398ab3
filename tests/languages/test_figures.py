"""The table of `python3 -m bot languages`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import main
from bot.languages import po_files
from bot.languages.catalogue import Catalogues
from bot.languages.examples import filled
from bot.languages.extract import write_template
from bot.languages.figures import figures
from bot.languages.registry import LANGUAGES, read
from bot.languages.sheets import number_of_forms


def test_a_row_says_how_far_a_language_is(tmp_path: Path) -> None:
    handlers, locales = tmp_path / "handlers", tmp_path / "locales"
    handlers.mkdir()
    locales.mkdir()
    (handlers / "held.py").write_text(f'_("Hello {{name}}")\n_("{"a " * 80}b")\n_("Aho")', encoding="utf-8")
    head = po_files.begun(LANGUAGES["mi"]).head
    (locales / "mi.po").write_text(
        f'{head}\nmsgid "Hello {{name}}"\nmsgstr "{"ā" * 67}{{name}}"\n\n# left in English\nmsgid "Aho"\nmsgstr ""\n\n'
        'msgid "Bye"\nmsgstr ""\n',
        encoding="utf-8",
    )  # fmt: skip
    languages = {tag: LANGUAGES[tag] for tag in ("en", "mi", "to")}
    assert write_template(tmp_path)
    assert not write_template(tmp_path)
    english, maori, tongan = figures(Catalogues(locales), tmp_path, languages)
    assert (maori["percent"], maori["left_in_english"], maori["percent_left"]) == (66, 1, 33.3)
    assert (maori["plural_forms"], maori["dates"], maori["draft"], maori["checked_by"]) == (
        2,
        "Babel mi",
        True,
        None,
    )
    assert english["segments"] == 1.33  # 1, 2 and 1
    assert maori["segments"] == 1.67  # the macrons of the first take two
    assert (tongan["percent"], tongan["segments"], tongan["draft"]) == (0, 1.33, True)


def test_the_table_and_the_same_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "--json"], lambda production: 0) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["tag"] for row in rows] == list(LANGUAGES)
    assert main(["languages"], lambda production: 0) == 0
    shown = capsys.readouterr().out.splitlines()
    for row, line in zip(rows, shown[1:], strict=False):
        assert line.startswith(row["tag"])
        for said in (
            f"{row['percent']} %",
            f"({row['percent_left']} %)",
            row["dates"],
            f"{row['segments']:.2f}",
        ):
            assert said in line
    assert any("a draft" in line for line in shown)


def test_an_example_is_in_the_readers_language() -> None:
    assert filled("{day}, {time}: {others}, {words}.", "sm") == "Aso Lua 24 Novema, 8:30 am: Mere, ."


ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"


def test_six_plural_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arabic's. Each number finds its own form, and each form may leave {count} out."""
    arabic = replace(LANGUAGES["mi"], plural=ARABIC)
    monkeypatch.setattr("bot.languages.catalogue.LANGUAGES", {"en": LANGUAGES["en"], "mi": arabic})
    assert number_of_forms(arabic) == 6
    forms = "\n".join(f'msgstr[{number}] "form {number}: {{count}}"' for number in range(6))
    head = po_files.begun(arabic).head
    path = tmp_path / "mi.po"
    path.write_text(
        f'{head}\nmsgid "One reply"\nmsgid_plural "{{count}} replies"\n{forms}\n', encoding="utf-8"
    )
    speech = Catalogues(tmp_path)
    said = [speech.say_plural("mi", "One reply", "{count} replies", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["form 0: 0", "form 1: 1", "form 2: 2", "form 3: 3", "form 4: 11", "form 5: 100"]
    file = po_files.read(path)
    assert po_files.written(file.head, file.catalog).count("msgstr[") == 6


@pytest.mark.parametrize(
    ("orthography", "allowed"), [("macron", ["macron", "plain"]), ("macron", ["double vowel"])]
)
def test_no_language_with_macrons_may_be_stripped_of_them(
    tmp_path: Path, orthography: str, allowed: list[str]
) -> None:
    """Holds `_never_stripped` in the registry."""
    path = tmp_path / "registry.toml"
    path.write_text(
        'xx = {own_name = "X", english_name = "X", script = "Latn", plural = "nplurals=1; plural=0;", babel = "mi", '
        f'day = "", clock = "", orthography = "{orthography}", orthographies = {allowed!r}}}\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="registry"):
        read(path)


def test_te_reo_maori_allows_macrons_and_double_vowels() -> None:
    assert LANGUAGES["mi"].orthographies == ("macron", "double vowel")
