"""Cells of a spreadsheet that we write: people's words are only words."""

#: What spreadsheets take for a formula, as it is typed in the west and in the east.
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: it gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULAS) else cell
