"""The marker for Aho's own words. It changes nothing: it tells the extractor what is to be translated.

What is marked is kept as it is, with its values, and said in the reader's language only when it is sent.
"""


def _(words: str) -> str:
    return words


def n_(one: str, many: str) -> tuple[str, str]:
    """For words that change with a number: n_("{count} reply", "{count} replies"), said by `say_plural`."""
    return one, many
