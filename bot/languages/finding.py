"""Words as they are looked for: without macrons, ʻokina, case and marks; where a script has no spaces, in pairs.

"Chinese" in what follows stands for every script that writes its words together: Chinese, Japanese, Thai, Lao,
Khmer and Burmese. There each two characters that follow one another are a word. A single character finds only what
begins a pair; words that a longer one holds by chance are found too. Korean has spaces, and its endings are found.
"""

import re
import unicodedata
from collections.abc import Sequence

from bot.languages.folding import fold

LONGEST = 64  #: characters of one word: nobody looks for more
MOST = 8  #: words of a question
_TOGETHER = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+)"
)
#: Arabic is typed with and without its hamzas; of these pairs either letter may stand.
_ARABIC = str.maketrans("أإآٱؤئةىیک", "ااااويهييك", "\u0653\u0654\u0655\u0670")
_THE = "ال"  # Arabic writes its article to its word: with it or without is the same word here
_WORD = re.compile(r"\S+")


def folded(words: str) -> str:
    """Letters, digits and the vowel signs between them; anything else parts words."""
    kept = (it if unicodedata.category(it)[0] in "LNM" else " " for it in fold(words).translate(_ARABIC))
    return "".join(kept)


def tokens(words: str) -> list[str]:
    """What of a text can be found. Letters and digits only: none of it means anything to a database."""
    return [it for word in folded(words).split() for run in _TOGETHER.split(word) if run for it in _of(run)]


def asked(words: str) -> list[str]:
    """The same of what somebody looks for, each once."""
    return list(dict.fromkeys(tokens(words)))[:MOST]


def marked(words: str, looked_for: Sequence[str], around: int = 160) -> list[tuple[str, bool]]:
    """A text around what was found in it, in pieces, each with whether it is that."""
    spans = [span for it in _WORD.finditer(words) for span in _spans(it, looked_for)]
    first = spans[0][0] if spans else 0
    begin = max(0, first - around // 3)
    end = min(len(words), begin + around)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    at = begin
    for start, stop in spans:
        if start < at or stop > end:
            continue
        pieces += [(words[at:start], False), (words[start:stop], True)]
        at = stop
    pieces.append((words[at:end] + ("…" if end < len(words) else ""), False))
    return [it for it in pieces if it[0]]


def _of(run: str) -> list[str]:
    if not _TOGETHER.match(run):
        return [(run.removeprefix(_THE) if len(run) > 4 else run)[:LONGEST]]
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _spans(word: re.Match[str], looked_for: Sequence[str]) -> list[tuple[int, int]]:
    """Where it stands: the whole word, or, in Chinese, the characters themselves."""
    if _TOGETHER.search(word[0]):
        found = {at: at + len(it) for it in looked_for for at in _all(word[0], it)}
        return _joined([(word.start() + at, word.start() + stop) for at, stop in sorted(found.items())])
    if any(token.startswith(it) for token in tokens(word[0]) for it in looked_for):
        return [word.span()]
    return []


def _all(text: str, piece: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(piece, at)]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, stop in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        else:
            out.append((start, stop))
    return out
