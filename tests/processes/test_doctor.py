"""`doctor` says in plain words what to do; and whatever cannot start says so in one line."""

from pathlib import Path

import pytest

from tests.processes.conftest import Kowhai
from tests.processes.program import Carriers, command, free_port


@pytest.fixture
def school(tmp_path: Path, carriers: Carriers, moved_in: Kowhai) -> Kowhai:
    made = Kowhai(tmp_path, carriers)
    made.moves_in_as(moved_in)
    return made


def test_all_is_well(school: Kowhai) -> None:
    seen = school.say("doctor")
    assert (seen.ends(), seen.complained) == (0, ""), seen.said
    assert "School: Kōwhai School." in seen.said
    assert seen.said.endswith("SMS: fine.\nTelegram: fine.\nAll is well.\n")


def test_wrong_secrets_and_an_unset_webhook(school: Kowhai) -> None:
    seen = school.say(
        "doctor",
        AHO_TWILIO_AUTH_TOKEN="not-the-token",
        AHO_TELEGRAM_TOKEN="1:wrong",
        AHO_PUBLIC_URL="http://aho.test",
    )
    assert (seen.ends(), seen.complained) == (1, "")
    for hint in ("AHO_TWILIO_AUTH_TOKEN", "AHO_TELEGRAM_TOKEN", "AHO_PUBLIC_URL should begin with https://"):
        assert any(line.startswith("To do: ") and hint in line for line in seen.said.splitlines()), seen.said
    assert "not-the-token" not in seen.said


def test_carriers_that_are_not_there_and_doors_that_are_not_set(school: Kowhai) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    seen = school.say("doctor", AHO_TELEGRAM_API_URL=f"{nowhere}/bot", AHO_PUBLIC_URL="https://aho.test")
    assert (seen.ends(), seen.complained) == (1, "")
    assert "To do: Telegram could not be reached" in seen.said
    assert (
        "To do: At Twilio, set the number's “A message comes in” to https://aho.test/hooks/sms" in seen.said
    )


def test_an_empty_place(tmp_path: Path) -> None:
    seen = command(tmp_path, "doctor", AHO_DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert (seen.ends(), seen.complained) == (1, "")
    for hint in ("school apply", "AHO_TWILIO_ACCOUNT_SID", "@BotFather"):
        assert hint in seen.said


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({}, "There is no school here yet. Make one: python3 -m bot school apply FILE.toml"),
        ({"AHO_SIMULATE": "1"}, "AHO_SIMULATE is for trying Aho out"),
        ({"AHO_TWILO_FROM": "+64"}, "AHO_TWILO_FROM is not a setting of Aho's."),
        ({"AHO_DATABASE_URL": "sqlite:////proc/no/such.db"}, "The database cannot be used"),
    ],
)
def test_what_cannot_open_says_one_clear_line(tmp_path: Path, settings: dict[str, str], line: str) -> None:
    given = {"AHO_DATABASE_URL": f"sqlite:///{tmp_path}/new.db", "AHO_PORT": str(free_port())} | settings
    seen = command(tmp_path, "serve", **given)
    assert (seen.ends(), len(seen.complained.splitlines())) == (2, 1), seen.complained
    assert line in seen.complained
