"""The school's phrase book: pairs that people have looked at, from a spreadsheet or from a correction."""

import csv
import io
from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.languages.registry import find
from bot.store import phrases
from bot.translate import Phrase
from bot.translate.phrases import trouble

COLUMNS = ("from", "words", "into", "said")


@dataclass(frozen=True)
class Brought:
    kept: int
    wrong: tuple[str, ...]  #: each line that was not, and why


def bring(desk: Desk, text: str) -> Brought:
    """Keeps the pairs of a CSV with the columns from, words, into, said; harmless when repeated."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        return Brought(0, (f"the first line needs the columns {', '.join(COLUMNS)}",))
    kept, wrong = 0, []
    for row in rows:
        ours, theirs = find(row["from"] or ""), find(row["into"] or "")
        pair = Phrase(
            ours.tag if ours else "", theirs.tag if theirs else "", row["words"] or "", row["said"] or ""
        )
        why = trouble(pair) if ours and theirs else "Aho does not know one of these languages."
        if why:
            wrong.append(f"line {rows.line_num}: {why}")
        else:
            keep(desk, pair)
            kept += 1
    return Brought(kept, tuple(wrong))


def keep(desk: Desk, it: Phrase, person_id: int | None = None) -> None:
    """Keeps a pair; a newer one for the same words takes the older one's place."""
    phrases.keep(desk.db, desk.school.id, it.source, it.target, fold(it.words), it.words.strip(), it.said.strip(),
                 desk.now, person_id)  # fmt: skip


def of_pair(desk: Desk, source: str, target: str) -> tuple[Phrase, ...]:
    rows = phrases.of_pair(desk.db, desk.school.id, source, target)
    return tuple(Phrase(it["source"], it["target"], it["words"], it["said"]) for it in rows)
