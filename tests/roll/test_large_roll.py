"""A roll of five thousand rows costs about as many statements as one of fifty."""

from collections.abc import Callable

from sqlalchemy import event, select

from bot.acts import undoing
from bot.store.tables import membership
from tests.roll.conftest import Office


def school_of(rows: int) -> list[str]:
    """Mothers and fathers of two children each."""
    found = []
    for row in range(rows):
        child, family, mother = row // 2, row // 4, row % 2
        adult = f"Mum {family},mother" if mother else f"Dad {family},father"
        found.append(
            f"Room {child // 25},Child {child},{adult},020 00 {family * 2 + mother:06},,home,{child}"
        )
    return found


def statements(office: Office, rows: list[str]) -> int:
    """How many it takes, the look-up of each greeting by the test itself not counted."""
    told: list[str] = []
    before = len(office.greeted)
    event.listen(office.engine, "before_cursor_execute", lambda *about: told.append(about[2]))
    office.brings(*rows)
    return len(told) - (len(office.greeted) - before)


def test_statements_do_not_grow_with_the_rows(office: Office) -> None:
    rows = school_of(5000)
    few = statements(office, rows[:48])
    assert few < 40
    assert statements(office, rows) < few + 40  # a thousand new rows go in with one statement
    assert len(office.asks(select(membership.c.id))) == 5000
    assert statements(office, rows) < few


def test_a_look_and_an_undo_cost_the_same_for_one_class_and_for_a_school(office: Office) -> None:
    """Holds the speed of the preview (seconds for 5,000 rows) without a clock: no statement a row."""
    few, many = school_of(48), school_of(5000)
    looks = [counted(office, lambda some=some: office.looks(*some)) for some in (few, many)]
    assert looks[0] == looks[1] < 20
    undone = []
    for some in (few, many):
        office.brings(*some)
        undone.append(counted(office, lambda: office.does(lambda db: undoing.undo(office.desk(db)))))
    assert undone[1] < undone[0] + 20


def counted(office: Office, deed: Callable[[], object]) -> int:
    told: list[str] = []

    def listener(*about: object) -> None:
        told.append(str(about[2]))

    event.listen(office.engine, "before_cursor_execute", listener)
    deed()
    event.remove(office.engine, "before_cursor_execute", listener)
    return len(told)
