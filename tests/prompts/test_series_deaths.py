"""`kill -9` while a text of a series goes to its rooms: afterwards it has gone once, wherever it struck."""

import signal
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.acts.series import running, sending
from bot.model.series import Rhythm
from bot.store import rooms, series, series_runs
from bot.store.tables import delivery, prompt, series_turn
from tests.conversations.a_series import short_series
from tests.prompts.crowd import Crowd
from tests.prompts.dies_in_a_series import PLACES

NOTHING = (0, 0, 0)


def there(crowd: Crowd) -> tuple[int, ...]:
    return tuple(
        crowd.rows(select(func.count()).select_from(it))[0][0] for it in (series_turn, prompt, delivery)
    )


@pytest.mark.parametrize("place", [*PLACES, "kept"])
def test_wherever_it_dies_each_room_gets_its_text_once(crowd: Crowd, place: str) -> None:
    """Holds the one transaction of sending.send_due: the note, the prompt and the place are there together or not."""
    crowd.many(30)

    def begun(desk: object) -> list[int]:
        db, school_id = desk.db, desk.school.id  # type: ignore[attr-defined]
        made = series.keep(db, school_id, short_series(), crowd.now)
        assert made is not None
        every = [it.id for it in rooms.every(db, school_id)][:2]
        running.begin(desk, None, made, every, Rhythm(time(15, 30), (0, 1, 2, 3, 4, 5, 6), in_terms=False))  # type: ignore[arg-type]
        return [it.id for it in series_runs.of_series(db, made)]

    runs = crowd.act(begun)
    due = crowd.act(lambda desk: series_runs.one(desk.db, runs[0]))
    assert due is not None and due.next_at is not None
    url = crowd.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.prompts.dies_in_a_series", url, due.next_at.isoformat(), place]
    died = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    crowd.now = due.next_at
    if place != "kept":
        assert there(crowd) == NOTHING
        assert crowd.act(sending.send_due) == 2
    assert crowd.act(sending.send_due) == 0
    turns, prompts, texts = there(crowd)
    assert (turns, prompts) == (2, 1)
    assert texts > 2
    for run in runs:
        it = crowd.act(lambda desk, run=run: series_runs.one(desk.db, run))
        assert it is not None and it.place == 2
