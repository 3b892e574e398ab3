"""The demo's school, made by its commands; and a hand that types more of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands import main
from bot.store.engine import migrate

Types = Callable[..., tuple[int, str, str]]


@pytest.fixture
def types(
    tmp_path: Path, database_url: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Types:  # fmt: skip
    """One command of the demo school's: its code, what it said, and what it complained of."""
    migrate(database_url)
    monkeypatch.setenv("AHO_DATABASE_URL", database_url)

    def type_(*words: str) -> tuple[int, str, str]:
        code = main(list(words), lambda _production: 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    demo = root / "bot" / "examples" / "demo"
    for command in (
        ("school", "apply", str(demo / "school.toml")),
        ("roll", "staff", str(demo / "staff.csv"), "--apply"),
        ("roll", "import", str(demo / "roll.csv"), "--apply"),
    ):
        assert type_(*command)[0] == 0
    return type_
