"""Whatever file the office has, as one grid of cells: CSV of any spreadsheet, Excel, or OneRoster's zip."""

from datetime import date

from bot.acts.roll.files import csv_text, oneroster, workbook, zipped
from bot.acts.roll.files.grid import Grid
from bot.acts.roll.naming import BadRoll
from bot.model.roll import Known

Source = str | bytes

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also what Excel makes of a file with a password
PDF = b"%PDF"
PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
)  #: and what phones make has "ftyp" after four bytes


def grid_of(source: Source, known: Known, country: str, today: date) -> Grid:
    """Raises BadRoll when the file cannot be read as a whole."""
    if isinstance(source, str):
        return csv_text.grid(source)
    if source.startswith(OLD_EXCEL):
        raise BadRoll(
            'the file is an old Excel file, or has a password; in Excel, save it as ".xlsx" or "CSV UTF-8"'
        )
    if source.startswith(PDF):
        raise BadRoll("the file is a PDF; export the roll as a spreadsheet instead")
    if source.startswith(PICTURES) or source[4:8] == b"ftyp":
        raise BadRoll("the file is a picture, not a list; export the roll as a spreadsheet")
    if not zipped.is_zip(source):
        text, warnings = csv_text.text_of(source)
        return csv_text.grid(text, warnings)
    names = zipped.names(source)
    if workbook.MARK in names:
        return workbook.grid(source)
    if tables := oneroster.tables_in(names):
        return oneroster.grid(source, tables, known, country, today)
    raise BadRoll("the zip is neither an Excel file nor OneRoster's: there is no users.csv in it")
