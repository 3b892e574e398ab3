"""What stands in bot/deploy is what the program knows: its settings, its commands, its doors, its figures."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot import commands
from bot.commands.how import How
from bot.config import SECRETS, Config
from bot.dispatch import RATES, SLICE
from bot.web import watching
from bot.workers import Pace
from bot.workers.hearing import ANOTHER_POLLS

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "bot" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
PAGE = (DEPLOY / "README.md").read_text(encoding="utf-8")

SETTINGS = {f"AHO_{name.upper()}" for name in Config.model_fields}
KNOWN = SETTINGS | {f"AHO_{name.upper()}_FILE" for name in SECRETS}


def opens_as(words: list[str]) -> How:
    """How the house would be opened by this command; it is not."""
    asked: list[How] = []

    def run(how: How) -> int:
        asked.append(how)
        return 0

    assert commands.main(words, run) == 0
    return asked[0]


def test_the_services_say_what_the_program_understands() -> None:
    ours = {name: it for name, it in COMPOSE["services"].items() if it["image"] == "aho"}
    opened = {name: opens_as(it["command"]) for name, it in ours.items()}
    assert opened == {"serve": How(works=False), "work": How(doors=False, watched_at=8000)}
    assert ours["work"]["deploy"]["replicas"] == 2
    doors = {route.path for route in watching.routes(None)}  # type: ignore[arg-type]
    for service in ours.values():
        assert set(service["environment"]) <= KNOWN
        asked = re.search(r"http://[^']+", service["healthcheck"]["test"][-1])
        assert asked and urlsplit(asked[0]).path in doors and urlsplit(asked[0]).port == 8000
        assert service["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert COMPOSE["services"]["postgres"]["healthcheck"]


def test_no_setting_is_kept_from_the_containers() -> None:
    """But where they listen, which the image says, and what stands in for the carriers on a developer's machine."""
    of_the_image = {"AHO_HOST", "AHO_PORT", "AHO_SIMULATE", "AHO_TWILIO_API_URL", "AHO_TELEGRAM_API_URL"}
    for name in ("serve", "work"):
        passed = {it.removesuffix("_FILE") for it in COMPOSE["services"][name]["environment"]}
        assert passed == SETTINGS - of_the_image, name


def test_every_secret_is_a_file_and_none_a_value() -> None:
    defined = set(COMPOSE["secrets"])
    for service in COMPOSE["services"].values():
        assert set(service["secrets"]) <= defined
        for name, value in service["environment"].items():
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
            assert name.lower().removeprefix("aho_") not in SECRETS, f"{name} would stand in the open"
    kept = (ROOT / ".gitignore").read_text() + (DEPLOY / "Dockerfile.dockerignore").read_text()
    assert kept.count("bot/deploy/secrets") == 2, "neither in git nor in an image"


def test_the_container_holds_what_there_is_and_runs_as_nobody_in_particular() -> None:
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for word in line.split()[:-1]
    ]
    assert copied and all((ROOT / it).exists() for it in copied)
    assert {"bot", "handlers", "locales"} <= set(copied)
    user = re.findall(r"^USER (\w+)$", DOCKERFILE, re.M)
    assert user == ["aho"] and DOCKERFILE.index("USER aho") < DOCKERFILE.index("ENTRYPOINT")
    assert len(re.findall("^FROM ", DOCKERFILE, re.M)) == 2, "what fetches the parts stays behind"
    assert "install.make_ready('run')" in DOCKERFILE, "the parts come by the lock, with their hashes"
    assert "--require-hashes" in (ROOT / "bot" / "fetch.py").read_text()
    assert set(re.findall(r"AHO_\w+", DOCKERFILE)) <= KNOWN
    assert COMPOSE["x-aho"]["build"] == {"context": "../..", "dockerfile": "bot/deploy/Dockerfile"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda it: it.name)
def test_the_units_say_what_the_program_understands(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    expected = {
        "aho.service": How(), "aho-serve.service": How(works=False), "aho-work@.service": How(doors=False),
    }  # fmt: skip
    command = re.findall(r"^ExecStart=/usr/bin/python3 -m bot (.+)$", text, re.M)
    assert [opens_as(it.split()) for it in command] == [expected[unit.name]]
    credentials = set(re.findall(r"^LoadCredential=(\w+):", text, re.M))
    named = dict(re.findall(r"^Environment=(\w+)=%d/(\w+)$", text, re.M))
    assert set(named) <= KNOWN and set(named.values()) == credentials
    stop = re.search(r"^TimeoutStopSec=(\d+)$", text, re.M)
    assert stop and int(stop[1]) > Pace().grace + SLICE


def test_the_page_names_commands_settings_and_files_that_exist() -> None:
    spoken = {command.name for command in commands.app.registered_commands} | {"school"}
    assert set(re.findall(r"python3 -m bot (\w+)", PAGE)) - {"bench"} <= spoken
    assert set(re.findall(r"AHO_[A-Z_]+", PAGE)) <= KNOWN
    for name in re.findall(r"`((?:systemd/)?[\w@-]+\.(?:yaml|service))`", PAGE):
        assert (DEPLOY / name).exists(), name


def test_the_page_has_the_figures_of_the_code() -> None:
    pace = Pace()
    assert f"{RATES['sms']} messages a second for a number, {RATES['telegram']} for a bot" in PAGE
    assert "slices of two seconds" in PAGE and SLICE == 2.0
    assert f"four heartbeats, {pace.dead:.0f} seconds" in PAGE and pace.dead == 4 * pace.heartbeat
    assert pace.dead + pace.heartbeat + pace.look < 30, (
        "half a minute, as the page says; the issue allows 45 s"
    )
    assert "costs the two seconds" in PAGE and pace.look == 2.0
    assert "up to\n  eight seconds" in PAGE and pace.grace == 8.0
    assert "within five seconds of its death" in PAGE and ANOTHER_POLLS == 5.0
    assert "drains up to four senders at once" in PAGE and pace.slots == 4
