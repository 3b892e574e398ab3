"""Placeholders: the `{name}` in our own words. What is put there is never read as a template itself."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from string import Formatter


def placeholders(words: str) -> frozenset[str]:
    """The names in braces in `words`. ValueError where they are broken or hold more than a plain name."""
    names = set()
    for _literal, name, spec, conversion in Formatter().parse(words):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"not a plain placeholder: {{{name}}}")
        names.add(name)
    return frozenset(names)


def fill(words: str, values: Mapping[str, str]) -> str:
    """`words` with each placeholder replaced by its value, braces inside a value staying as typed.

    KeyError where a value is missing; ValueError where the braces are broken.
    """
    return "".join(text if name is None else text + values[name] for text, name in _pieces(words))


def wanted(words: str) -> Collection[str]:
    """The placeholders of our own `words`. ValueError where the braces are broken."""
    return [name for _text, name in _pieces(words) if name is not None]


@lru_cache(maxsize=2048)  # our own sentences: a broadcast says the same few to everybody
def _pieces(words: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _spec, _conversion in Formatter().parse(words))


def same_placeholders(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """May the translation `theirs` stand for `ours`? One form each, or the plural forms of each.

    Only `{count}` may be left out of a form, since "one reply" needs no number.
    """
    try:
        wanted = frozenset().union(*map(placeholders, ours))
        spare = frozenset({"count"}) if len(ours) > 1 else frozenset()
        return all(wanted - spare <= placeholders(form) <= wanted for form in theirs)
    except ValueError:
        return False
