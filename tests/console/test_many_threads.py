"""Two hundred threads cost as many questions to the database as ten."""

from pathlib import Path

import pytest
from sqlalchemy import event

from bot.acts.reading import lines, today
from bot.acts.reading.viewer import viewer
from bot.store import engine
from tests.console.large import Large, seed


def counted(large: Large, who: int) -> dict[str, int]:
    """Statements a page, for the teacher of Room 1."""
    found: dict[str, int] = {}
    said: list[str] = []

    def every(raw: object, _record: object, _proxy: object) -> None:
        raw.set_trace_callback(said.append)  # type: ignore[attr-defined]

    event.listen(large.engine, "checkout", every)

    def reads(db: object) -> None:
        desk = large.desk(db)  # type: ignore[arg-type]
        here = viewer(desk, who)
        assert here is not None
        for which in lines.FILTERS:
            said.clear()
            shown = lines.lines(desk, here, which=which)
            empty = which == "handed" or (which == "mine" and not here.rooms)
            assert empty or shown.lines, "an empty page proves nothing"
            found[which] = len(said)
        said.clear()
        assert today.today(desk, here).shared
        found["today"] = len(said)

    engine.look(large.engine, reads)
    return found


@pytest.mark.parametrize("office", [False, True])
def test_the_number_of_questions_is_constant(tmp_path: Path, office: bool) -> None:
    """Holds the lists against a statement a thread. All children are in one room."""
    found = []
    for children in (10, 200):
        large = seed(
            f"sqlite:///{tmp_path / str(children)}.db", rooms=1, children=children, messages=children * 7
        )
        found.append(counted(large, children + (2 if office else 1)))
        large.engine.dispose()
    assert found[0] == found[1] and min(found[0].values()) > 0
