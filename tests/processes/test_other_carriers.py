"""The same program over carriers that somebody else has written: nothing leans on what only our own fake does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes.conftest import HINE, Kowhai
from tests.processes.other_carriers import OtherCarriers
from tests.processes.program import Process, until

TAVITA = 64_000_000_123  # longer than 32 bits, as ids may be


@pytest.fixture
def others() -> Iterator[OtherCarriers]:
    others = OtherCarriers()
    yield others
    others.close()


@pytest.mark.parametrize("mode", ["webhook", "polling"])
def test_an_exchange(
    others: OtherCarriers, tmp_path: Path, mode: str, moved_in: Kowhai, started: Callable[[Process], Process]
) -> None:
    school = Kowhai(tmp_path, **others.settings)
    school.moves_in_as(moved_in)
    if mode == "webhook":
        school.settings["AHO_PUBLIC_URL"] = school.url
    for words in ("Kia ora", "Kei te māuiui a Ana", "Ka hoki mai ia āpōpō"):  # more than one small page
        others.text(HINE, words)
    process = started(school.start("serve"))
    until(
        lambda: any("Ms Rata" in it for it in others.heard_at(HINE)),
        lambda: f"heard: {others.heard_at(HINE)}",
    )
    assert "Kōwhai School" in others.heard_at(HINE)[0]
    until(lambda: mode == "polling" or others.webhook, lambda: "Telegram was never told where we are")
    others.chat(TAVITA, "/start")
    until(lambda: others.chats, lambda: f"Telegram was sent nothing; {process.complained}")
    assert int(others.chats[0]["chat_id"]) == TAVITA
    if mode == "webhook":
        others.door = f"{school.url}/hooks/sms"
        others.text(HINE, "He pātai tāku\n")
        until(
            lambda: school.counts('aho_reports_total{channel="sms",state="delivered"}') >= 2,
            lambda: "no status came",
        )
    said = {words.strip() for who, words in school.words_in_the_thread() if who == "Hine"}
    assert said >= {"Kei te māuiui a Ana", "Ka hoki mai ia āpōpō"} | (
        {"He pātai tāku"} if others.door else set()
    )
    assert others.complaints == []
    assert "broke" not in process.complained
