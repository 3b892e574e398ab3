"""A translator's spreadsheet: what goes out comes back, and a mistake in it changes nothing."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import languages as command
from bot.commands import main
from bot.languages import po_files, sheets
from bot.languages.po_files import PoFile
from bot.languages.registry import LANGUAGES, Language

SM, ZH = LANGUAGES["sm"], LANGUAGES["zh_Hans"]
ARABIC = replace(
    SM, tag="ar", english_name="Arabic", script="Arab",
    plural="nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
)  # fmt: skip
THANKS, ONE, MANY = "Thank you, {name}.", "One reply", "{count} replies"


def made(
    known: Language, *entries: tuple[str | tuple[str, str], str | tuple[str, ...], list[str], bool]
) -> PoFile:
    begun = po_files.begun(known)
    catalog = po_files.parsed(po_files.written(begun.head, begun.catalog)).catalog
    for words, theirs, comments, unsure in entries:
        catalog.add(words, theirs, user_comments=comments, flags=["fuzzy"] if unsure else [],
                    auto_comments=["Appears in a chat."], locations=[("handlers/held.py", 0)])  # fmt: skip
    return replace(begun, catalog=catalog)


def text(file: PoFile) -> str:
    return po_files.written(file.head, file.catalog)


def back(known: Language, file: PoFile) -> sheets.Taken:
    return sheets.taken(known, file, sheets.exported(known, file).encode())


typed = st.text(st.sampled_from("=+-@'\t\"\n;,ābʻ’— 1٣中😀"), max_size=12).map(str.strip)
notes = st.lists(
    st.text(st.sampled_from("=+-@'aā ,\""), min_size=1, max_size=12).map(str.strip).filter(bool), max_size=2
)


@settings(max_examples=25, deadline=None)
@given(typed, st.lists(typed.filter(bool), min_size=6, max_size=6), notes, st.booleans(), st.booleans())
def test_what_goes_out_comes_back(
    words: str, forms: list[str], comments: list[str], unsure: bool, left: bool
) -> None:
    """Plural forms, comments, guesses and what is left in English; what looks like a formula, and lines in a cell."""
    marks = ["left in English"] if left else []
    for known in (ARABIC, replace(ARABIC, plural="nplurals=1; plural=0;")):
        plurals = tuple(forms[: sheets.number_of_forms(known)])
        file = made(
            known, ("A sentence", words, marks + comments, unsure), ((ONE, MANY), plurals, marks, unsure)
        )
        before = text(file)
        taken = back(known, file)
        assert (taken.problems, taken.changed, text(taken.file)) == ((), 0, before)


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {"en"}))
def test_the_real_files_come_back(tag: str) -> None:
    path = Path(__file__).parents[2] / "locales" / f"{tag}.po"
    file = po_files.read(path) if path.exists() else po_files.begun(LANGUAGES[tag])
    taken = back(LANGUAGES[tag], file)
    assert (taken.problems, taken.changed, text(taken.file)) == ((), 0, text(file))


@pytest.mark.parametrize("words", ["=1+1", "+64", "-5", "@home", "\tx", "'=1", "''@x"])
def test_no_cell_is_a_formula(words: str) -> None:
    """Holds `_safe`: a spreadsheet program runs what begins with one of these."""
    sheet = sheets.exported(SM, made(SM, ("A sentence", words, [], False)))
    assert sheet.startswith("\ufeff")
    (_head, row) = csv.reader(io.StringIO(sheet.removeprefix("\ufeff"), newline=""))
    assert row[2] == f"'{words}"


def test_an_apostrophe_at_the_beginning_of_a_word_stays() -> None:
    file = made(SM, ("A sentence", "'E lelei", [], False))
    taken = back(SM, file)
    assert taken.file.catalog["A sentence"].string == "'E lelei"


HEAD = '"English","English, more than one","Samoan","Samoan, form 2","left in English","unsure"'
FILE = (
    (THANKS, "", [], False),
    ((ONE, MANY), ("", ""), [], False),
)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([f'"{THANKS}",,Fa\'afetai,,,'], "line 2: the words in {braces} must stay as they are in the English"),
        (["Thanks,,Fa'afetai,,,"], "line 2: “Thanks” is none of Aho's sentences"),
        ([f'"{THANKS}",,{{name}},,,', f'"{THANKS}",,{{name}}!,,,'], "line 3: this sentence stands in line 2 already"),
        ([f"{ONE},,Tasi,,,"], "line 2: all 2 forms are needed, or none"),
        ([f'"{THANKS}",,{{name}},tele,,'], "line 2: “Samoan, form 2” is only for sentences with a number in them"),
        ([f'"{THANKS}",,,,perhaps,'], "line 2: “left in English” is yes or empty"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_changes_nothing(lines: list[str], problem: str) -> None:
    file = made(SM, *FILE)
    before = text(file)
    taken = sheets.taken(SM, file, "\n".join([HEAD, *lines]).encode())
    assert taken.problems == (problem,)
    assert text(file) == before


@pytest.mark.parametrize(
    ("sheet", "problem"),
    [
        (b"", "the first line does not name the column"),
        (b"English,Tongan\nx,y\n", "the first line does not name the column “Samoan”"),
        ("English;Samoan;ā".encode("latin-1", "replace") + b"\xe4", "this is not UTF-8"),
        (HEAD.encode() + b'\n"never ended', "unexpected end"),
        (b"PK\x03\x04 a workbook", "the first line does not name the column"),
    ],
)
def test_what_is_no_sheet_is_refused(sheet: bytes, problem: str) -> None:
    taken = sheets.taken(SM, made(SM, *FILE), sheet)
    assert len(taken.problems) == 1
    assert problem in taken.problems[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_program_may_choose_its_own_delimiter_and_quotes(delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([
        ["English", "English, more than one", "Samoan", "Samoan, form 2", "left in English", "unsure", "your notes"],
        [THANKS, "", "Fa’afetai, {name}.", "", "", "YES", "=a note"],
        [ONE, MANY, "", "", "Yes", "", ""],
    ])  # fmt: skip
    taken = sheets.taken(SM, made(SM, *FILE), out.getvalue().encode("utf-8-sig"))
    assert (taken.problems, taken.changed) == ((), 2)
    thanks, replies = taken.file.catalog[THANKS], taken.file.catalog[ONE]
    assert thanks.string == "Fa'afetai, {name}."  # curly quotes would make the text cost three times as much
    assert (thanks.fuzzy, thanks.user_comments) == (True, ["=a note"])
    assert po_files.left_in_english(replies)


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "handlers").mkdir()
    code = f'_("{THANKS}")\nn_("{ONE}", "{MANY}")\n'
    (tmp_path / "handlers" / "held.py").write_text(f'"""Thanks a family."""\n{code}', encoding="utf-8")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> int:
    return main(["languages", *words], lambda production: 0)


def test_from_the_command_line_and_back(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("update") == 0
    assert run("export", "Samoan", "--csv") == 0
    sheet = school / "aho-sm.csv"
    rows = sheet.read_text(encoding="utf-8-sig")
    assert "Appears in a family's chat" not in rows  # it lies in no folder that we know
    assert "Appears in a chat. Thanks a family." in rows
    assert "SMS budget: 1 segment. English takes 16 of 160 letters." in rows
    assert run("export", "sm") == 2  # somebody's work may be in it
    assert "aho-sm.csv is there already" in capsys.readouterr().err
    sheet.write_text(
        rows.replace(f'"{THANKS}",,,', f'"{THANKS}",,"Fa\'afetai, {{name}}.",'), encoding="utf-8"
    )
    assert run("import", "sm", "aho-sm.csv") == 0
    po = school / "locales" / "sm.po"
    assert "Fa'afetai, {name}." in po.read_text(encoding="utf-8")
    kept = po.read_bytes()
    sheet.write_text(
        rows.replace(f'"{THANKS}",,,', f'"{THANKS}",,"Fa\'afetai, {{igoa}}.",'), encoding="utf-8"
    )
    assert run("import", "sm", "aho-sm.csv") == 1
    assert "the words in {braces}" in capsys.readouterr().out
    assert po.read_bytes() == kept
    assert run("import", "sm", "not-there.csv") == 2
    assert run("export", "xx") == 2
