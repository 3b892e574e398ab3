"""Settings: each is read, and anything doubtful is one clear line that names it and holds no secret."""

from pathlib import Path

import pytest

from bot.config import BadSettings, read
from bot.secret import with_secret

TWILIO = {"AHO_TWILIO_ACCOUNT_SID": "AC1", "AHO_TWILIO_AUTH_TOKEN": "hidden-token", "AHO_TWILIO_FROM": "+6421000000"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"AHO_COLOUR": "green"}, "AHO_COLOUR"),
        ({"AHO_PORT": "eighty"}, "AHO_PORT"),
        ({"AHO_PORT": "99999"}, "AHO_PORT"),
        ({"AHO_LOG_LEVEL": "LOUD"}, "AHO_LOG_LEVEL"),
        ({"AHO_PUBLIC_URL": "aho.school.nz"}, "AHO_PUBLIC_URL"),
        ({"AHO_TELEGRAM_MODE": "pigeon"}, "AHO_TELEGRAM_MODE"),
        ({"AHO_TELEGRAM_MODE": "webhook"}, "AHO_PUBLIC_URL"),
        ({"AHO_TWILIO_ACCOUNT_SID": "AC1"}, "AHO_TWILIO_AUTH_TOKEN"),
        ({**TWILIO, "AHO_TWILIO_FROM": ""}, "AHO_TWILIO_FROM"),
        ({**TWILIO, "AHO_TWILIO_FROM": "021 hello"}, "AHO_TWILIO_FROM"),
        ({**TWILIO, "AHO_SIMULATE": "true"}, "AHO_SIMULATE"),
        ({"AHO_SIMULATE": "true", "AHO_HOST": "0.0.0.0"}, "AHO_SIMULATE"),
        ({"AHO_TELEGRAM_TOKEN_FILE": "/nowhere/token"}, "AHO_TELEGRAM_TOKEN_FILE"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(given: dict[str, str], named: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read(given, env_file=None)
    line = str(refused.value)
    assert named in line
    assert "\n" not in line
    assert "hidden-token" not in line


def test_a_secret_may_come_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hidden-token\n", encoding="utf-8")
    config = read({"AHO_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}, env_file=None)
    assert config.telegram_token.get_secret_value() == "hidden-token"
    assert "hidden-token" not in repr(config)


def test_the_environment_weighs_more_than_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AHO_PORT=1111\nAHO_HOST=127.0.0.2\n", encoding="utf-8")
    config = read({"AHO_PORT": "2222"}, env_file=tmp_path / ".env")
    assert (config.port, config.host) == (2222, "127.0.0.2")


def test_nothing_is_pretended_beside_a_real_carrier_or_in_reach_of_others() -> None:
    assert read({}, env_file=None).simulating
    assert not read(TWILIO, env_file=None).simulating
    assert not read({"AHO_HOST": "0.0.0.0"}, env_file=None).simulating
    assert not read({"AHO_SIMULATE": "false"}, env_file=None).simulating


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    first = with_secret(read({}, env_file=None), tmp_path).secret_key.get_secret_value()
    assert len(first) == 64
    assert with_secret(read({}, env_file=None), tmp_path).secret_key.get_secret_value() == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    given = with_secret(read({"AHO_SECRET_KEY": "ours"}, env_file=None), tmp_path)
    assert given.secret_key.get_secret_value() == "ours"
