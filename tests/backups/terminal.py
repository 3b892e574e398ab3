"""Commands typed into the test's own process: the whole program takes seconds to come up."""

import os

import pytest

from bot import commands


class Terminal:
    """What a command says comes back, both streams as one line of words."""

    def __init__(
        self, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **settings: str
    ) -> None:
        self._capsys = capsys
        for name in [it for it in os.environ if it.startswith("AHO_")]:
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(name, value)

    def types(self, *words: str) -> tuple[int, str]:
        """Its code, and all that it said."""
        code = commands.main(words, lambda _production: 0)
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return code, " ".join((said.out + said.err).split())
