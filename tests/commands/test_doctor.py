"""What `doctor` says about a school's terms, out of which nothing goes to families."""

from pathlib import Path

import pytest

from tests.commands.conftest import Types


@pytest.mark.parametrize(
    ("first", "last", "line"),
    [
        ("2999-02-02", "2999-04-09", "The first term begins on 2999-02-02: no question and no idea goes out before."),
        ("2020-02-02", "2020-04-09", "To do: The school's terms have run out, so no prompt goes out: write the next ones"),
        ("2020-02-02", "2999-04-09", ""),
    ],
)  # fmt: skip
def test_terms_that_lie_ahead_or_behind_are_said(
    types: Types, root: Path, tmp_path: Path, first: str, last: str, line: str
) -> None:
    demo = (root / "bot/examples/demo/school.toml").read_text(encoding="utf-8")
    (tmp_path / "school.toml").write_text(
        f"{demo}\n[[term]]\nfirst = {first}\nlast = {last}\n", encoding="utf-8"
    )
    assert types("school", "apply", str(tmp_path / "school.toml"), "--yes")[0] == 0
    code, said, _ = types("doctor")
    assert code == 1, "no carrier is set up"
    assert line in said
    assert ("term" in said) == bool(line)
