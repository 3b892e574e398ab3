"""`backup` and `restore` as somebody types them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.model.delivery import ASK_THE_FAMILY, Carried
from bot.store import holds, meanwhile
from bot.store.tables import delivery
from tests.backups.conftest import Place, new_person
from tests.backups.terminal import Terminal
from tests.dispatch.bench import MORNING, Bench, Carrier


@pytest.fixture
def terminal(place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys, AHO_DATABASE_URL=place.url)


def test_a_copy_beside_the_database_and_back(terminal: Terminal, place: Place) -> None:
    code, said = terminal.types("backup")
    (copy,) = (place.file.parent / "aho-backups").iterdir()
    assert (code, str(copy) in said) == (0, True)
    assert "A checked copy of Harakeke School" in said and "1 picture or voice note," in said
    new_person(place, "Came Later")
    code, said = terminal.types("restore", "--newest")
    assert (code, "--replace" in said, "Nothing has been changed." in said) == (2, True, True)
    code, said = terminal.types("restore", "--newest", "--replace")
    assert (code, place.names()) == (0, ["Adult 1"])
    assert "Nothing goes out by SMS until Aho is open" in said and "What was there is kept" in said
    assert "bring in the staff and the roll" in said


def test_to_a_place_of_its_own_and_only_so_many(terminal: Terminal, place: Place, tmp_path: Path) -> None:
    assert terminal.types("backup", str(tmp_path / "stick" / "school.tar"))[0] == 0
    assert [it.name for it in (tmp_path / "stick").iterdir()] == ["school.tar"]
    code, said = terminal.types("backup", str(tmp_path / "stick" / "school.tar"))
    assert (code, "is there already" in said) == (2, True)
    for day in range(3):
        place.copy(now=MORNING + timedelta(days=day))
    code, said = terminal.types("backup", str(place.copies), "--keep", "2")
    assert (code, "2 older copies deleted" in said) == (0, True)
    assert len(list(place.copies.iterdir())) == 2


def test_what_cannot_be_done_says_one_clear_line(terminal: Terminal, place: Place, tmp_path: Path) -> None:
    for words, line in (
        (["restore"], "Say which copy"),
        (["restore", "--newest", "--status"], "Say which copy"),
        (["restore", "--newest"], "There is no copy in"),
        (["restore", str(tmp_path / "none.tar")], "There is no file"),
        (["restore", "--held", "--since", "yesterday"], "is no date and time"),
        (["restore", "--release", "77"], "77 is nothing that you have to decide"),
    ):
        code, said = terminal.types(*words)
        assert (code, line in said) == (2, True), said


def test_no_database_is_made_to_be_copied(terminal: Terminal, place: Place) -> None:
    place.file.unlink()
    code, said = terminal.types("backup")
    assert (code, "There is no database at" in said, place.file.exists()) == (2, True, False)


def test_a_database_in_trouble_is_one_clear_line(
    terminal: Terminal, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    copy = place.copy().path
    with monkeypatch.context() as patched:
        patched.setattr("bot.store.holds.begin", full)
        code, said = terminal.types("restore", str(copy), "--replace")
    assert (code, "could not be put back (OperationalError). Nothing has been changed." in said) == (2, True)
    assert (place.held(), "aho.db.restoring" in place.beside()) == ([], False)


def test_a_full_disk_is_one_clear_line(
    terminal: Terminal, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    copy = place.copy().path
    monkeypatch.setattr("bot.store.backups.bundle.sync", full)
    for words in (["backup"], ["restore", str(copy), "--replace"]):
        code, said = terminal.types(*words)
        assert (code, "No space left on device" in said) == (2, True)
    assert list((place.file.parent / "aho-backups").iterdir()) == []
    assert (place.held(), "aho.db.restoring" in place.beside()) == ([], False)


def test_postgres_keeps_its_own_copies(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AHO_DATABASE_URL", "postgresql://aho@127.0.0.1:1/aho")
    code, said = terminal.types("backup")
    assert (code, "pg_dump" in said, "--held" in said) == (2, True, True)
    code, said = terminal.types("restore", "aho.tar")
    assert (code, "pg_restore" in said, "--held" in said) == (2, True, True)


def test_the_office_sees_what_it_has_to_decide_and_decides(terminal: Terminal, place: Place) -> None:
    bench = place.opened()
    phones = [bench.phone(address=f"+64200000009{number}") for number in range(2)]
    letters = [bench.letter(it, f"Kia ora {number}") for number, it in enumerate(phones)]
    for it in letters:
        bench.change(delivery, it, state="failed", why=ASK_THE_FAMILY)
    bench.act(lambda desk: holds.begin(desk.db, MORNING, desk.now))
    address = bench.contact(phones[0])["address"]

    def went(desk: Any) -> None:
        hold = holds.every(desk.db)[0]
        meanwhile.keep(desk.db, hold, [Carried("SM1", address, "Kia ora koutou", MORNING, "sent")])

    bench.act(went)
    code, said = terminal.types("restore", "--status")
    assert code == 0
    assert "SMS is held, since a copy of 2026-11-24 10:00 was put back: Aho has to hear first" in said
    assert (
        f"{letters[0]} Adult 1 ({address}): “Kia ora 0” was sent on 2026-11-24 10:00: “Kia ora koutou”"
        in said
    )
    assert f"{letters[1]} Adult 2" in said
    code, _said = terminal.types("restore", "--release", str(letters[0]), "--drop", "99")
    assert (code, bench.states(letters[0])) == (2, ["failed"]), "all of it or nothing"
    assert terminal.types("restore", "--release", str(letters[0]), "--drop", str(letters[1]))[0] == 0
    assert bench.states(*letters) == ["waiting", "cancelled"]
    assert "Nobody has to decide anything." in terminal.types("restore", "--status")[1]
    bench.close()


def test_rows_that_were_put_back_by_other_means_are_held(
    terminal: Terminal, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL too, and not while somebody sends from it."""
    monkeypatch.setenv("AHO_DATABASE_URL", database_url)
    bench = Bench(database_url, Carrier("sms"))
    if not database_url.startswith("sqlite"):
        bench.act(lambda desk: desk.db.execute(text("SELECT procrastinate_register_worker_v1()")))
        code, said = terminal.types("restore", "--held")
        assert (code, "Aho is open on this database" in said) == (2, True)
        bench.act(lambda desk: desk.db.execute(text("DELETE FROM procrastinate_workers")))
    code, said = terminal.types("restore", "--held")
    assert (code, "Nothing goes out by SMS" in said) == (0, True), said
    (held,) = bench.act(lambda desk: holds.every(desk.db))
    assert held["since"] == MORNING, "the last thing that these rows know"
    assert terminal.types("restore", "--held", "--since", "2026-11-24T08:00+13:00")[0] == 0
    (held,) = bench.act(lambda desk: holds.every(desk.db))
    assert held["since"] == MORNING - timedelta(hours=2)
    assert terminal.types("restore", "--give-up-asking")[0] == 0
    assert "Nothing is held." in terminal.types("restore", "--status")[1]
    bench.close()
