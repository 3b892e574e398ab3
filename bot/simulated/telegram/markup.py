"""Reads `parse_mode=HTML` as the Bot API does, roughly: known tags, balanced, nothing stray."""

import html
import re

from bot.simulated.telegram.refused import bad

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>")
_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}
Entity = dict[str, object]


def read(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """The words without their tags, and the entities; offsets are in UTF-16 units, as documented."""
    if parse_mode.lower() in ("markdown", "markdownv2", ""):
        return text, []
    if parse_mode.lower() != "html":
        bad("unsupported parse_mode")
    plain, entities, opened, at = "", list[Entity](), list[tuple[str, Entity]](), 0
    for tag in _TAG.finditer(text):
        plain += _between(text[at : tag.start()], at)
        at = tag.end()
        closing, name, rest = tag[1], tag[2].lower(), tag[3]
        if closing:
            if not opened or opened[-1][0] != name:
                bad(f"can't parse entities: Unexpected end tag at byte offset {tag.start()}")
            _, entity = opened.pop()
            entity["length"] = _units(plain) - int(str(entity["offset"]))
            entities.append(entity)
            continue
        if name not in _TYPES:
            bad(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {tag.start()}')
        entity = {"type": _TYPES[name], "offset": _units(plain), "length": 0}
        link = re.search(r"""href\s*=\s*["']([^"']*)["']""", rest)
        opened.append((name, entity | ({"url": html.unescape(link[1])} if link else {})))
    plain += _between(text[at:], at)
    if opened:
        bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return plain, sorted(entities, key=lambda entity: int(str(entity["offset"])))


def _between(words: str, at: int) -> str:
    if "<" in words:
        bad(f'can\'t parse entities: Unsupported start tag "" at byte offset {at + words.index("<")}')
    return html.unescape(words)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
