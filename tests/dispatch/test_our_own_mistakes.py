"""A bug of ours after the calls: what became of them is known, and stays known."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.acts import holding
from bot.dispatch import ending, pausing
from bot.dispatch.ending import End
from bot.model.delivery import Refused, Turn
from bot.store.tables import prompt
from tests.dispatch.bench import Bench, Carrier


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_bug_in_the_weighing_takes_no_ends_away(
    bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `kept_apart` around `holding.weigh` and `pausing.weigh`."""
    came = 0

    def breaks(*_any: Any) -> None:
        nonlocal came
        came += 1
        raise KeyError("a bug")

    monkeypatch.setattr(holding, "weigh", breaks)
    monkeypatch.setattr(pausing, "weigh", breaks)
    asked = bench.add(
        prompt, content_id=bench.content("Read to me"), kind="prompt", state="sent", created_at=bench.now,
        fanned_at=bench.now,
    )  # fmt: skip
    refused = bench.letter(bench.phone(), turn=Turn.PROMPT, prompt_id=asked)
    others = [bench.letter(bench.phone(), turn=Turn.PROMPT, prompt_id=asked) for _phone in range(2)]
    carrier.answers = [Refused("no such number")]
    bench.drain()
    assert bench.states(refused, *others) == ["failed", "sent", "sent"]
    assert came == 2, "each once: the chunk was taken at once"
    assert len(carrier.calls) == 3


def test_ends_that_the_rows_refuse_do_not_hold_up_the_others(
    bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `MISTAKES`: a chunk that is refused again and again is settled one by one, and the sender goes on."""
    letters = [bench.letter(bench.phone(), f"Number {number}") for number in range(3)]
    whole = ending.end

    def end(desk: Any, ends: Sequence[End]) -> None:
        whole(desk, ends)
        if any(call.outgoing.words == "Number 1" for call, _it in ends):
            raise IntegrityError("an insert", {}, ValueError())

    monkeypatch.setattr(ending, "end", end)
    bench.round()
    assert bench.states(*letters) == ["sent", "calling", "sent"], "one is in doubt, and will be asked about"
    assert len(carrier.calls) == 3
