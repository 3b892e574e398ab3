"""Whatever the office's program writes: encodings, headings, Excel. What was spoilt on the way is explained."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts.roll import BadRoll, UnknownHeadings, plan
from bot.acts.roll.files import csv_text, headings, oneroster_tables, zipped
from bot.acts.roll.files import workbook as excel
from bot.store import headings as kept
from bot.store.tables import child, person
from tests.roll.conftest import HEADINGS, Office

ROW = "Room 5,Māia,Hōne,father,021 000 0001,mi,home,7"
COLUMNS = HEADINGS.split(",")


def looks(office: Office, content: bytes, **more: Any) -> Any:
    return office.does(lambda db: plan(office.desk(db), content, **more))


def workbook(*rows: Iterable[Any], sheets: Iterable[str] = ("Roll",), titles: int = 0) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for place, name in enumerate(sheets):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = name
        for _ in range(titles):
            sheet.append(["Harakeke School, the roll"])
        for row in rows if name == "Roll" else [["notes"], ["Room 5 goes swimming"]]:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_encoding_that_spreadsheets_write_is_read(office: Office, encoding: str) -> None:
    assert office.tries(f"{HEADINGS}\r\n{ROW}\r\n".encode(encoding)).done
    assert office.asks(select(child.c.name)) == [("Māia",)]


def test_an_old_encoding_is_read_and_said(office: Office) -> None:
    it = looks(office, f"{HEADINGS}\nRoom 5,Zoë,André,father,,,home,\n".encode("cp1252"))
    assert [entry.name for entry in it.new] == ["Zoë", "André"]
    assert "old Windows encoding" in it.warnings[0]


@pytest.mark.parametrize(
    "names",
    [
        "Akomanga,Tamaiti,Pakeke,Hononga,Waea,Reo,Kāinga,NSN",
        "CLASS;Student Name;Caregiver;Relationship;Mobile Phone;Home-Language;Household;Student ID",
    ],
)
def test_other_words_for_a_column_are_known(office: Office, names: str) -> None:
    delimiter = ";" if ";" in names else ","
    it = office.tries(f"{names}\n{ROW.replace(',', delimiter)}")
    assert it.done
    assert office.children() == {("Māia", "Room 5")}
    assert office.asks(select(child.c.roll_key)) == [("7",)]


def test_a_word_that_two_columns_could_be_is_not_guessed(office: Office) -> None:
    """Holds: a synonym counts only where one heading claims the column."""
    with pytest.raises(UnknownHeadings, match="no column called phone"):
        office.looks(ROW + ",021 000 0002", headings=HEADINGS.replace("phone", "mobile") + ",cell")


def test_names_in_two_columns_are_one_name(office: Office) -> None:
    names = "room,child first name,child surname,parent first name,parent surname,relation,phone,language,household"
    office.brings("Room 5,Māia,Parata,Hana,Parata,mother,,mi,home", headings=names)
    assert office.children() == {("Māia Parata", "Room 5")}
    assert office.asks(select(person.c.name)) == [("Hana Parata",)]


def test_a_choice_of_columns_is_remembered_for_the_same_headings(office: Office) -> None:
    """Holds: what the mapping page was told counts for the next file, and for no other."""
    strange = "Where,Who,Bus"
    with pytest.raises(UnknownHeadings) as why:
        office.looks("Room 5,Māia,blue", headings=strange)
    assert why.value.headings == ("Where", "Who", "Bus")
    chosen = {"where": "room", "who": "child", "bus": ""}
    mark = headings.mark(why.value.headings)
    office.does(lambda db: kept.remember(db, office.school.id, mark, chosen, office.now))
    assert office.brings("Room 5,Māia,blue", headings=strange).ignored == ("Bus",)
    with pytest.raises(UnknownHeadings):
        office.looks("Room 5,Māia,blue", headings="Where,Who,Train")


def test_excel_is_read_its_title_and_other_sheets_passed_over(office: Office) -> None:
    content = workbook(COLUMNS, ROW.split(","), [], sheets=("Notes", "Roll"), titles=2)
    assert office.tries(content).done
    assert office.children() == {("Māia", "Room 5")}


def test_what_excel_made_of_a_cell_is_explained_with_its_sheet_line_and_column(office: Office) -> None:
    """Holds: dates, errors, rounded numbers and lost zeros are refused, never guessed back."""
    spoilt = {
        datetime(2026, 6, 5): ("room", "made a date"),
        "#NAME?": ("child", "error"),
        21_000_000_000: ("phone", "rounded"),
        210000001: ("phone", "lost its leading 0"),
    }
    rows = []
    for value, (column, _) in spoilt.items():
        row: list[Any] = ROW.split(",")
        row[COLUMNS.index(column)] = value
        rows.append(row)
    it = looks(office, workbook(COLUMNS, *rows, sheets=("Notes", "Roll")))
    assert [(row.sheet, row.line, row.column) for row in it.bad] == [
        ("Roll", number, column) for number, (column, _) in enumerate(spoilt.values(), 2)
    ]
    for row, (_, words) in zip(it.bad, spoilt.values(), strict=True):
        assert words in row.reason


def test_a_whole_number_and_a_column_that_nobody_asked_for_may_be_numbers_and_dates(office: Office) -> None:
    row: list[Any] = [*ROW.split(","), datetime(2020, 1, 1)]
    row[4], row[7] = 64210000001, 7.0
    assert office.tries(workbook([*COLUMNS, "born"], row)).done
    assert office.phones() == {("Hōne", "+64210000001")}
    assert office.asks(select(child.c.roll_key)) == [("7",)]


def test_a_long_note_in_a_column_that_nobody_asked_for_keeps_no_roll_out(office: Office) -> None:
    """Holds: only cells that we read have a longest, or letters that nobody can see; and a note that has eaten a row
    of the file, as a quotation mark is missing, is told."""
    note = "asthma plan, see the office\n\x07" * 9
    assert office.tries(f'{HEADINGS},Medical notes\n{ROW},"{note}"').done
    eaten = f'{HEADINGS},Medical notes\n{ROW},"eggs\nRoom 5,Kiri,Wiremu,father,,,home,,nuts"\n'
    it = looks(office, eaten.encode())
    assert not it.bad
    assert it.warnings == (
        'line 2: the cell under "Medical notes" goes over several lines; is a quotation mark missing there?',
    )


def test_without_openpyxl_one_line_says_what_to_do(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(BadRoll, match=r"aho\[xlsx\].*CSV UTF-8"):
        looks(office, workbook_bytes_without_openpyxl())


def workbook_bytes_without_openpyxl() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        box.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def zip_of(files: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files.items():
            box.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0 anything", "old Excel file"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (workbook_bytes_without_openpyxl(), "damaged"),
        (zip_of({"letter.txt": "hello"}), "neither an Excel file nor OneRoster's"),
        (zip_of({"../users.csv": "hello"}), "points elsewhere"),
        (zip_of({"/users.csv": "hello"}), "points elsewhere"),
        (zip_of({f"{number}.csv": "" for number in range(501)}), "unpacks to more"),
    ],
)
def test_what_is_no_roll_is_refused_in_one_line(office: Office, content: bytes, words: str) -> None:
    with pytest.raises(BadRoll, match=words) as why:
        looks(office, content)
    assert "\n" not in str(why.value)


def test_a_zip_that_unpacks_to_very_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds: both what a zip says of its size, and what really comes out of it, are limited."""
    bomb = zip_of({"users.csv": b"0" * 2_000_000})
    monkeypatch.setattr(zipped, "LARGEST", 1_000_000)
    with pytest.raises(BadRoll, match="unpacks to more"):
        zipped.names(bomb)
    asked: list[int] = []
    real = zipfile.ZipExtFile.read

    def reads(self: zipfile.ZipExtFile, size: int = -1) -> bytes:
        asked.append(size)
        return real(self, size)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", reads)
    with pytest.raises(BadRoll, match="unpacks to more"):
        zipped.read(bomb, ["users.csv"])
    assert asked == [1_000_001], "what lies beyond the limit is not even unpacked"


