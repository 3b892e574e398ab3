"""Today says what goes out next: also what is no message yet, and what may still be changed."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest

from bot.acts import answering_later, prompting
from bot.acts.desk import Desk
from bot.acts.series import running
from bot.library.shelf import on_shelf
from bot.model.chat import PromptKind, Wording
from bot.model.series import Rhythm
from bot.store import series, series_runs
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke
from tests.console.test_today import section

Console = Callable[..., Browser]
THURSDAY = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def next_for(there: Browser) -> str:
    return section(said(there.get("/console/")), "Going out next", "Who was not reached")


def test_the_next_text_of_a_series_is_told_in_the_rooms_that_get_it(
    world: Harakeke, console: Console
) -> None:
    """Holds the rooms in series.coming, and that a series which stands still promises nothing."""
    assert "Nothing is planned." in next_for(console("Tom"))

    def starts(desk: Desk) -> int:
        it = on_shelf("reading-at-home")
        assert it is not None
        made = series.keep(desk.db, desk.school.id, it, desk.now)
        assert made is not None
        rhythm = Rhythm(time(15, 30), (0, 2, 4))
        assert running.begin(desk, world.person(desk, "Tom"), made, [world["room 5"]], rhythm)
        return series_runs.running(desk.db, desk.school.id)[0].id

    run = world.act(starts)
    told = next_for(console("Tom"))
    assert "Reading at home for Room 5 text 1 of 30 · tomorrow 15:30" in told and "Nothing" not in told
    assert "Reading at home for Room 5" in next_for(console("Ana"))
    assert "Nothing is planned." in next_for(console("Ngaire"))
    world.act(lambda desk: running.pause(desk, None, run))
    assert "Nothing is planned." in next_for(console("Tom"))


def test_an_answer_that_waits_is_told_in_the_rooms_that_see_its_thread(
    world: Harakeke, console: Console
) -> None:
    """Holds the scope of planned.coming; its words stay in the thread."""
    world.act(lambda desk: answering_later.plan(
        desk, world.person(desk, "Tom"), world["Finn's"], [Wording("en", "At nine")], THURSDAY))  # fmt: skip
    told = next_for(console("Tom"))
    assert "Matua Tom’s answer about Finn" in told and "Thu 26 Nov, 15:00" in told and "At nine" not in told
    assert "about Finn" in next_for(console("Ana")) and "Nothing is planned." in next_for(console("Ngaire"))


@pytest.mark.parametrize(("kind", "change"), [(it, it != PromptKind.SAFETY) for it in PromptKind])
def test_what_may_be_changed_says_so(
    world: Harakeke, console: Console, kind: PromptKind, change: bool
) -> None:
    def plans(desk: Desk) -> int:
        made = prompting.draft(
            desk, world.person(desk, "Tom"), [Wording("en", "Kia ora")], kind=kind, room_ids=[world["room 5"]]
        )
        assert made is not None and prompting.confirm(desk, made, THURSDAY, sure=True)
        return made

    tom, path = console("Tom"), f"/console/ask/{world.act(plans)}/change"
    assert (path in tom.get("/console/").text) == change
    assert not change or tom.get(path).status_code == 200
