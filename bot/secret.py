"""The key that this installation signs with: from the settings, or made once and kept beside the database."""

import secrets
from pathlib import Path

from pydantic import SecretStr

from bot.config import ROOT, Config


def with_secret(settings: Config, folder: Path = ROOT / "var") -> Config:
    """The settings with a key in any case; one that was made here is readable to its owner only."""
    if settings.secret_key.get_secret_value():
        return settings
    path = folder / "secret.key"
    if not path.exists() or not path.read_text(encoding="ascii").strip():  # stopped before it was written
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return settings.model_copy(update={"secret_key": SecretStr(path.read_text(encoding="ascii").strip())})