def test_a_file_of_too_many_rows_is_refused_in_one_line(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds MOST_ROWS over the whole file: of a CSV, of a workbook's sheets together, of OneRoster's tables together."""
    for module in (csv_text, oneroster_tables, excel):
        monkeypatch.setattr(module, "MOST_ROWS", 5)
    rows = [ROW] * 6
    with pytest.raises(BadRoll, match="more than 50,000 rows"):
        looks(office, "\n".join([HEADINGS, *rows]).encode())
    with pytest.raises(BadRoll, match="more than 50,000 rows"):
        looks(office, workbook(COLUMNS, *[ROW.split(",")] * 3, sheets=("Notes", "Roll")))
    assert looks(office, workbook(COLUMNS, *[ROW.split(",")] * 2, sheets=("Notes", "Roll"))).new
    file = b"sourcedId,role\n" + b"1,student\n" * 3
    assert len(oneroster_tables.tables({"users.csv": file})["users.csv"]) == 3
    with pytest.raises(BadRoll, match="more than 50,000 rows"):
        oneroster_tables.tables({"users.csv": file, "orgs.csv": file})


def test_of_many_sheets_the_first_are_looked_at_and_that_is_said(office: Office) -> None:
    """Holds MOST_SHEETS."""
    notes = [f"Notes {number}" for number in range(25)]
    it = looks(office, workbook(COLUMNS, ROW.split(","), sheets=("Roll", *notes)))
    assert it.new and any("first 20 of the file's 26 sheets" in words for words in it.warnings)
    with pytest.raises(BadRoll):
        looks(office, workbook(COLUMNS, ROW.split(","), sheets=(*notes, "Roll")))
