"""Reading what a teacher wrote in several languages at once."""

import re
from collections.abc import Sequence

from bot.model.chat import Wording


def read(text: str, language: str, languages: Sequence[str]) -> list[Wording]:
    """Lines that begin with a language's tag ("mi: …") begin that wording; all before them is the original."""
    tags = "|".join(re.escape(tag) for tag in languages)
    pieces = re.split(rf"(?im)^({tags})\s*:\s*", text)
    original, rest = pieces[0].strip(), pieces[1:]
    found = [(language, original)] if original else []
    known = {tag.lower(): tag for tag in languages}
    found += [(known[tag.lower()], words.strip()) for tag, words in zip(rest[::2], rest[1::2], strict=True)]
    merged: dict[str, str] = {}
    for tag, words in found:
        merged[tag] = f"{merged[tag]}\n{words}" if tag in merged else words
    return [Wording(tag, words) for tag, words in merged.items() if words]
