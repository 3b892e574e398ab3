"""What an office cannot help in a file keeps no roll out: notes, titles, and the emptiness around a table."""

import io

import pytest

from bot.acts.roll import UnknownHeadings
from bot.acts.roll.files import workbook as excel
from tests.roll.conftest import HEADINGS, Office
from tests.roll.test_files import COLUMNS, ROW, looks, workbook


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


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_csv_may_have_a_title_above_its_headings(office: Office, delimiter: str) -> None:
    """Holds: what Excel's file is forgiven a CSV is too, and lines are still counted from the top; strange headings
    under a title are asked about, not the title."""
    text = "\n".join(["Harakeke School, the roll", "", HEADINGS.replace(",", delimiter)])
    row = ROW.replace(",", delimiter)
    assert office.tries(f"{text}\n{row}\n".encode()).done
    assert office.children() == {("Māia", "Room 5")}
    it = looks(office, f"{text}\n{row}\n{row.replace('Māia', '')}\n".encode())
    assert [(bad.line, bad.column) for bad in it.bad] == [(5, "child")]
    with pytest.raises(UnknownHeadings) as why:
        looks(office, f"The roll\nWhere{delimiter}Who\nRoom 5{delimiter}Māia\n".encode())
    assert why.value.headings == ("Where", "Who")


def test_empty_rows_of_a_workbook_are_no_rows(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds: rows are counted by what stands in them, not by where they stand; and none below a gap is lost."""
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(excel, "MOST_ROWS", 5)
    gap: list[list[str]] = [[]] * 20
    other = ROW.replace("Māia", "Wiremu").replace(",7", ",8").split(",")
    book = openpyxl.load_workbook(io.BytesIO(workbook(COLUMNS, ROW.split(","), *gap, other)))
    book.active.cell(row=1_000, column=1).font = openpyxl.styles.Font(bold=True)
    file = io.BytesIO()
    book.save(file)
    it = looks(office, file.getvalue())
    assert [entry.name for entry in it.new if entry.kind == "child"] == ["Māia", "Wiremu"]
