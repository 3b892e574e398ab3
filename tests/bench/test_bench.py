"""The bench works from end to end on a small school. Nothing here asks how long anything took."""

import json
import math
import multiprocessing
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.bench import NAMES, chart, drawing
from bot.bench.ground import faultless, in_turn
from bot.bench.memory import megabytes
from bot.bench.processes import Beside, Broke
from bot.bench.results import CPU, P99, RATE, Line, Row, Turns, Verdict, at_most, figure
from bot.bench.rows.limit import worst_second
from bot.bench.school import MORNING
from bot.bench.town import build
from bot.main import main
from bot.store import engine, lanes, prompts
from tests.bench import contenders


def test_one_row_from_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real processes, a real door, signed webhooks: every contender is measured, and nothing of it is left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    plot = tmp_path / "growth.svg"
    assert main(["bench", "--quick", "--only", "replies", "--json", "--plot", str(plot)]) == 0

    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert [line["who"].split(",")[0].split(":")[0] for line in row["lines"]] == [
        "ours",
        "ours",
        "the floor",
        "naive",
    ]
    for line in row["lines"]:
        assert all(line["figures"][unit] > 0 for unit in (CPU, RATE, P99)), line
    assert [verdict["found"] is not None for verdict in row["verdicts"]] == [True, True, True]
    assert ElementTree.parse(plot).getroot().tag.endswith("svg")
    assert list(tmp_path.iterdir()) == [plot]
    assert multiprocessing.active_children() == []


def test_a_contender_that_breaks_says_why_and_ends_no_other() -> None:
    """Whether it cannot open, cannot do it, or dies: one line, and no hanging."""
    with Beside(contenders.closed) as never, pytest.raises(Broke, match="LookupError: no carrier here"):
        never.cpu()
    with Beside(contenders.clumsy) as it:
        assert it.does("add", 2, 3).answer == 5
        with pytest.raises(Broke, match="ValueError: over its own feet"):
            it.does("fall")
        assert it.cpu() > 0
        assert megabytes(it.pid) > 1
        notes: list[str] = []
        calls: list[str] = []
        in_turn(2, {"dies": lambda: void(it.does("die")), "goes on": lambda: calls.append("on")}, notes)
        assert calls == ["on", "on"]
        assert notes == ["dies could not go on: its process died"]


def test_what_went_wrong_is_no_figure() -> None:
    with Beside(contenders.clumsy) as it, pytest.raises(Broke, match="went wrong: 3 replies are troubled"):
        faultless(it)


def void(_: object) -> None: ...


def test_a_row_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--only", "everything"]) == 2
    complaint = capsys.readouterr().err
    assert all(name in complaint for name in NAMES)


def test_the_school_is_as_it_says(database_url: str) -> None:
    """Siblings, homes of three and of one, and writers whose answers need no asking back."""
    town = build(database_url, 2010)
    assert town.phones == 2010 + 2 * 2000
    rows = engine.connect(database_url)
    with rows.begin() as db:
        for channel in ("sms", "telegram"):
            writer = town.writers(channel)[-1]
            assert (
                db.exec_driver_sql(f"SELECT address FROM contact WHERE id = {writer.id}").scalar()
                == writer.address
            )
            (own,) = lanes.lanes_of(db, writer.id, MORNING)
            assert len(lanes.members(db, [own.lane.household_id], MORNING)) == 3
        sibling = prompts.children_of_delivery(db, [town.phones])[town.phones]
        assert len(sibling) == 2
        assert len(prompts.children(db, prompts.one(db, 1), MORNING)) == 2010 + 201
    rows.dispose()


def test_the_median_turn_counts() -> None:
    turns = Turns()
    for cpu in (1.0, 9.0, 2.0):
        turns.take(100, cpu, 1.0, [0.010] * 98 + [0.050] * 2)
    line = turns.line("ours")
    assert line.figures == {CPU: 20_000.0, RATE: 100.0, "p50 ms": 10.0, P99: 50.0}
    assert figure([line], "ours", CPU) == 20_000.0
    assert math.isnan(figure([line], "naive", CPU))


def test_the_worst_second_slides() -> None:
    """Sixty in the middle of two quiet seconds are sixty, wherever the second begins."""
    assert worst_second([0.125 * it for it in range(100)]) == 8
    assert worst_second([0.5] * 30 + [1.4] * 30 + [3.0]) == 60
    assert worst_second([]) == 0


def test_what_was_not_measured_is_not_reached(capsys: pytest.CaptureFixture[str]) -> None:
    never = at_most("≤ 1 ms", math.nan, 1.0)
    row = Row(
        "ticks",
        "A tick",
        [Line("ours", {CPU: 1234.5})],
        [never, Verdict("≤ 2 ms", 1.5, True)],
        ["[brackets] stay"],
    )
    drawing.table([row])
    drawn = capsys.readouterr().out
    assert not never.reached
    assert "not measured" in drawn and "1,234" in drawn and "[brackets] stay" in drawn
    assert json.loads(drawing.as_json([row], []))["rows"][0]["verdicts"][0]["found"] is None


def test_a_chart_has_a_line_for_each_series() -> None:
    row = Row("x", "X", [], growth={"a & b": [(1000, 5.0), (100_000, 700.0)], "nothing": [(1000, 0.0)]})
    drawn = chart.drawn([row])
    assert drawn.count("<polyline") == 1
    assert "a &amp; b" in drawn
    assert ElementTree.fromstring(drawn) is not None
    assert ElementTree.fromstring(chart.drawn([])) is not None
