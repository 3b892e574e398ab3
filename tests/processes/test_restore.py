"""A copy while it serves, put back after a death; held, and said so in every place where somebody looks."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

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
    school: Kowhai, carriers: Carriers, started: Callable[[Process], Process]
) -> None:
    hine = carriers.phone(HINE)
    serving = started(school.start("serve"))
    hine.hears("STOP")
    made = school.say("backup")
    assert (made.ends(), made.complained) == (0, "")
    (copy,) = (school.folder / "school-backups").glob("aho-*.tar")
    hine.says("Ana is reading to me")
    hine.hears("has your words")
    refused = school.say("restore", str(copy), "--replace")
    assert (refused.ends(), "already open on this database" in refused.complained) == (2, True)
    serving.kill()
    hine.says("and to her brother")  # nobody answers Twilio's knock

    done = school.say("restore", str(copy), "--replace")
    assert (done.ends(), done.complained) == (0, "")
    assert school.words_in_the_thread() == []
    seen = school.say("doctor")
    assert seen.ends() == 1
    assert "To do: Nothing goes out by SMS since a copy was put back" in seen.said

    started(school.start("serve"))
    until(lambda: len(school.words_in_the_thread()) == 2, lambda: "they were never heard again")
    until(lambda: held(school) == ["sms"], lambda: f"Telegram has nothing to be asked: {held(school)}")
    assert 'aho_held{channel="sms"} 1.0' in get(f"{school.url}/metrics")[1]
    assert "the carrier is asked once more" in school.say("restore", "--status").said
    assert hine.count("has your words") == 1, "not twice; and whatever else there is to say waits"
    assert school.say("restore", "--give-up-asking").ends() == 0
    until(lambda: held(school) == [], lambda: "it is held still")


def held(school: Kowhai) -> list[str] | None:
    """Ready to hear families all the while."""
    code, told = get(f"{school.url}/readyz")
    found: list[str] = json.loads(told)["held"]
    return found if code == 200 else None
