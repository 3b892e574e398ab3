"""A term is played by the real program; the referee finds nothing, and finds what is planted."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.term import cast, evening
from bot.term.play import Play
from bot.term.referee import RULES, breaches
from bot.term.telling import page
from tests.term.breaking import PLANTED, Plant, of


def test_no_rule_is_broken_and_the_page_shows_what_each_saw(play: Play) -> None:
    assert breaches(play.record) == []
    shown = "\n".join(page(play, [], 1.0))
    for words in (cast.NANA, "▸ STOP", "Room 2; ", "No rule was broken."):
        assert words in shown
    for honest in (
        "The office reads this from",
        "The school office has this on a phone now",
        "Who is this about?",
    ):
        assert honest in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert len(shown.splitlines()) <= 90
    assert "We read together on Sundays" in "\n".join(page(play, [], 1.0, everything=True))
    kinds = {it.kind for it in play.record.asked}
    assert kinds == {"question", "series", "notice", "celebration", "late"}
    assert len({it.language for it in play.adults.values()}) == 6
    assert {it.kind for it in play.record.wishes} == {"hours", "weekly", "paused", "never", "digest"}
    assert any(it.span.until for it in play.record.stops), "nobody came back after STOP"


@pytest.mark.parametrize(("rule", "plant"), PLANTED, ids=[it.__name__.strip("_") for _rule, it in PLANTED])
def test_a_planted_breach_is_reported(play: Play, rule: str, plant: Plant) -> None:
    """Holds each of RULES: without it, what is planted here goes by unseen."""
    record = of(play)
    plant(play, record)
    assert rule in {it.rule for it in breaches(record)}


def test_every_rule_has_a_breach_planted_for_it() -> None:
    assert {rule for rule, _plant in PLANTED} == set(RULES)


def test_a_breach_is_printed_with_its_time_and_the_command_fails(
    play: Play, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Holds the exit code of `python3 -m bot demo`."""

    async def term(*_asked: object) -> Play:
        return broken

    broken = Play.__new__(Play)
    broken.__dict__ |= play.__dict__
    broken.record = of(play)
    dict(PLANTED)["nobody is woken"](play, broken.record)
    monkeypatch.setattr(evening, "term", term)
    assert evening.played(3, 24, 3, 1) == 1
    said = capsys.readouterr().out
    assert "BROKEN  nobody is woken (1 time)" in said
    assert "Tue 20 Oct 23:00  nobody is woken: at 23:00 on a Tuesday (on +642000000007)" in said
    assert "No rule was broken" not in said


@pytest.mark.long
def test_a_whole_term_of_a_whole_school(tmp_path: Path) -> None:
    began = time.perf_counter()
    play = asyncio.run(evening.term(tmp_path, 12, 300, 10, 1, lambda _told: None))
    print(f"a term in {time.perf_counter() - began:.0f} s")
    assert breaches(play.record) == []
    assert len(play.town.children) == 300
    assert len(play.town.rooms) == 12
