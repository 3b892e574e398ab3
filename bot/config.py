"""Settings from the environment, or from `.env`; secrets also from files. Anything doubtful stops the start."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.model import addresses
from bot.model.translators import TranslatorSettings

#: What to write where a value is of the wrong kind altogether.
NEEDS = {
    "port": "needs a number from 1 to 65535",
    "simulate": "needs true or false",
    "telegram_mode": "needs polling or webhook",
    "log_level": "needs DEBUG, INFO, WARNING or ERROR",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ROOT = Path(__file__).resolve().parent.parent


class BadSettings(Exception):
    """One clear line about what is wrong; never a secret's value."""


class Config(TranslatorSettings):
    """Every setting, in the README's words. Names in the environment: `AHO_` and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="AHO_", extra="forbid", frozen=True)

    database_url: str = Field("", description="where rows live; a file in var/ unless you say otherwise")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    proxy: str = Field(
        "", description="address or network of the proxy in front, where it is on another machine"
    )
    public_url: str = Field("", description="the https address the carriers and families see; empty: none")
    secret_key: SecretStr = Field(
        SecretStr(""), description="signs the console's forms; made, and kept in var/, if empty"
    )
    twilio_account_sid: str = Field("", description="Twilio account (AC…)")
    twilio_auth_token: SecretStr = Field(SecretStr(""), description="Twilio auth token")
    twilio_from: str = Field("", description="the school's number, +64…")
    twilio_messaging_service_sid: str = Field(
        "", description="a Messaging Service (MG…) instead of the number"
    )
    sms_per_second: int = Field(
        10, ge=1, le=1000, description="segments that Twilio takes from the school's number in a second"
    )
    twilio_api_url: str = Field("https://api.twilio.com", description="base address of Twilio's API")
    telegram_token: SecretStr = Field(SecretStr(""), description="the bot's token from @BotFather")
    telegram_api_url: str = Field("https://api.telegram.org/bot", description="base address of the Bot API")
    telegram_mode: Literal["", "polling", "webhook"] = Field(
        "", description="polling or webhook; empty: webhook when there is a public address"
    )
    simulate: bool | None = Field(None, description="pretend carriers; only on loopback without credentials")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="how much is logged")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)  # read() gathers the environment itself, so that no name passes unseen

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str) -> str:
        if value and not re.match(r"sqlite:///.|postgres(ql)?(\+psycopg)?://.", value):
            raise ValueError("needs sqlite:////path/to/file.db or postgresql://user:password@host/name")
        return value

    @field_validator("public_url", "twilio_api_url", "telegram_api_url", "azure_translator_url",
                     "google_translate_url", "libretranslate_url")  # fmt: skip
    @classmethod
    def _an_address(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not addresses.is_whole(value):
            raise ValueError("needs a whole address such as https://aho.example.school.nz")
        return value

    @field_validator("proxy")
    @classmethod
    def _a_network(cls, value: str) -> str:
        if value and not addresses.is_network(value):
            raise ValueError("needs an address such as 172.18.0.5, or a network such as 172.18.0.0/16")
        return value

    @field_validator("log_level", "telegram_mode", mode="before")
    @classmethod
    def _in_any_case(cls, value: str, known: ValidationInfo) -> str:
        return value.upper() if known.field_name == "log_level" else value.lower()

    @field_validator("twilio_from")
    @classmethod
    def _a_number(cls, value: str) -> str:
        if value and not re.fullmatch(r"\+[1-9]\d{6,14}|\d{3,6}", value):
            raise ValueError("needs a number such as +6421000000, or a short code")
        return value

    @property
    def sms(self) -> bool:
        return bool(self.twilio_account_sid)

    @property
    def telegram(self) -> bool:
        return bool(self.telegram_token.get_secret_value())

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def simulating(self) -> bool:
        """Pretend carriers never run beside a real one, nor where others could reach them."""
        return self.simulate is not False and self.loopback and not self.sms and not self.telegram

    @property
    def webhook(self) -> bool:
        return self.telegram_mode == "webhook" or (self.telegram_mode == "" and bool(self.public_url))

    @property
    def database(self) -> str:
        """As SQLAlchemy wants it: PostgreSQL by the driver that we bring along."""
        url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", self.database_url)
        return url or f"sqlite:///{ROOT / 'var' / 'aho.db'}"

    @property
    def file(self) -> Path | None:
        """SQLite's file; None where a server keeps the rows."""
        return Path(self.database.removeprefix("sqlite:///")) if self.database.startswith("sqlite:") else None

    @property
    def media(self) -> Path:
        """Where pictures and voice notes are kept: beside SQLite's file, else in var/."""
        path = self.file or ROOT / "var" / "aho.db"
        return path.with_name(f"{path.stem}-media")

    @property
    def here(self) -> str:
        """The address at which a person opens our pages."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(self.host, self.host)
        return self.public_url or f"http://{host}:{self.port}"


#: Settings that may also stand in a file: AHO_…_FILE names it.
SECRETS = {name for name, it in Config.model_fields.items() if it.annotation is SecretStr} | {"database_url"}


def read(environment: Mapping[str, str] | None = None, env_file: Path | None = ROOT / ".env") -> Config:
    """The settings, checked. Raises BadSettings with one line that says which name and what to do."""
    found = _from_env_file(env_file) if env_file else {}
    found |= os.environ if environment is None else environment
    named = {name[4:].lower(): value for name, value in found.items() if name.startswith("AHO_")}
    named.pop("require", None)  # AHO_REQUIRE belongs to the tests
    values: dict[str, str] = {}
    for name, value in named.items():
        secret = name.removesuffix("_file")
        if name not in Config.model_fields and secret not in SECRETS:
            raise BadSettings(f"AHO_{name.upper()} is not a setting of Aho's. The README lists them all.")
        if not value.strip():
            continue  # left empty in a file of settings: as if it were not there
        if secret in values:
            raise BadSettings(
                f"AHO_{secret.upper()} and AHO_{secret.upper()}_FILE are both set: keep one of them."
            )
        values[secret] = value.strip() if name == secret else _from_file(name, value.strip())
    try:
        config = Config(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        why = NEEDS.get(name) or str(first["msg"]).removeprefix("Value error, ")
        raise BadSettings(f"AHO_{name.upper()}: {why}.") from None
    return _agreeing(config)


def _from_env_file(path: Path) -> dict[str, str]:
    try:
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except UnicodeDecodeError:
        raise BadSettings(f"{path.name} is not UTF-8: save it as UTF-8 text.") from None
    except OSError as trouble:
        raise BadSettings(f"{path.name} cannot be read ({trouble.strerror}).") from None


def _from_file(name: str, path: str) -> str:
    """A path that does not begin at the root begins at the project, as `.env` does."""
    try:
        return (ROOT / path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSettings(f"AHO_{name.upper()}: there is no file to read at {path}.") from None


def _agreeing(config: Config) -> Config:
    """Settings that are each fine but not together."""
    if config.sms and not config.twilio_auth_token.get_secret_value():
        raise BadSettings("AHO_TWILIO_AUTH_TOKEN is missing: Twilio's account needs both.")
    if not config.sms and (config.twilio_auth_token.get_secret_value() or config.twilio_from):
        raise BadSettings("AHO_TWILIO_ACCOUNT_SID is missing: Twilio's account needs both.")
    if config.sms and not (config.twilio_from or config.twilio_messaging_service_sid):
        raise BadSettings("Say which number writes: AHO_TWILIO_FROM, or AHO_TWILIO_MESSAGING_SERVICE_SID.")
    if config.telegram_mode == "webhook" and not config.public_url:
        raise BadSettings("AHO_TELEGRAM_MODE=webhook needs AHO_PUBLIC_URL; without one, say polling.")
    if config.simulate and (config.sms or config.telegram):
        raise BadSettings("AHO_SIMULATE cannot be on while a real carrier's credentials are set.")
    if config.simulate and not config.loopback:
        raise BadSettings("AHO_SIMULATE works on this computer only: AHO_HOST must be 127.0.0.1.")
    return config
