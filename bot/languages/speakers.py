"""“This is Nana”: somebody at a shared phone says who holds it, alone or before their words."""

import re
from collections.abc import Sequence

from bot.languages.folding import fold

#: How people begin; folded. Drafts, all but the English ones.
_BEGINNINGS = (
    "this is", "its", "it s", "it is", "im", "i m", "i am", "ko", "ko au ko", "o", "o a u o", "ko au eni ko",
)  # fmt: skip
_ENDINGS = ("here", "speaking", "tenei", "lenei", "eni", "")
_PARTING = re.compile(r"[.:,;!\n–-]")


def named(words: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Whose name it is, and what follows it: "This is Nana. We read" is Nana and "We read"; None: nothing of it.

    A name counts whole or by its first word, where nobody else here has it. The name must stand by itself: "this is
    nana's book" names nobody.
    """
    for end in [*(it.start() for it in _PARTING.finditer(words)), len(words)]:
        found = _who(fold(words[:end]), names)
        if found is not None:
            return found, words[end:].strip(" .:,;!\n–-")
    return None


def _who(said: str, names: Sequence[str]) -> str | None:
    for beginning in _BEGINNINGS:
        if not said.startswith(f"{beginning} "):
            continue
        rest = said[len(beginning) + 1 :]
        for ending in _ENDINGS:
            bare = rest.removesuffix(f" {ending}") if ending else rest
            whole = [it for it in names if fold(it) == bare]
            first = [it for it in names if fold(it).split()[:1] == [bare]]
            for found in (whole, first):
                if len(found) == 1:
                    return found[0]
    return None
