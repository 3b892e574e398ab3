"""A copy of a school that serves, put back after its death: held, said in every place where somebody looks, heard again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.backups.terminal import Terminal
from tests.processes.conftest import HINE, Kowhai
from tests.processes.program import Carriers, Process, get, until


@pytest.fixture
def school(tmp_path: Path, carriers: Carriers, moved_in: Kowhai) -> Kowhai:
    made = Kowhai(tmp_path, carriers)
    made.moves_in_as(moved_in)
    made.settings["AHO_PUBLIC_URL"] = made.url
    carriers.post("/sms-url", url=f"{made.url}/hooks/sms")
    return made


def test_from_a_copy_to_sending_again(
    school: Kowhai, carriers: Carriers, started: Callable[[Process], Process],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    terminal = Terminal(monkeypatch, capsys, **school.settings)
    hine = carriers.phone(HINE)
    serving = started(school.start("serve"))
    hine.hears("STOP")
    assert terminal.types("backup")[0] == 0
    hine.says("Ana is reading to me")
    hine.hears("Ms Rata")
    code, said = terminal.types("restore", "--newest", "--replace")
    assert (code, "already open on this database" in said) == (2, True)
    serving.kill()
    hine.says("and to her brother")  # nobody answers Twilio's knock
    assert terminal.types("restore", "--newest", "--replace")[0] == 0
    assert words_about_ana(terminal) == []
    code, said = terminal.types("doctor")
    assert (code, "To do: Nothing goes out by SMS since a copy was put back" in said) == (1, True)

    started(school.start("serve"))
    until(lambda: held(school) == ["sms"], lambda: f"Telegram has nothing to be asked: {held(school)}")
    assert hine.count("Ms Rata") == 1, "not twice; and whatever else there is to say waits"
    assert 'aho_held{channel="sms"} 1.0' in get(f"{school.url}/metrics")[1]
    assert words_about_ana(terminal) == ["Ana is reading to me", "and to her brother"]
    assert terminal.types("restore", "--give-up-asking")[0] == 0
    until(lambda: held(school) == [], lambda: "it is held still")


def held(school: Kowhai) -> list[str] | None:
    """Ready to hear families all the while."""
    code, told = get(f"{school.url}/readyz")
    return json.loads(told)["held"] if code == 200 else None


def words_about_ana(terminal: Terminal) -> list[str]:
    code, said = terminal.types("thread", "--child", "Ana", "--json")
    assert code == 0
    return [it["words"] for home in json.loads(said) for it in home["messages"]]
