"""Adding a language is one entry in the registry and one .po file: nothing else in the program knows its name."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

ENTRY = """
[qaa]
own_name = "Kōrero Hou"
english_name = "Made-up"
direction = "rtl"
script = "Latn"
plural = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"
days = ["ma", "tu", "we", "th", "fr", "sa", "su"]
months = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"]
day = "{month}-{day} {weekday}"
clock = "{hour24}h{minute}"
joined = "{0} pa {1}"
orthography = "as written"
numbers = ["hoki", "poki"]
thanks = ["tenki"]
stopping = ["hapa … tiks"]
unreviewed = ["keywords"]

[qaa.keywords]
STOP = ["hāpa"]
"""
WORDS = """
#: bot/acts/acknowledging.py
msgid "Thank you. {teachers} has your words about {children}."
msgstr "Tenki. {teachers} pa {children}."

#: bot/acts/acknowledging.py
msgid "Teachers read messages from {day}, {time}."
msgstr "{time}, {day}."
"""
ASKS = """
import datetime, json
from pathlib import Path
from bot.languages import keywords, registry, short_answers, wishes
from bot.languages.catalogue import Catalogues
from bot.languages.checks import check
from bot.languages.directions import isolated
from bot.languages.extract import update
from bot.languages.figures import figures

root = Path.cwd()
changed = [path.name for path in update(root)]
speech = Catalogues.load(root / "locales")
row = next(it for it in figures(speech, root) if it["tag"] == "qaa")
dated = {"day": {"day": "2026-11-24"}, "time": {"time": "08:30"}}
names = {"teachers": {"names": ["Ms Tane", "Ana"]}, "children": "Tama"}
print(json.dumps({
    "changed": changed,
    "wrong": check(root),
    "row": [row["plural_forms"], row["dates"], row["draft"], row["translated"]],
    "found": registry.find("korero hou").tag,
    "said": speech.say("qaa", "Thank you. {teachers} has your words about {children}.", names),
    "dated": speech.say("qaa", "Teachers read messages from {day}, {time}.", dated),
    "english": speech.say("qaa", "Replies are free."),
    "stop": keywords.match("HAPA!", "qaa"),
    "elsewhere": keywords.match("hapa", "en", ["en", "qaa"]),
    "wish": wishes.wants_to_stop("hāpa pls tiks", "en", ["en", "qaa"]),
    "two": short_answers.choice("poki", 3, "qaa"),
    "thanks": short_answers.looks_like_thanks("tenki ok", "qaa"),
}))
"""


def test_one_entry_and_one_file(tmp_path: Path) -> None:
    """In a copy of the program, so that what this checkout has imported already cannot help."""
    for folder in ("bot", "handlers", "locales"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "vendor", "*.png")
        )
    with (tmp_path / "bot" / "languages" / "registry.toml").open("a", encoding="utf-8") as registry:
        registry.write(ENTRY)
    head = (
        '# Made up.\nmsgid ""\nmsgstr ""\n"Language: qaa\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Aho-Status: draft\\n"\n'
    )
    (tmp_path / "locales" / "qaa.po").write_text(head + WORDS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASKS], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "qaa.po" in told.pop("changed")  # every other sentence is in it now, waiting for its words
    assert told == {
        "wrong": [], "row": [3, "our own", True, 2], "found": "qaa", "said": "Tenki. Ms Tane pa Ana pa Tama.",
        "dated": "08h30, m11-24 tu.", "english": "Replies are free.", "stop": "STOP", "elsewhere": "STOP", "wish": True,
        "two": 2, "thanks": True,
    }  # fmt: skip
