"""What the office sees on the terminal."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from bot.commands import main, roll, school
from bot.store.engine import connect, look, migrate
from bot.store.senders import NO_CARRIER
from bot.store.tables import child, delivery, sender

GOOD = "room,child,adult,relation,phone,language,household\nRoom 5,[red]Tama,Mere,mother,021 000 0001,mi,\n"


class Terminal:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def run(self, app: object, command: str, text: str = "", *options: str) -> tuple[int, str]:
        file = self.folder / "file"
        file.write_text(text, encoding="utf-8")
        it = CliRunner().invoke(app, [command, *([str(file)] if text else []), *options])
        assert it.exception is None or isinstance(it.exception, SystemExit), it.exception
        return it.exit_code, it.output

    def count(self, table: object) -> int:
        engine = connect(self.url)
        found = look(engine, lambda db: db.scalar(select(func.count()).select_from(table)))
        engine.dispose()
        return found


@pytest.fixture
def terminal(tmp_path: Path, database_url: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    migrate(database_url)
    monkeypatch.setenv("AHO_DATABASE_URL", database_url)
    it = Terminal(tmp_path, database_url)
    code, said = it.run(
        school.app, "apply", (root / "bot/examples/demo/school.toml").read_text(encoding="utf-8")
    )
    assert (code, said) == (0, "Harakeke School is here.\n")
    return it


def test_a_dry_run_says_what_would_be_and_changes_nothing(terminal: Terminal) -> None:
    code, said = terminal.run(roll.app, "import", GOOD)
    assert code == 0
    assert "New: 1 child, 1 adult\n  [red]Tama, Room 5\n  Mere, [red]Tama (Room 5)\n" in said
    assert "Will get the first notice: 1 phone\n  +64210000001\n" in said
    assert "A thread of their own, as the household is blank\n  Mere, for [red]Tama\n" in said
    assert said.endswith("Nothing has been changed. Add --apply to do it.\n")
    assert terminal.count(child) == 0


def test_apply_brings_them_in(terminal: Terminal) -> None:
    code, said = terminal.run(roll.app, "import", GOOD, "--apply")
    assert code == 0
    assert said.endswith("Done.\nFor a day you can undo it: python3 -m bot roll undo\n")
    assert terminal.count(child) == 1


def test_undo_takes_it_back_once(terminal: Terminal) -> None:
    terminal.run(roll.app, "import", GOOD, "--apply")
    code, said = terminal.run(roll.app, "undo")
    assert (code, said[:36]) == (0, "Undone: a roll that was brought in, ")
    assert terminal.count(child) == 0
    assert terminal.count(delivery) == 0
    code, said = terminal.run(roll.app, "undo")
    assert (code, said) == (1, "That has been undone already. Nothing has been changed.\n")


def test_a_bad_row_is_shown_and_fails(terminal: Terminal) -> None:
    code, said = terminal.run(roll.app, "import", GOOD.replace("021 000 0001", "021l234567"), "--apply")
    assert code == 1
    assert "Bad rows\n  line 2: phone has a letter in it" in said
    assert "Nothing has been changed" in said
    assert terminal.count(child) == 0


def test_the_whole_program_fails_with_it(terminal: Terminal) -> None:
    (terminal.folder / "roll.csv").write_text("hello\n")
    assert main(["roll", "import", str(terminal.folder / "roll.csv")], lambda _: 0) == 1


def test_a_file_without_its_headings_fails_in_one_line(terminal: Terminal) -> None:
    code, said = terminal.run(roll.app, "import", "hello\n")
    assert (code, said.count("\n")) == (1, 1)
    assert "no column called room, child" in said


def test_an_empty_file_and_one_that_may_not_be_read_fail_in_one_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = terminal.run(roll.app, "import", "\n")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("the first line is empty; it needs room, child, adult")

    def refuses(_file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuses)
    for command in ("import", "staff"):
        code, said = terminal.run(roll.app, command, GOOD)
        assert (code, said.count("\n")) == (1, 1)
        assert said.endswith("file: cannot be read (Permission denied). Nothing has been changed.\n")


def test_staff_come_in_too(terminal: Terminal) -> None:
    assert terminal.run(roll.app, "staff", "person,role,rooms\nMs Tane,teacher,Room 5\n", "--apply")[0] == 0
    code, said = terminal.run(roll.app, "staff", "person,role,rooms\nMs Tane,teacher,Room 5\n")
    assert code == 0
    assert "As they were: 1" in said
    assert terminal.run(roll.app, "staff", "person,role,rooms\nMs Tane,head,\n")[0] == 1


def test_each_new_phone_has_its_notice_waiting(terminal: Terminal) -> None:
    terminal.run(roll.app, "import", GOOD, "--apply")
    assert terminal.count(delivery) == 2  # in English, and in te reo Māori


def test_the_school_is_shown_and_a_bad_file_is_refused(terminal: Terminal) -> None:
    code, said = terminal.run(school.app, "show")
    assert code == 0
    assert "English, te reo Māori" in said
    code, said = terminal.run(school.app, "apply", "name = 5")
    assert (code, said) == (1, 'key: is missing; write it in quotes, e.g. "…". Nothing has been changed.\n')


def test_a_number_of_which_no_carrier_is_known_is_marked_so(terminal: Terminal) -> None:
    """Holds commands.opened.links: a roll that comes while the doors are open, without any carrier."""
    terminal.run(roll.app, "import", GOOD, "--apply")
    engine = connect(terminal.url)
    assert look(engine, lambda db: db.scalar(select(sender.c.halted))) == NO_CARRIER
    engine.dispose()


def test_a_new_room_is_told(terminal: Terminal) -> None:
    """Holds `show`: the roll was silent about it, and only the staff list said so."""
    _, said = terminal.run(roll.app, "import", GOOD)
    assert "New rooms, in which nobody teaches yet: 1\n  Room 5: 1 child\n" in said
    terminal.run(roll.app, "import", GOOD, "--apply")
    _, said = terminal.run(roll.app, "import", GOOD.replace("Room 5,[red]Tama", "Rom 5,Lagi"))
    assert '"Rom 5" would be a new room: is Room 5 meant?' in said
