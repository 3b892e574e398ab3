"""Which child a family's words name: "Ruby has a sore foot", "manu: kua mate ia", "Jack's lunch is at home".

Macrons, case and ʻokina are forgiven. Many names are everyday words too ("manu" is a bird, "Hope" a hope): written as
such a word they name nobody, unless they stand before a colon, or with a capital inside a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.languages.folding import fold

_POSSESSIVE = re.compile(r"['’]s?(?=\W*$)", re.IGNORECASE)
_HEAD = re.compile(r"\s*([^:：–—\n]{1,40}?)\s*(?:[:：–—]|\s-\s|\n)")
_ENDS = re.compile(r"[.!?。:：…]\W*$")

#: Names of children that are also words in what families write, in English and in the languages of our region.
EVERYDAY = frozenset(fold(
    "hope grace faith joy rose lily daisy may june april august will mark art rob bill pat sunny summer autumn winter "
    "destiny precious heaven angel blessing honest happy heavenly king prince princess justice angus star sky storm "
    "river ocean rain snow dawn eve melody harmony harry chase chance hunter miles drew grant frank earnest gene rich "
    "an my in so do me he i a to on no so ma mo ia tu an ha la lo ai anh em chi "
    "tama lagi sina mere tane moana rangi marama aroha mana tai manu kahu awa ngaio ata hine kura miro maia wai ariki "
    "koa ora pono rata toa tui whetu kiwi huia anahera rongo tawa tahi rua toru rima ono la'i lani masina sami matagi "
    "fetu alofa ofa sela loto mele tala langi fonua vai lupe 'ofa"
).split())  # fmt: skip


@dataclass(frozen=True)
class Named:
    """`addressed`: the words begin with the name and a colon, as a letter is addressed."""

    children: frozenset[int]
    addressed: bool = False


def named(words: str, children: Mapping[int, str]) -> Named | None:
    """The children, by id, whose names are in `words`; None where nobody is named. Two of one name are both named."""
    forms = _forms(children)
    head = _HEAD.match(words)
    if head and (found := forms.get(fold(head[1]))):
        return Named(frozenset(found), addressed=True)
    found = {child for form, theirs in forms.items() if _stands(form, words) for child in theirs}
    return Named(frozenset(found)) if found else None


def _forms(children: Mapping[int, str]) -> dict[str, set[int]]:
    """What each child is called: by the whole name, and by its first word."""
    forms: dict[str, set[int]] = {}
    for child, name in children.items():
        whole = fold(name)
        for form in {whole, whole.partition(" ")[0]} - {""}:
            forms.setdefault(form, set()).add(child)
    return forms


@dataclass(frozen=True)
class _Word:
    folded: str
    proper: bool  #: a capital that no sentence begins with


def _stands(form: str, words: str) -> bool:
    written, length = _words(words), len(form.split())
    for at in range(len(written) - length + 1):
        here = written[at : at + length]
        if " ".join(it.folded for it in here) == form and (form not in EVERYDAY or here[0].proper):
            return True
    return False


def _words(text: str) -> list[_Word]:
    shouted, begins, found = text.isupper() or text.istitle(), True, []
    for raw in text.split():
        proper = raw.lstrip("\"'“‘(").istitle() and not begins and not shouted
        found += [_Word(it, proper) for it in fold(_POSSESSIVE.sub("", raw)).split()]
        begins = _ENDS.search(raw) is not None
    return found
