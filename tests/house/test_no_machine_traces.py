"""No file names a package index, or a folder of the machine it was written on."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# In pieces, so that this file does not find itself.
INDEX = "|".join(
    (
        r"py" + r"pi\.org",
        r"python" + r"hosted\.",
        r"(?:index|extra-index)" + r"[-_]url\b",
        r"find" + r"[-_]links\b",
        r"https?://\S+" + r"/simple\b",
    )
)
FOLDERS = "|".join(
    (
        r"(?<![\w.:/-])/" + r"(?:work|root)/",
        r"(?<![\w.:/-])/" + r"(?:home|Users)/[A-Za-z]",
        r"\b[A-Z]:\\+" + r"Users\\",
    )
)
TRACES = re.compile(f"{INDEX}|{FOLDERS}", re.IGNORECASE)
IGNORED = {
    ".git",
    ".venv",
    "var",
    "__pycache__",
    ".pytest_cache",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
}


def texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in project_files(root):
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield path.relative_to(root).as_posix(), content.decode("utf-8", "replace")


def project_files(root: Path) -> list[Path]:
    """What git keeps or would keep; without git, everything but what we never keep."""
    listing = ["git", "ls-files", "-coz", "--exclude-standard"]
    if (root / ".git").exists():
        listed = subprocess.run(listing, cwd=root, capture_output=True, check=True).stdout.split(b"\0")
        return [root / os.fsdecode(name) for name in listed if name]
    return [path for path in sorted(root.rglob("*")) if not IGNORED & set(path.relative_to(root).parts)]


def traces(name: str, text: str) -> list[str]:
    return [
        f"{name}:{line}: {found[0]}"
        for line, words in enumerate(text.splitlines(), 1)
        if (found := TRACES.search(words))
    ]


def test_no_file_tells_where_it_was_made(root: Path) -> None:
    assert [trace for name, text in texts(root) for trace in traces(name, text)] == []


def test_the_files_are_really_read(root: Path) -> None:
    names = {name for name, _ in texts(root)}
    assert {"bot/__main__.py", "bot/locks/run.txt", "pyproject.toml", "tests/conftest.py"} <= names
    assert not any(name.startswith(".venv/") for name in names)


@pytest.mark.parametrize(
    "words",
    [
        "see https://py" + "pi.org/project/aho",
        "https://files.python" + "hosted.org/packages/aho.whl",
        "--extra-index" + "-url=https://mirror.example",
        "UV_FIND" + "_LINKS=wheels",
        "https://mirror.example/py" + "/simple/aho",
        "open('/wo" + "rk/aho/bot.py')",
        "cd /ro" + "ot/aho",
        "/ho" + "me/mere/aho",
        "/Us" + "ers/mere/aho",
        "C:\\Us" + "ers\\mere",
    ],
)
def test_a_trace_is_caught(words: str) -> None:
    assert traces("a.py", words)


@pytest.mark.parametrize(
    "words",
    [
        "a framework/",
        "https://school.example/work/",
        "bot/work/",
        "/var/lib/aho",
        "work/home/root",
        "/homework",
    ],
)
def test_innocent_words_are_welcome(words: str) -> None:
    assert not traces("a.py", words)
