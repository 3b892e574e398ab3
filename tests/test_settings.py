"""Settings: all of them in the README, bad ones stopped by one clear line, secrets also from files."""

import re
from pathlib import Path

import pytest

from bot.config import SECRETS, BadSettings, Config, read
from bot.opening import door_trouble
from bot.secret import with_secret

TWILIO = {
    "AHO_TWILIO_ACCOUNT_SID": "AC1",
    "AHO_TWILIO_AUTH_TOKEN": "hush-hush",
    "AHO_TWILIO_FROM": "+6421000000",
}


def names() -> set[str]:
    return {f"AHO_{name.upper()}" for name in Config.model_fields} | {
        f"AHO_{name.upper()}_FILE" for name in SECRETS
    }


def test_the_readme_has_every_setting_and_no_other(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(AHO_\w+)` \|", readme, re.MULTILINE)
    assert sorted(rows) == sorted(f"AHO_{name.upper()}" for name in Config.model_fields)
    mentioned = set(re.findall(r"\bAHO_[A-Z_]*[A-Z]\b", readme)) - {"AHO_REQUIRE"}
    assert mentioned <= names()


def test_the_readme_says_of_each_what_the_program_says(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    for name, it in Config.model_fields.items():
        assert f"| `AHO_{name.upper()}` | {it.description}" in readme, name


def test_without_any_it_is_a_demo_on_this_computer_only() -> None:
    it = read({}, None)
    assert (it.host, it.port, it.simulating, it.webhook, it.here) == (
        "127.0.0.1", 8000, True, False, "http://127.0.0.1:8000",
    )  # fmt: skip
    assert it.database.endswith("/var/aho.db")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"AHO_PROT": "1"}, "AHO_PROT is not a setting of Aho's. The README lists them all."),
        ({"AHO_PORT_FILE": "/x"}, "AHO_PORT_FILE is not a setting of Aho's. The README lists them all."),
        ({"AHO_PORT": "many"}, "AHO_PORT: needs a number from 1 to 65535."),
        ({"AHO_PORT": "65536"}, "AHO_PORT: needs a number from 1 to 65535."),
        ({"AHO_PUBLIC_URL": "school.nz"}, "AHO_PUBLIC_URL: needs a whole address such as https://"),
        ({"AHO_PUBLIC_URL": "https://school.nz:99999"}, "AHO_PUBLIC_URL: needs a whole address such as https://"),
        ({"AHO_PUBLIC_URL": "https://school.nz/?a=b"}, "AHO_PUBLIC_URL: needs a whole address such as https://"),
        ({"AHO_PUBLIC_URL": "https://school .nz"}, "AHO_PUBLIC_URL: needs a whole address such as https://"),
        ({"AHO_TWILIO_API_URL": "ftp://x"}, "AHO_TWILIO_API_URL: needs a whole address"),
        ({"AHO_TELEGRAM_API_URL": "https://"}, "AHO_TELEGRAM_API_URL: needs a whole address"),
        ({**TWILIO, "AHO_TWILIO_FROM": "021 123 456"}, "AHO_TWILIO_FROM: needs a number such as +64"),
        ({**TWILIO, "AHO_TWILIO_FROM": ""}, "Say which number writes: AHO_TWILIO_FROM, or "),
        ({**TWILIO, "AHO_TWILIO_AUTH_TOKEN": ""}, "AHO_TWILIO_AUTH_TOKEN is missing"),
        ({**TWILIO, "AHO_TWILIO_ACCOUNT_SID": ""}, "AHO_TWILIO_ACCOUNT_SID is missing"),
        ({**TWILIO, "AHO_SIMULATE": "1"}, "AHO_SIMULATE cannot be on while a real carrier's"),
        ({"AHO_SIMULATE": "1", "AHO_HOST": "0.0.0.0"}, "AHO_SIMULATE works on this computer only"),
        ({"AHO_SIMULATE": "perhaps"}, "AHO_SIMULATE: needs true or false."),
        ({"AHO_TELEGRAM_MODE": "carrier pigeon"}, "AHO_TELEGRAM_MODE: needs polling or webhook."),
        ({"AHO_TELEGRAM_MODE": "webhook"}, "AHO_TELEGRAM_MODE=webhook needs AHO_PUBLIC_URL"),
        ({"AHO_LOG_LEVEL": "LOUD"}, "AHO_LOG_LEVEL: needs DEBUG, INFO, WARNING or ERROR."),
        ({"AHO_DATABASE_URL": "mysql://hush-hush@host/db"}, "AHO_DATABASE_URL: needs sqlite:////"),
        ({"AHO_TELEGRAM_TOKEN_FILE": "/nowhere/hush"}, "AHO_TELEGRAM_TOKEN_FILE: there is no file to read at "),
        ({"AHO_SECRET_KEY": "hush-hush", "AHO_SECRET_KEY_FILE": "/x"}, "AHO_SECRET_KEY and AHO_SECRET_KEY_FILE are both set"),
    ],
)  # fmt: skip
def test_one_clear_line_and_never_a_secret(given: dict[str, str], line: str) -> None:
    with pytest.raises(BadSettings) as stopped:
        read(given, None)
    said = str(stopped.value)
    assert said.startswith(line)
    assert "\n" not in said and "hush-hush" not in said


def test_what_is_left_empty_is_as_if_it_were_not_there() -> None:
    assert read({f"AHO_{name.upper()}": " " for name in Config.model_fields}, None) == read({}, None)


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    value = "postgresql://aho:pass@host/aho" if name == "database_url" else "from a file"
    (tmp_path / "secret").write_text(f"{value}\n")
    more = TWILIO if name.startswith("twilio") else {}
    given = {key: it for key, it in more.items() if key != f"AHO_{name.upper()}"}
    it = getattr(read({**given, f"AHO_{name.upper()}_FILE": str(tmp_path / "secret")}, None), name)
    assert (it if isinstance(it, str) else it.get_secret_value()) == value


def test_a_file_named_from_the_project_is_found_wherever_aho_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read({"AHO_SECRET_KEY_FILE": "LICENSE"}, None).secret_key.get_secret_value().startswith("MIT")


def test_the_environment_goes_before_the_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AHO_PORT=8100\nAHO_LOG_LEVEL=debug\nOTHERS=1\n")
    it = read({"AHO_PORT": "8200", "HOME": "/"}, tmp_path / ".env")
    assert (it.port, it.log_level) == (8200, "DEBUG")


def test_a_file_of_settings_that_is_not_text_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("AHO_TWILIO_FROM=M\xe9re".encode("latin-1"))
    with pytest.raises(BadSettings, match=r"^\.env is not UTF-8: save it as UTF-8 text\.$"):
        read({}, tmp_path / ".env")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgresql://a:b@c/d", "postgresql+psycopg://a:b@c/d"),
        ("postgres://a:b@c/d", "postgresql+psycopg://a:b@c/d"),
        ("postgresql+psycopg://a:b@c/d", "postgresql+psycopg://a:b@c/d"),
        ("sqlite:////srv/aho.db", "sqlite:////srv/aho.db"),
    ],
)
def test_postgresql_is_reached_by_the_driver_that_comes_along(given: str, meant: str) -> None:
    assert read({"AHO_DATABASE_URL": given}, None).database == meant


def test_the_printed_address_is_one_that_opens() -> None:
    assert read({"AHO_HOST": "0.0.0.0"}, None).here == "http://127.0.0.1:8000"
    assert read({"AHO_HOST": "::1", "AHO_PORT": "81"}, None).here == "http://[::1]:81"
    assert read({"AHO_PUBLIC_URL": "https://aho.school.nz/"}, None).here == "https://aho.school.nz"


def test_an_address_that_is_not_ours_to_listen_on() -> None:
    assert door_trouble("192.0.2.1", 8000) == "AHO_HOST: 192.0.2.1 is not an address of this computer."


def test_nothing_is_pretended_beside_a_real_carrier_or_in_reach_of_others() -> None:
    assert not read(TWILIO, None).simulating
    assert not read({"AHO_HOST": "0.0.0.0"}, None).simulating
    assert not read({"AHO_SIMULATE": "false"}, None).simulating


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    first = with_secret(read({}, None), tmp_path).secret_key.get_secret_value()
    assert len(first) == 64
    assert with_secret(read({}, None), tmp_path).secret_key.get_secret_value() == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    (tmp_path / "secret.key").write_text("")  # a start that ended before it was written
    assert len(with_secret(read({}, None), tmp_path).secret_key.get_secret_value()) == 64
    given = with_secret(read({"AHO_SECRET_KEY": "ours"}, None), tmp_path)
    assert given.secret_key.get_secret_value() == "ours"
    assert "ours" not in repr(given)
